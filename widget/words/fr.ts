import type { FailureWords, Words } from '../words.ts';

/** Français */
export const words: Words & FailureWords = {
	language: 'fr',
	idle: 'Connecter votre banque',
	loading: 'Un instant…',
	open: 'Continuez avec votre banque…',
	exchanging: 'Connexion de votre compte…',
	connected: 'Banque connectée',
	change: 'Modifier',
	again: 'Réessayer',
	required: 'Connectez un compte bancaire pour continuer.',
	unfinished: 'Votre banque n’est pas encore connectée.',
	later: 'Cela n’a pas fonctionné cette fois.',
	offline: 'Vous êtes hors ligne. Vérifiez votre connexion.',
	blocked: 'Votre navigateur a bloqué ceci. Désactivez les bloqueurs de publicité.',
	elsewhere: 'Une autre connexion bancaire est ouverte. Fermez-la d’abord.',
	framed: 'Ouvrez cette page dans sa propre fenêtre pour connecter votre banque.',
	popup: 'La fenêtre de votre banque ne s’est pas ouverte. Autorisez les pop-ups sur cette page.',
	stale: 'La réponse de votre banque est arrivée trop tard. Veuillez recommencer.',
	bank: 'Votre banque n’a pas pu être jointe.',
	already: 'Ce compte est déjà connecté.',
	kind: 'Ce compte ne peut pas être utilisé. Connectez un compte courant ou d’épargne.',
	reload: 'Cette page est restée ouverte trop longtemps. Veuillez la recharger.',
	restart: 'Votre banque n’a pas pu être connectée. Veuillez recommencer.',
	never: 'Il n’est pas possible de connecter une banque pour le moment.',
};

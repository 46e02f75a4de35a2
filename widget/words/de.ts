import type { FailureWords, Words } from '../words.ts';

/** Deutsch */
export const words: Words & FailureWords = {
	language: 'de',
	idle: 'Bank verbinden',
	loading: 'Einen Moment…',
	open: 'Weiter bei Ihrer Bank…',
	exchanging: 'Ihr Konto wird verbunden…',
	connected: 'Bank verbunden',
	change: 'Ändern',
	again: 'Erneut versuchen',
	required: 'Verbinden Sie ein Bankkonto, um fortzufahren.',
	unfinished: 'Ihre Bank ist noch nicht verbunden.',
	later: 'Das hat gerade nicht geklappt.',
	offline: 'Sie sind offline. Prüfen Sie Ihre Verbindung.',
	blocked: 'Ihr Browser hat dies blockiert. Schalten Sie Werbeblocker aus.',
	elsewhere: 'Eine andere Bankanmeldung ist offen. Schließen Sie diese zuerst.',
	framed: 'Öffnen Sie diese Seite in einem eigenen Fenster, um Ihre Bank zu verbinden.',
	popup: 'Das Fenster Ihrer Bank ging nicht auf. Erlauben Sie Pop-ups für diese Seite.',
	stale: 'Die Antwort Ihrer Bank kam zu spät. Bitte beginnen Sie von vorn.',
	bank: 'Ihre Bank war gerade nicht erreichbar.',
	already: 'Dieses Konto ist bereits verbunden.',
	kind: 'Dieses Konto kann nicht verwendet werden. Verbinden Sie ein Giro- oder Sparkonto.',
	reload: 'Diese Seite war zu lange offen. Bitte laden Sie sie neu.',
	restart: 'Ihre Bank konnte nicht verbunden werden. Bitte beginnen Sie von vorn.',
	never: 'Eine Bank zu verbinden ist gerade nicht möglich.',
};

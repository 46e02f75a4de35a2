/** What a bank's page says, in the languages that Link itself speaks. */
export type BankWords = {
	/** Of these words, for the page's `lang`. */
	language: string;
	bank: string;
	sandbox: string;
	heading: (bank: string) => string;
	login: string;
	username: string;
	password: string;
	accounts: (client: string) => string;
	choose: string;
	allow: string;
	deny: string;
	done: string;
	close: string;
	gone: string;
	again: string;
};

const english: BankWords = {
	language: 'en',
	bank: 'Bank',
	sandbox: 'Sandbox: no real bank is contacted',
	heading: (bank) => `Sign in to ${bank}`,
	login: 'Any login will do, also none. Never type a real one here.',
	username: 'Username',
	password: 'Password',
	accounts: (client) => `What may ${client} see?`,
	choose: 'Choose an account first.',
	allow: 'Allow',
	deny: 'Do not allow',
	done: 'Thank you',
	close: 'You can close this window and go on where you came from.',
	gone: 'This page is no longer good',
	again: 'Close this window and try again where you came from.',
};

const spanish: BankWords = {
	language: 'es',
	bank: 'Banco',
	sandbox: 'Entorno de prueba: no se contacta con ningún banco real',
	heading: (bank) => `Inicie sesión en ${bank}`,
	login: 'Sirve cualquier acceso, incluso ninguno. No escriba nunca uno real aquí.',
	username: 'Usuario',
	password: 'Contraseña',
	accounts: (client) => `¿Qué puede ver ${client}?`,
	choose: 'Elija primero una cuenta.',
	allow: 'Permitir',
	deny: 'No permitir',
	done: 'Gracias',
	close: 'Puede cerrar esta ventana y continuar donde estaba.',
	gone: 'Esta página ya no es válida',
	again: 'Cierre esta ventana e inténtelo de nuevo donde estaba.',
};

const french: BankWords = {
	language: 'fr',
	bank: 'Banque',
	sandbox: 'Bac à sable : aucune vraie banque n’est contactée',
	heading: (bank) => `Connectez-vous à ${bank}`,
	login: 'Tout identifiant convient, même aucun. N’en saisissez jamais de vrai ici.',
	username: 'Identifiant',
	password: 'Mot de passe',
	accounts: (client) => `Que peut voir ${client} ?`,
	choose: 'Choisissez d’abord un compte.',
	allow: 'Autoriser',
	deny: 'Ne pas autoriser',
	done: 'Merci',
	close: 'Vous pouvez fermer cette fenêtre et reprendre là où vous étiez.',
	gone: 'Cette page n’est plus valable',
	again: 'Fermez cette fenêtre et réessayez là où vous étiez.',
};

/** English where there is no translation. */
export const bankWords = (language: string): BankWords =>
	language === 'es' ? spanish : language === 'fr' ? french : english;

/** The texts of a bank's page, in the languages of Link's dialog. */
export type BankPageMessages = {
	/** The language of the texts, for the page's `lang`. */
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
	ended: string;
	tryAgain: string;
};

const english: BankPageMessages = {
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
	ended: 'This page is no longer good',
	tryAgain: 'Close this window and try again where you came from.',
};

const spanish: BankPageMessages = {
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
	ended: 'Esta página ya no es válida',
	tryAgain: 'Cierre esta ventana e inténtelo de nuevo donde estaba.',
};

const french: BankPageMessages = {
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
	ended: 'Cette page n’est plus valable',
	tryAgain: 'Fermez cette fenêtre et réessayez là où vous étiez.',
};

/** English if there is no translation. */
export const bankPageMessages = (language: string): BankPageMessages =>
	language === 'es' ? spanish : language === 'fr' ? french : english;

import type { Messages } from './en.ts';

/** What only the authorization says. In English it is loaded with `authorize/`, in other languages with the language. */
export type AuthorizationMessages = {
	/** The heading of the card. */
	authorizationHeading: string;
	/** What "Accept" means in this language. Empty in English: the button is called "Accept" in every language. */
	accept: string;
	decline: string;
	/** The link that saves the text as a file. */
	saveCopy: string;
	/** What a screen reader calls the text. */
	authorizationText: string;
	/** Says that the text is in English. Empty in English. */
	textInEnglish: string;
	/** The button that submits the account holder's name. */
	continue: string;
};

/** What the file of a language has. */
export type AllMessages = Messages & AuthorizationMessages;

export const authorizationMessages: AuthorizationMessages = {
	authorizationHeading: 'Authorize the debit',
	accept: '',
	decline: 'Decline',
	saveCopy: 'Save a copy',
	authorizationText: 'Text of the authorization',
	textInEnglish: '',
	continue: 'Continue',
};

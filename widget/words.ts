import type { Language } from '../worker/contract.ts';

/** What the element says to the shopper, in English. */
export const words = {
	language: 'en' as Language,
	idle: 'Connect your bank',
	loading: 'One moment…',
	open: 'Continue with your bank…',
	exchanging: 'Connecting your account…',
	connected: 'Bank connected',
	change: 'Change',
	again: 'Try again',
	required: 'Connect a bank account to continue.',
	unfinished: 'Your bank is not connected yet.',
	later: 'That did not work just now.',
};
export type Words = typeof words;

/** The words of failures come with the way to them, or with the language. */
export type FailureWords = {
	offline: string;
	blocked: string;
	elsewhere: string;
	framed: string;
	popup: string;
	stale: string;
	bank: string;
	already: string;
	kind: string;
	reload: string;
	restart: string;
	never: string;
};
/** Those of the debit authorization come with it, too. */
export type AuthorizationWords = {
	/** The card's heading. */
	authorize: string;
	/** What the shopper still has to do: announced, and told by a form. */
	waiting: string;
	/** What accepting means in this language: it stands beside the word that the text names. */
	accept: string;
	decline: string;
	/** Saves the text as a file. */
	copy: string;
	/** What the text is called by a screen reader. */
	text: string;
	/** That the text is English; nothing in English. */
	inEnglish: string;
	/** The label of the account holder's name. */
	holder: string;
	/** With the name, to the text. */
	next: string;
};
/** What the file of a language has. */
export type AllWords = Words & FailureWords & AuthorizationWords;
export type SpokenWords = Words & Partial<AllWords>;

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
export type SpokenWords = Words & Partial<FailureWords>;

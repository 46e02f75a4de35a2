import type { Language } from '../../worker/contract.ts';

/** What the element says to the shopper up to `bank-token`. */
export type Messages = {
	language: Language;
	/** The button's label, in each status. */
	idle: string;
	loading: string;
	open: string;
	exchanging: string;
	connected: string;
	change: string;
	tryAgain: string;
	/** Why a form that requires the element is not valid. */
	required: string;
	notConnectedYet: string;
	/** What went wrong, and what the shopper can do about it. */
	tryLater: string;
	offline: string;
	scriptBlocked: string;
	alreadyOpen: string;
	inFrame: string;
	popUpBlocked: string;
	bankTooLate: string;
	bankUnavailable: string;
	alreadyConnected: string;
	accountNotSupported: string;
	reloadPage: string;
	startAgain: string;
	notAvailable: string;
	/** With `authorize`: what the shopper still has to do. Announced, and a form's reason. */
	acceptToContinue: string;
	/** The label of the field for the account holder's name. */
	holderName: string;
};

export const messages: Messages = {
	language: 'en',
	idle: 'Connect your bank',
	loading: 'One moment…',
	open: 'Continue with your bank…',
	exchanging: 'Connecting your account…',
	connected: 'Bank connected',
	change: 'Change',
	tryAgain: 'Try again',
	required: 'Connect a bank account to continue.',
	notConnectedYet: 'Your bank is not connected yet.',
	tryLater: 'That did not work just now.',
	offline: 'You are offline. Check your connection.',
	scriptBlocked: 'Your browser blocked this. Turn off ad blockers.',
	alreadyOpen: 'Another bank sign-in is open. Close it first.',
	inFrame: 'Open this page in a window of its own to connect your bank.',
	popUpBlocked: 'Your bank’s window did not open. Allow pop-ups for this page.',
	bankTooLate: 'Your bank’s answer came too late. Please start again.',
	bankUnavailable: 'Your bank could not be reached just now.',
	alreadyConnected: 'This account is connected already.',
	accountNotSupported: 'This account cannot be used. Connect a checking or savings account.',
	reloadPage: 'This page was open for too long. Please load it again.',
	startAgain: 'Your bank could not be connected. Please start again.',
	notAvailable: 'Connecting a bank is not possible right now.',
	acceptToContinue: 'Read and accept the debit authorization to continue.',
	holderName: 'Account holder’s full name',
};

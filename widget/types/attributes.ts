import type {
	BankAuthorizedEvent,
	BankErrorEvent,
	BankEventEvent,
	BankExitEvent,
	BankOpenEvent,
	BankStatusEvent,
	BankTokenEvent,
} from '../events.ts';

/** The attributes of the tag, for the frameworks' type files. */
export type ElementAttributes = {
	/** The Worker's origin. */
	backend?: string | undefined;
	/** A session that the merchant's server made: who the shopper is. */
	session?: string | undefined;
	/** Repair this connection (`conn_…`) instead of making one. */
	connection?: string | undefined;
	/** When to get a link token and Link's script; by default `intent`. */
	preload?: 'none' | 'intent' | 'visible' | 'eager' | undefined;
	name?: string | undefined;
	required?: boolean | undefined;
	disabled?: boolean | undefined;
	/** The id of a form elsewhere in the page. */
	form?: string | undefined;
	/** One of Plaid's languages; by default the nearest `lang`, then the browser's, then English. */
	language?: string | undefined;
	theme?: 'auto' | 'light' | 'dark' | undefined;
	/** Plaid's bank search in place, instead of a button. */
	embedded?: boolean | undefined;
	/** Ask for the debit authorization once an account is connected. */
	authorize?: boolean | undefined;
	nonce?: string | undefined;
	/** Another Link script, for the sandbox: loopback or same origin only. */
	'link-script'?: string | undefined;
	/** Where an OAuth bank sends a phone's shopper back to: a page of this origin. */
	'redirect-uri'?: string | undefined;
	/** Where to go afterwards, with `?connection=…`: same origin or https. */
	'success-url'?: string | undefined;
};

export type ElementProperties = {
	linkScript?: string | undefined;
	redirectUri?: string | undefined;
	successUrl?: string | undefined;
};

export type EventsByName = {
	'bank-open': BankOpenEvent;
	'bank-event': BankEventEvent;
	'bank-token': BankTokenEvent;
	'bank-authorized': BankAuthorizedEvent;
	'bank-exit': BankExitEvent;
	'bank-error': BankErrorEvent;
	'bank-status': BankStatusEvent;
};

/** Listeners as JSX of React 19 and Preact, and Svelte 5, write them: `onbank-token={…}`. */
export type ElementListeners = {
	[Name in keyof EventsByName as `on${Name}`]?: ((event: EventsByName[Name]) => void) | undefined;
};

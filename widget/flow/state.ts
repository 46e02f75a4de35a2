/**
 * The state of one element: a union with a variant for each status. The flow owns it, and `setState` of the flow is the
 * only place that changes it. Everything else is derived from it by the functions below.
 */
import type { LitElement } from 'lit';
import type { AuthorizationAnswer, BankAccountTokenAnswer } from '../../worker/contract.ts';
import type { Settings } from '../attributes.ts';
import type { Messages } from '../messages/en.ts';
import type { SpokenMessages } from '../messages/index.ts';
import type { BankErrorDetail } from './errors.ts';

/** Every status, in the order of the flow. */
export const statuses = [
	'idle',
	'loading',
	'ready',
	'open',
	'exchanging',
	'authorizing',
	'connected',
	'failed',
] as const;
export type Status = (typeof statuses)[number];

export type Account = BankAccountTokenAnswer['account'];
export type Institution = BankAccountTokenAnswer['institution'];

/** A connected bank account. */
export type ConnectedBank = {
	/** `conn_…` */
	connection: string;
	account: Account;
	institution: Institution;
	/** With `authorize`: the text that the shopper has accepted on this page. */
	acceptedText?: string;
};

/** Where the shopper is in the debit authorization. */
export type AuthorizationStep =
	| { name: 'loading' }
	/** The backend does not know the account holder's name. */
	| { name: 'naming' }
	| { name: 'reading'; offer: AuthorizationAnswer }
	| { name: 'accepting'; offer: AuthorizationAnswer };

type StatusVariant =
	/** `preloadPaused`: a preload has failed or the shopper has left, so nothing is requested before the next press. */
	| { status: 'idle'; preloadPaused: boolean }
	/** `pressed`: for a press; otherwise a preload, which the shopper does not see. */
	| { status: 'loading'; pressed: boolean }
	/** Link can open. Pressed and embedded: the bank search is there, and the shopper has not chosen yet. */
	| { status: 'ready'; pressed: boolean }
	| { status: 'open' }
	| { status: 'exchanging' }
	/** What was connected before is given up; `bank` is connected once the shopper has accepted. */
	| { status: 'authorizing'; connected: null; bank: ConnectedBank; step: AuthorizationStep }
	| { status: 'connected'; connected: ConnectedBank }
	| { status: 'failed'; error: BankErrorDetail };

type Shared = {
	/** What is connected, until another bank takes its place: it is the form's value while the shopper changes the bank. */
	connected: ConnectedBank | null;
	/** What `bank-error` reported last, until a bank is connected. */
	error: BankErrorDetail | null;
};

export type FlowState = Readonly<Shared & StatusVariant>;
/** What a change leaves out of `connected` and `error` stays. */
export type StateChange = Readonly<Partial<Shared> & StatusVariant>;

export const initialState: FlowState = {
	status: 'idle',
	preloadPaused: false,
	connected: null,
	error: null,
};

/** What the flow needs of the element. */
export type FlowHost = {
	/** Dispatches the events, and takes Plaid's bank search into its light DOM. */
	readonly element: LitElement;
	/** The messages in the shopper's language, and when they are loaded. */
	readonly locale: { readonly messages: SpokenMessages; readonly loaded: Promise<void> };
	settings(): Settings;
	/** Called after each change, before the flow continues. */
	stateChanged(previous: FlowState): void;
};

/** What the parts of the flow share: the host, and the one state. */
export type FlowContext = {
	readonly host: FlowHost;
	readonly state: FlowState;
	setState(change: StateChange): void;
};

/** Whether a press of the shopper is in progress. */
export function isBusy(state: FlowState): boolean {
	switch (state.status) {
		case 'loading':
		case 'ready':
			return state.pressed;
		case 'open':
		case 'exchanging':
		case 'authorizing':
			return true;
		default:
			return false;
	}
}

/** Whether what is prepared may be dropped when a setting changes: the shopper is not in the middle of anything. */
export function canStartOver(state: FlowState): boolean {
	return !isBusy(state) || state.status === 'ready';
}

/** Whether the form must wait: another bank is about to take the place of what was connected. */
export function isBankPending(state: FlowState): boolean {
	return state.status === 'loading' || (isBusy(state) && state.status !== 'ready');
}

/** The account and bank that the page may read from the element. */
export function shownBank(state: FlowState): ConnectedBank | null {
	return state.status === 'authorizing' ? state.bank : state.connected;
}

/** What is going on, or what the shopper has to do; undefined if nothing is. */
export function progressMessage(state: FlowState, messages: Messages): string | undefined {
	if (!isBusy(state)) return;
	if (state.status === 'open' || state.status === 'exchanging') return messages[state.status];
	const step = state.status === 'authorizing' ? state.step.name : undefined;
	if (step === 'naming') return messages.holderName;
	return step === 'reading' ? messages.acceptToContinue : messages.loading;
}

/** Why a form that requires a bank is not valid. */
export function validationMessage(state: FlowState, messages: Messages): string {
	if (!isBusy(state)) return messages.required;
	return (state.status === 'authorizing' && progressMessage(state, messages)) || messages.notConnectedYet;
}

/** What a screen reader announces; undefined if nothing has to be said. */
export function announcement(state: FlowState, messages: Messages): string | undefined {
	switch (state.status) {
		case 'failed':
			return state.error.displayMessage;
		case 'connected':
			return `${messages.connected}: ${bankName(state.connected, messages)}, ${accountLabel(state.connected)}`;
		default:
			return progressMessage(state, messages);
	}
}

export function bankName({ institution }: ConnectedBank, messages: Messages): string {
	return institution?.name ?? messages.connected;
}

/** "Plaid Checking ••0000" */
export function accountLabel({ account }: ConnectedBank): string {
	return `${account.name} ${account.mask ? `••${account.mask}` : ''}`;
}

/** Whether a stored value is a connected bank: it may have been written by another version of this script. */
export function isConnectedBank(value: unknown): value is ConnectedBank {
	const { connection, account } = (value ?? {}) as Partial<ConnectedBank>;
	return Boolean(connection && account);
}

/** What the browser stores with the form, to restore what was connected. */
export function toFormState(connected: ConnectedBank | null): string {
	return connected ? JSON.stringify({ ...connected, acceptedText: undefined }) : '';
}

/** Undefined if it is none: the browser's autofill, or a state that another version of this script has stored. */
export function parseFormState(state: string): ConnectedBank | undefined {
	try {
		const bank: unknown = JSON.parse(state);
		return isConnectedBank(bank) ? bank : undefined;
	} catch {
		return;
	}
}

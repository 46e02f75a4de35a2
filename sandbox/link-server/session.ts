/**
 * A Link session: where the shopper stands on the way through the dialog. What is not possible at that step is
 * refused, whatever the browser shows.
 */

import { type PlaidRefusal, refuse } from '../plaid/errors.ts';
import type { SandboxInstitution } from '../plaid/institutions.ts';
import { startLinkSession } from '../plaid/link-tokens.ts';
import type { Account, Item, LinkSession, LinkToken } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { note } from './events.ts';
import type { MfaRound } from './mfa.ts';
import type { OAuthRequest } from './oauth.ts';
import type { Event, LinkError, NumbersPurpose, Outcome } from './protocol.ts';

/** What an Item will be made of. */
export type Linked = {
	/** `null` where the numbers were typed in. */
	institution: SandboxInstitution | null;
	username: string;
	accounts: Account[];
	authMethod?: Item['authMethod'];
	numbers?: Item['numbers'];
};

export type Stage =
	/** `chosen` before Link was opened, by the search of `createEmbedded`. */
	| { step: 'consent'; chosen: SandboxInstitution | null }
	| { step: 'method' }
	| { step: 'search'; query: string; found: SandboxInstitution[] }
	| { step: 'degraded'; institution: SandboxInstitution }
	| { step: 'credentials'; institution: SandboxInstitution; error: LinkError | null }
	| {
			step: 'mfa';
			institution: SandboxInstitution;
			login: Login;
			rounds: readonly MfaRound[];
			round: number;
			error: LinkError | null;
	  }
	| {
			step: 'oauth';
			institution: SandboxInstitution;
			request: OAuthRequest;
			problem: 'closed' | 'failed' | null;
	  }
	| {
			step: 'failed';
			institution: SandboxInstitution | null;
			error: LinkError;
			status: string | null;
			retry: 'credentials' | 'oauth' | null;
	  }
	| {
			step: 'accounts';
			institution: SandboxInstitution;
			username: string;
			accounts: Account[];
			/** The numbers of the chosen one are to be typed in, for this. */
			purpose: NumbersPurpose | null;
	  }
	| {
			step: 'numbers';
			institution: SandboxInstitution | null;
			purpose: NumbersPurpose;
			username: string;
			account: Account | null;
			error: LinkError | null;
	  }
	/** With `linked` the micro-deposit of an Item to be; without, that of the Item that is updated. */
	| {
			step: 'code';
			institution: SandboxInstitution | null;
			linked: Linked | null;
			account: Account;
			wrong: number;
			error: LinkError | null;
	  }
	| ({ step: 'finish' } & Linked)
	| { step: 'leaving'; from: Exclude<Stage, { step: 'leaving' | 'ended' }> }
	| { step: 'ended'; outcome: Outcome };

export type Login = { username: string; password: string };

export type OpenSession = {
	linkToken: LinkToken;
	record: LinkSession;
	/** Of the request that is being answered, or the last one that was. */
	requestId: string;
	/** The page is a web view: a bank's page opens in its place. */
	webview: boolean;
	stage: Stage;
	/** OPEN and whatever followed, in order. */
	events: Event[];
	/** So many of them the page has been told. */
	told: number;
	oauthRequests: OAuthRequest[];
};

/** Opens Link: a new session of the link token, at the consent step. */
export function openSession(state: State, linkToken: LinkToken, webview: boolean): OpenSession {
	const session: OpenSession = {
		linkToken,
		record: startLinkSession(state, linkToken),
		requestId: state.ids.plaidRequest(),
		webview,
		stage: { step: 'consent', chosen: null },
		events: [],
		told: 0,
		oauthRequests: [],
	};
	note(state, session, 'OPEN', {
		view_name: 'CONSENT',
		is_update_mode: linkToken.updateItemId === null ? 'false' : 'true',
	});
	return session;
}

const views: Record<Exclude<Stage['step'], 'ended'>, string> = {
	consent: 'CONSENT',
	method: 'SELECT_AUTH_TYPE',
	search: 'SELECT_INSTITUTION',
	degraded: 'ERROR',
	credentials: 'CREDENTIAL',
	mfa: 'MFA',
	oauth: 'OAUTH',
	failed: 'ERROR',
	accounts: 'SELECT_ACCOUNT',
	numbers: 'NUMBERS',
	code: 'NUMBERS',
	finish: 'CONNECTED',
	leaving: 'EXIT',
};

/** Moves the session on, and tells which view of Link's that is. */
export function enter(state: State, session: OpenSession, stage: Exclude<Stage, { step: 'ended' }>): void {
	session.stage = stage;
	const mfaType = stage.step === 'mfa' ? (stage.rounds[stage.round]?.type ?? null) : null;
	note(state, session, 'TRANSITION_VIEW', { view_name: viewOf(stage), mfa_type: mfaType });
}

function viewOf(stage: Exclude<Stage, { step: 'ended' }>): string {
	if (stage.step === 'code' && stage.linked) return 'INSTANT_MICRODEPOSIT_AUTHORIZED';
	if (stage.step === 'finish' && stage.authMethod === 'SAME_DAY_MICRODEPOSITS')
		return 'SAME_DAY_MICRODEPOSIT_AUTHORIZED';
	return views[stage.step];
}

export function stageAt<Step extends Stage['step']>(
	session: OpenSession,
	...steps: Step[]
): Extract<Stage, { step: Step }> {
	const { stage } = session;
	if (!(steps as string[]).includes(stage.step)) {
		throw refuse(
			'INVALID_FIELD',
			`the Link session stands at '${stage.step}', this belongs to '${steps.join("' or '")}'`,
		);
	}
	return stage as Extract<Stage, { step: Step }>;
}

export const itemToUpdate = (state: State, { linkToken }: OpenSession): Item | null =>
	(linkToken.updateItemId !== null && state.items.get(linkToken.updateItemId)) || null;

/** The error that ends a way: told, and shown with what can be done about it. */
export function fail(
	state: State,
	session: OpenSession,
	refusal: PlaidRefusal,
	{ status, retry }: { status: string | null; retry: 'credentials' | 'oauth' | null },
): void {
	const { stage } = session;
	const error = linkError(refusal);
	noteError(state, session, error);
	const institution = 'institution' in stage ? stage.institution : null;
	enter(state, session, { step: 'failed', institution, error, status, retry });
}

/** An API error as `onExit` hands it over. */
export const linkError = (refusal: PlaidRefusal): LinkError => ({
	error_type: refusal.errorType,
	error_code: refusal.errorCode,
	error_message: refusal.message,
	display_message: refusal.displayMessage,
});

export function noteError(
	state: State,
	session: OpenSession,
	{ display_message: _, ...details }: LinkError,
): void {
	note(state, session, 'ERROR', details);
}

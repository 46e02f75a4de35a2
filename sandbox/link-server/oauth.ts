/**
 * Institutions at which the shopper signs in at the bank's own page: in a window of its own, or in the page's
 * place, which the bank then leaves for the redirect URI with `?oauth_state_id=…`.
 * @see https://plaid.com/docs/link/oauth/
 */
import { PlaidRefusal, refuse } from '../plaid/errors.ts';
import type { SandboxInstitution } from '../plaid/institutions.ts';
import type { Account, LinkToken } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { chosenAccounts, offeredAccounts } from './credentials.ts';
import { note } from './events.ts';
import { enter, fail, itemToUpdate, type OpenSession, stageAt } from './session.ts';

/** One visit to a bank's page. */
export type OAuthRequest = {
	stateId: string;
	session: OpenSession;
	institution: SandboxInstitution;
	/** What the bank's page lets the shopper choose from. */
	accounts: Account[];
	/** From when it is opened; the bank waits no longer. */
	expiresAt: number | null;
	/** What the shopper said there. */
	verdict: { granted: Account[] } | 'denied' | null;
	/** Link has heard it, once. */
	used: boolean;
};

const lifetime = 15 * 60_000;

/** Shows the way to the bank's page; it is not open yet. */
export function askBank(
	state: State,
	session: OpenSession,
	institution: SandboxInstitution,
	problem: 'closed' | 'failed' | null = null,
): void {
	const request: OAuthRequest = {
		stateId: state.ids.uuid('oauth state'),
		session,
		institution,
		accounts: offeredAccounts(state, session, institution),
		expiresAt: null,
		verdict: null,
		used: false,
	};
	session.oauthRequests.push(request);
	enter(state, session, { step: 'oauth', institution, request, problem });
}

/** The bank's page is being opened, for the first time or again. */
export function openBank(state: State, session: OpenSession): void {
	const stage = stageAt(session, 'oauth');
	stage.request.expiresAt = state.clock.now() + lifetime;
	session.stage = { ...stage, problem: null };
	note(state, session, 'OPEN_OAUTH');
}

/** On, if the shopper has been there; `closed` tells that the bank's window is gone. */
export function checkBank(state: State, session: OpenSession, closed: boolean): void {
	const { request, institution } = stageAt(session, 'oauth');
	if (request.verdict) hear(state, session, request);
	else if (hasExpired(state, request)) {
		note(state, session, 'FAIL_OAUTH');
		askBank(state, session, institution, 'failed');
	} else if (closed && request.expiresAt !== null) {
		note(state, session, 'CLOSE_OAUTH');
		askBank(state, session, institution, 'closed');
	}
}

export const hasExpired = (state: State, { expiresAt }: OAuthRequest): boolean =>
	expiresAt !== null && state.clock.now() >= expiresAt;

/** What the shopper says at the bank's page. @throws INVALID_ACCOUNT_ID, as in Link's own choice of accounts */
export function decideAtBank(request: OAuthRequest, accountIds: readonly string[] | null): void {
	request.verdict = accountIds
		? { granted: chosenAccounts(request.session, request.accounts, accountIds) }
		: 'denied';
}

/** The page was left for the bank's and has come back: the session goes on where it stood. */
export function returnFromBank(state: State, request: OAuthRequest): void {
	const { session } = request;
	note(state, session, 'OPEN', {
		is_update_mode: session.linkToken.updateItemId === null ? 'false' : 'true',
	});
	if (request.verdict) hear(state, session, request);
	else if (hasExpired(state, request)) checkBank(state, session, false);
	else session.stage = { step: 'oauth', institution: request.institution, request, problem: 'closed' };
}

function hear(state: State, session: OpenSession, request: OAuthRequest): void {
	const { institution, verdict } = request;
	request.used = true;
	const stage = { step: 'oauth', institution, request, problem: null } as const;
	session.stage = stage;
	const status = { status: 'requires_oauth', retry: 'oauth' } as const;
	if (verdict === null || verdict === 'denied') fail(state, session, refuse('ACCESS_NOT_GRANTED'), status);
	else if (request.accounts.length === 0) fail(state, session, refuse('NO_ACCOUNTS'), status);
	else {
		const username = itemToUpdate(state, session)?.username ?? 'user_good';
		enter(state, session, { step: 'finish', institution, username, accounts: verdict.granted });
	}
}

/**
 * The request that a redirect URI brings back, as Link was opened with it.
 * @throws INVALID_FIELD, OAUTH_STATE_ID_NOT_FOUND, INCORRECT_LINK_TOKEN, OAUTH_STATE_ID_ALREADY_PROCESSED
 */
export function findReturn(
	linkToken: LinkToken,
	receivedRedirectUri: string,
	find: (stateId: string) => OAuthRequest | undefined,
): OAuthRequest {
	const parameters = URL.canParse(receivedRedirectUri)
		? new URL(receivedRedirectUri).searchParams
		: new URLSearchParams();
	const stateId = parameters.get('oauth_state_id');
	if (!stateId || [...parameters.keys()].length !== 1) {
		throw refuse(
			'INVALID_FIELD',
			'receivedRedirectUri must be the whole address, with oauth_state_id as its only query parameter',
		);
	}
	const request = find(stateId);
	if (!request)
		throw oauthRefusal('OAUTH_STATE_ID_NOT_FOUND', "the provided oauth_state_id wasn't found", 404);
	if (request.session.linkToken !== linkToken) {
		throw oauthRefusal('INCORRECT_LINK_TOKEN', 'link token does not match original link token');
	}
	if (request.used || request.session.stage.step === 'ended') {
		throw oauthRefusal(
			'OAUTH_STATE_ID_ALREADY_PROCESSED',
			'the oauth_state_id has already been processed',
			208,
		);
	}
	return request;
}

/** Where the bank sends the shopper back to, in the same tab. */
export function redirectAddress({ stateId, session }: OAuthRequest): string | null {
	const { redirect_uri: redirect } = session.linkToken.request;
	return redirect ? `${redirect}?oauth_state_id=${stateId}` : null;
}

const oauthRefusal = (code: string, message: string, status = 400) =>
	new PlaidRefusal({ type: 'OAUTH_ERROR', code, message, status });

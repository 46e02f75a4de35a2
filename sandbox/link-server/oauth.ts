/**
 * Institutions at which the shopper signs in at the bank's own page. The page opens in a window of its own, or
 * replaces the merchant's page and then redirects back with `?oauth_state_id=…`.
 * @see https://plaid.com/docs/link/oauth/
 */
import { PlaidRefusal, refuse } from '../plaid/errors.ts';
import type { SandboxInstitution } from '../plaid/institutions.ts';
import type { LinkToken } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { offeredAccounts, requireSelection } from './credentials.ts';
import { recordEvent } from './events.ts';
import type { OAuthProblem, OAuthRequest, OpenSession } from './session.ts';
import { goTo, goToFailed, itemToUpdate, requireStage } from './transitions.ts';

/** How long the bank waits for a decision, in milliseconds. */
const lifetime = 15 * 60_000;

/** Goes to the step that leads to the bank's page, with a new request. The page is not open yet. */
export function goToOAuth(
	state: State,
	session: OpenSession,
	{ institution, problem = null }: { institution: SandboxInstitution; problem?: OAuthProblem | null },
): void {
	const request: OAuthRequest = {
		stateId: state.ids.uuid('oauth state'),
		session,
		institution,
		accounts: offeredAccounts(state, session, { institution }),
		expiresAt: null,
		decision: null,
		processed: false,
	};
	session.oauthRequests.push(request);
	goTo(state, session, { step: 'oauth', institution, request, problem });
}

/** The browser is opening the bank's page, for the first time or again. */
export function openBankPage(state: State, session: OpenSession): void {
	const stage = requireStage(session, 'oauth');
	stage.request.expiresAt = state.clock.now() + lifetime;
	session.stage = { ...stage, problem: null };
	recordEvent(state, session, { name: 'OPEN_OAUTH' });
}

/** Continues if the shopper has decided. `windowClosed` says that the window of the bank's page is closed. */
export function checkBankPage(state: State, session: OpenSession, windowClosed: boolean): void {
	const { request, institution } = requireStage(session, 'oauth');
	if (request.decision) applyDecision(state, session, request);
	else if (hasExpired(state, request)) {
		recordEvent(state, session, { name: 'FAIL_OAUTH' });
		goToOAuth(state, session, { institution, problem: 'failed' });
	} else if (windowClosed && request.expiresAt !== null) {
		recordEvent(state, session, { name: 'CLOSE_OAUTH' });
		goToOAuth(state, session, { institution, problem: 'closed' });
	}
}

export const hasExpired = (state: State, { expiresAt }: OAuthRequest): boolean =>
	expiresAt !== null && state.clock.now() >= expiresAt;

/**
 * Stores what the shopper decided at the bank's page: these accounts, or `null` to deny access.
 * Throws INVALID_ACCOUNT_ID, like Link's own selection of accounts.
 */
export function decide(request: OAuthRequest, accountIds: readonly string[] | null): void {
	request.decision = accountIds
		? { granted: requireSelection(request.session, request.accounts, accountIds) }
		: 'denied';
}

/** The bank redirected back to the merchant's page, and Link was opened again: the session continues. */
export function returnFromBank(state: State, request: OAuthRequest): void {
	const { session, institution } = request;
	recordEvent(state, session, {
		name: 'OPEN',
		is_update_mode: session.linkToken.updateItemId === null ? 'false' : 'true',
	});
	if (request.decision) applyDecision(state, session, request);
	else if (hasExpired(state, request)) checkBankPage(state, session, false);
	else session.stage = { step: 'oauth', institution, request, problem: 'closed' };
}

function applyDecision(state: State, session: OpenSession, request: OAuthRequest): void {
	const { institution, decision } = request;
	request.processed = true;
	session.stage = { step: 'oauth', institution, request, problem: null };
	const after = { status: 'requires_oauth', retry: 'oauth' } as const;
	if (decision === null || decision === 'denied') {
		goToFailed(state, session, { refusal: refuse('ACCESS_NOT_GRANTED'), ...after });
	} else if (request.accounts.length === 0) {
		goToFailed(state, session, { refusal: refuse('NO_ACCOUNTS'), ...after });
	} else {
		const username = itemToUpdate(state, session)?.username ?? 'user_good';
		goTo(state, session, { step: 'finish', institution, username, accounts: decision.granted });
	}
}

/**
 * The request that Link's `receivedRedirectUri` belongs to. Throws INVALID_FIELD, OAUTH_STATE_ID_NOT_FOUND,
 * INCORRECT_LINK_TOKEN or OAUTH_STATE_ID_ALREADY_PROCESSED.
 */
export function findReturningRequest(
	linkToken: LinkToken,
	receivedRedirectUri: string,
	findRequest: (stateId: string) => OAuthRequest | undefined,
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
	const request = findRequest(stateId);
	if (!request) {
		throw oauthRefusal('OAUTH_STATE_ID_NOT_FOUND', "the provided oauth_state_id wasn't found", 404);
	}
	if (request.session.linkToken !== linkToken) {
		throw oauthRefusal('INCORRECT_LINK_TOKEN', 'link token does not match original link token');
	}
	if (request.processed || request.session.stage.step === 'ended') {
		const message = 'the oauth_state_id has already been processed';
		throw oauthRefusal('OAUTH_STATE_ID_ALREADY_PROCESSED', message, 208);
	}
	return request;
}

/** The merchant's page that the bank redirects to, or `null` without a redirect URI. */
export function redirectAddress({ stateId, session }: OAuthRequest): string | null {
	const { redirect_uri: redirect } = session.linkToken.request;
	return redirect ? `${redirect}?oauth_state_id=${stateId}` : null;
}

const oauthRefusal = (code: string, message: string, status = 400) =>
	new PlaidRefusal({ type: 'OAUTH_ERROR', code, message, status });

/**
 * Link tokens and their sessions.
 * @see https://plaid.com/docs/api/link/
 */
import type { LinkTokenCreateRequest } from 'plaid';
import type { State } from '../state.ts';
import { refuse } from './errors.ts';
import type { LinkSession, LinkToken } from './records.ts';
import type { Wire } from './wire.ts';

const lifetime = 4 * 3_600_000;
const updateModeLifetime = 30 * 60_000;

/** Creates a link token for a validated request. It lives for 4 hours, in update mode for 30 minutes. */
export function createLinkToken(
	state: State,
	token: { clientId: string; request: Wire<LinkTokenCreateRequest>; updateItemId?: string | null },
): LinkToken {
	const now = state.clock.now();
	const hosted = token.request.hosted_link?.url_lifetime_seconds;
	const record: LinkToken = {
		linkToken: state.ids.linkToken(),
		clientId: token.clientId,
		request: token.request,
		updateItemId: token.updateItemId ?? null,
		createdAt: now,
		expiresAt: now + (token.updateItemId ? updateModeLifetime : hosted ? hosted * 1_000 : lifetime),
		sessions: [],
	};
	state.linkTokens.set(record.linkToken, record);
	return record;
}

/** The link token's record, or INVALID_LINK_TOKEN if it is unknown or has expired. The caller throws or shows it. */
export function findLinkToken(state: State, linkToken: string): LinkToken | ReturnType<typeof refuse> {
	const record = state.linkTokens.get(linkToken);
	return record && state.clock.now() < record.expiresAt ? record : refuse('INVALID_LINK_TOKEN');
}

/** Starts a Link session. Link can be opened more than once with a link token. */
export function startLinkSession(state: State, linkToken: LinkToken): LinkSession {
	const session: LinkSession = {
		linkSessionId: state.ids.linkSession(),
		startedAt: state.clock.now(),
		finishedAt: null,
		events: [],
		exit: null,
		itemAddResults: [],
	};
	linkToken.sessions.push(session);
	return session;
}

/** Ends a session, with the Item's public token or with the way the shopper left. */
export function finishLinkSession(
	state: State,
	session: LinkSession,
	outcome: { publicToken: string; itemId: string } | { exit: NonNullable<LinkSession['exit']> },
): void {
	session.finishedAt = state.clock.now();
	if ('exit' in outcome) session.exit = outcome.exit;
	else session.itemAddResults.push(outcome);
}

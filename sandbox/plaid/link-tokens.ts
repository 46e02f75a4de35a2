/**
 * Link tokens and the sessions that are held with them.
 * @see https://plaid.com/docs/api/link/
 */
import type { LinkTokenCreateRequest } from 'plaid';
import type { State } from '../state.ts';
import { refuse } from './errors.ts';
import type { LinkSession, LinkToken } from './records.ts';
import type { Wire } from './wire.ts';

const lifetime = 4 * 3_600_000;
const updateModeLifetime = 30 * 60_000;

/** Keeps a link token for a request that was checked. Update mode's live for 30 minutes, others for 4 hours. */
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

/** The link token's record, or Plaid's error INVALID_LINK_TOKEN (to be thrown or shown) if unknown or expired. */
export function findLinkToken(state: State, linkToken: string): LinkToken | ReturnType<typeof refuse> {
	const record = state.linkTokens.get(linkToken);
	return record && state.clock.now() < record.expiresAt ? record : refuse('INVALID_LINK_TOKEN');
}

/** Begins a Link session: one opening of Link. Sandbox link tokens can be opened more than once. */
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

/** Ends it, with the public token of the Item that came of it or with how the shopper left. */
export function finishLinkSession(
	state: State,
	session: LinkSession,
	outcome: { publicToken: string; itemId: string } | { exit: NonNullable<LinkSession['exit']> },
): void {
	session.finishedAt = state.clock.now();
	if ('exit' in outcome) session.exit = outcome.exit;
	else session.itemAddResults.push(outcome);
}

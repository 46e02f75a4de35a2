/**
 * The published rate limits of Plaid's Sandbox, per Item and per client. A control turns them on.
 * @see https://plaid.com/docs/errors/rate-limit-exceeded/
 */
import type { State } from '../state.ts';
import { refuse } from './errors.ts';
import { itemOfPlaidCall } from './items.ts';
import type { KnownCode } from './known-errors.ts';

/** At most `count` calls within a window. Refused calls do not count. */
type Limit = { count: number; windowMs: number; code: KnownCode };

const minute = 60_000;
const perMinute = (
	code: KnownCode,
	{ item, client, clientCode = code }: { item?: number; client: number; clientCode?: KnownCode },
) => ({
	item: item === undefined ? null : { count: item, windowMs: minute, code },
	client: { count: client, windowMs: minute, code: clientCode },
});

const limitsByPath: Record<string, { item: Limit | null; client: Limit }> = {
	'/accounts/get': perMinute('ACCOUNTS_LIMIT', { item: 100, client: 5_000 }),
	'/accounts/balance/get': perMinute('BALANCE_LIMIT', {
		item: 25,
		client: 100,
		clientCode: 'ACCOUNTS_BALANCE_GET_LIMIT',
	}),
	'/auth/get': perMinute('AUTH_LIMIT', { item: 100, client: 500 }),
	'/identity/get': perMinute('IDENTITY_LIMIT', { item: 100, client: 1_000 }),
	'/item/get': perMinute('ITEM_GET_LIMIT', { item: 40, client: 5_000 }),
	'/item/remove': perMinute('RATE_LIMIT', { item: 100, client: 500 }),
	'/institutions/get': perMinute('INSTITUTIONS_GET_LIMIT', { client: 10 }),
	'/institutions/get_by_id': perMinute('INSTITUTIONS_GET_BY_ID_LIMIT', { client: 400 }),
	'/processor/token/create': perMinute('RATE_LIMIT', { client: 500 }),
	'/transactions/sync': perMinute('TRANSACTIONS_SYNC_LIMIT', { item: 50, client: 1_000 }),
	'/transactions/get': perMinute('TRANSACTIONS_LIMIT', { item: 80, client: 1_000 }),
	'/transactions/refresh': perMinute('TRANSACTIONS_REFRESH_LIMIT', { item: 2, client: 100 }),
	'/sandbox/transactions/create': perMinute('RATE_LIMIT', { item: 2, client: 50 }),
	'/signal/evaluate': {
		item: { count: 70, windowMs: 60 * minute, code: 'RATE_LIMIT' },
		client: { count: 30, windowMs: 1_000, code: 'RATE_LIMIT' },
	},
};

/** Counts a call. Throws RATE_LIMIT_EXCEEDED, with the endpoint's own code, if it exceeds a limit. */
export function requireWithinLimits(
	state: State,
	{ clientId, path, fields }: { clientId: string; path: string; fields: Record<string, unknown> },
): void {
	const limit = state.plaid.rate_limits && Object.hasOwn(limitsByPath, path) ? limitsByPath[path] : undefined;
	if (!limit) return;
	const itemId = limit.item && itemOfPlaidCall(state, fields);
	const counters = [{ key: `${path} client ${clientId}`, limit: limit.client }];
	if (limit.item && itemId) counters.push({ key: `${path} item ${itemId}`, limit: limit.item });
	const now = state.clock.now();
	const recentCalls = (key: string, { windowMs }: Limit) =>
		(state.rateLimits.get(key) ?? []).filter((at) => at > now - windowMs);
	for (const { key, limit } of counters) {
		if (recentCalls(key, limit).length >= limit.count) throw refuse(limit.code);
	}
	for (const { key, limit } of counters) state.rateLimits.set(key, [...recentCalls(key, limit), now]);
}

/**
 * The published limits of Plaid's Sandbox, per Item and per client; off until a control turns them on.
 * @see https://plaid.com/docs/errors/rate-limit-exceeded/
 */
import type { State } from '../state.ts';
import { refuse } from './errors.ts';
import { itemOfPlaidCall } from './items.ts';
import type { KnownCode } from './known-errors.ts';

/** So many calls within a window of time; refused ones do not count. */
type Limit = { count: number; windowMs: number; code: KnownCode };

const minute = 60_000;
const perMinute = (code: KnownCode, item: number | null, client: number, clientCode = code) => ({
	item: item === null ? null : { count: item, windowMs: minute, code },
	client: { count: client, windowMs: minute, code: clientCode },
});

const limits: Record<string, { item: Limit | null; client: Limit }> = {
	'/accounts/get': perMinute('ACCOUNTS_LIMIT', 100, 5_000),
	'/accounts/balance/get': perMinute('BALANCE_LIMIT', 25, 100, 'ACCOUNTS_BALANCE_GET_LIMIT'),
	'/auth/get': perMinute('AUTH_LIMIT', 100, 500),
	'/identity/get': perMinute('IDENTITY_LIMIT', 100, 1_000),
	'/item/get': perMinute('ITEM_GET_LIMIT', 40, 5_000),
	'/item/remove': perMinute('RATE_LIMIT', 100, 500),
	'/institutions/get': perMinute('INSTITUTIONS_GET_LIMIT', null, 10),
	'/institutions/get_by_id': perMinute('INSTITUTIONS_GET_BY_ID_LIMIT', null, 400),
	'/processor/token/create': perMinute('RATE_LIMIT', null, 500),
	'/transactions/sync': perMinute('TRANSACTIONS_SYNC_LIMIT', 50, 1_000),
	'/transactions/get': perMinute('TRANSACTIONS_LIMIT', 80, 1_000),
	'/transactions/refresh': perMinute('TRANSACTIONS_REFRESH_LIMIT', 2, 100),
	'/sandbox/transactions/create': perMinute('RATE_LIMIT', 2, 50),
	'/signal/evaluate': {
		item: { count: 70, windowMs: 60 * minute, code: 'RATE_LIMIT' },
		client: { count: 30, windowMs: 1_000, code: 'RATE_LIMIT' },
	},
};

/** Throws the endpoint's own code of RATE_LIMIT_EXCEEDED where the call is one too many. */
export function requireWithinLimits(
	state: State,
	{ clientId, path, fields }: { clientId: string; path: string; fields: Record<string, unknown> },
): void {
	const limit = state.plaid.rate_limits && Object.hasOwn(limits, path) ? limits[path] : undefined;
	if (!limit) return;
	const itemId = limit.item && itemOfPlaidCall(state, fields);
	const counted: [string, Limit][] = [[`${path} client ${clientId}`, limit.client]];
	if (limit.item && itemId) counted.push([`${path} item ${itemId}`, limit.item]);
	const now = state.clock.now();
	const recent = counted.map(([key, { windowMs }]) =>
		(state.rateLimits.get(key) ?? []).filter((at) => at > now - windowMs),
	);
	for (const [index, [, { count, code }]] of counted.entries()) {
		if ((recent[index]?.length ?? 0) >= count) throw refuse(code);
	}
	for (const [index, [key]] of counted.entries()) state.rateLimits.set(key, [...(recent[index] ?? []), now]);
}

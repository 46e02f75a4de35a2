/**
 * Items, their public tokens and access tokens.
 * @see https://plaid.com/docs/api/items/
 */
import type { State } from '../state.ts';
import { createAccounts } from './accounts.ts';
import { refuse, refuseAs } from './errors.ts';
import { findInstitution } from './institutions.ts';
import { scheduleLifecycle } from './item-lifecycle.ts';
import type { Account, Item, Product } from './records.ts';

/** In milliseconds. */
const publicTokenLifetime = 30 * 60_000;

/**
 * Creates an Item and its public token, as Link does when a shopper finishes. `accounts` are the ones that the
 * shopper chose from `createAccounts`; without them, the Item has all accounts of the login.
 * Throws INVALID_INSTITUTION.
 */
export function createItem(
	state: State,
	link: {
		/** `null` if the shopper typed in account numbers; `accounts` is then required. */
		institutionId: string | null;
		products: readonly Product[];
		clientId: string;
		accounts?: readonly Account[];
		webhook?: string | null;
		username?: string;
		/** For a custom user without `accounts`: the JSON that describes them. */
		password?: string;
		/** How many days of transactions it has. */
		daysRequested?: number;
		authMethod?: Item['authMethod'];
		numbers?: Item['numbers'];
	},
): { item: Item; publicToken: string } {
	const { institutionId } = link;
	const institution = institutionId === null ? null : findInstitution(institutionId);
	if (institution === undefined) throw refuse('INVALID_INSTITUTION');
	const item: Item = {
		itemId: state.ids.item(),
		clientId: link.clientId,
		accessToken: null,
		institutionId,
		institutionName: institution?.name ?? null,
		username: link.username ?? 'user_good',
		products: [...link.products],
		webhook: link.webhook ?? null,
		accounts: [...(link.accounts ?? createAccounts(state, { ...link, institutionId: institutionId ?? '' }))],
		authMethod: link.authMethod ?? (link.products.includes('auth') ? 'INSTANT_AUTH' : null),
		numbers: link.numbers ?? {},
		wrongCodes: 0,
		error: null,
		feed: null,
		lastWebhook: null,
		loginExpiresAt: 0,
		createdAt: state.clock.now(),
		removedAt: null,
	};
	state.items.set(item.itemId, item);
	scheduleLifecycle(state, item, link.daysRequested);
	return { item, publicToken: createPublicToken(state, item) };
}

/** Creates a public token for an existing Item: for one exchange, within 30 minutes. */
export function createPublicToken(state: State, item: Item): string {
	const now = state.clock.now();
	const publicToken = state.ids.publicToken();
	state.publicTokens.set(publicToken, {
		publicToken,
		clientId: item.clientId,
		itemId: item.itemId,
		createdAt: now,
		expiresAt: now + publicTokenLifetime,
		usedAt: null,
	});
	return publicToken;
}

/**
 * Exchanges a public token for the Item's access token. Throws INVALID_PUBLIC_TOKEN if the token is unknown,
 * was exchanged before, has expired, or belongs to another client.
 */
export function exchangePublicToken(
	state: State,
	clientId: string,
	publicToken: string,
): Item & { accessToken: string } {
	const record = state.publicTokens.get(publicToken);
	const item = record && state.items.get(record.itemId);
	const isValid = record && record.usedAt === null && state.clock.now() < record.expiresAt;
	if (!isValid || !item || record.clientId !== clientId || item.removedAt !== null) {
		throw refuse('INVALID_PUBLIC_TOKEN');
	}
	record.usedAt = state.clock.now();
	const accessToken = item.accessToken ?? state.ids.accessToken();
	state.accessTokens.set(accessToken, item.itemId);
	return Object.assign(item, { accessToken });
}

/** The Item of an access token. Throws INVALID_ACCESS_TOKEN, or ITEM_NOT_FOUND if it was removed. */
export function findItem(
	state: State,
	clientId: string,
	accessToken: string,
): Item & { accessToken: string } {
	const item = state.items.get(state.accessTokens.get(accessToken) ?? '');
	if (!item || item.clientId !== clientId || item.accessToken !== accessToken) {
		throw refuse('INVALID_ACCESS_TOKEN');
	}
	if (item.removedAt !== null) throw refuse('ITEM_NOT_FOUND');
	return item as Item & { accessToken: string };
}

/** Like `findItem`, for endpoints that need the bank. Also throws the Item's own error. */
export function findHealthyItem(
	state: State,
	clientId: string,
	accessToken: string,
): Item & { accessToken: string } {
	const item = findItem(state, clientId, accessToken);
	if (item.error) throw refuseAs(item.error.error_type, item.error.error_code, item.error.error_message);
	return item;
}

/** Removes an Item and invalidates its access token, public tokens, bank account tokens and processor tokens. */
export function removeItem(state: State, item: Item): void {
	item.removedAt = state.clock.now();
	for (const [id, token] of state.bankAccountTokens) {
		if (token.itemId === item.itemId && !token.used) state.bankAccountTokens.delete(id);
	}
	for (const [id, token] of state.processorTokens) {
		if (token.itemId === item.itemId) state.processorTokens.delete(id);
	}
}

/** The id of the Item whose token is in a request's body, for faults of one Item. */
export function itemOfPlaidCall(state: State, body: unknown): string | null {
	if (typeof body !== 'object' || body === null) return null;
	const { access_token: accessToken, public_token: publicToken } = body as Record<string, unknown>;
	if (typeof accessToken === 'string') return state.accessTokens.get(accessToken) ?? null;
	return typeof publicToken === 'string' ? (state.publicTokens.get(publicToken)?.itemId ?? null) : null;
}

/**
 * Items and the tokens that stand for them.
 * @see https://plaid.com/docs/api/items/
 */
import type { State } from '../state.ts';
import { accountsOfLogin } from './accounts.ts';
import { refuse, refuseAs } from './errors.ts';
import { findInstitution } from './institutions.ts';
import { beginLife } from './item-life.ts';
import type { Account, Item, Product } from './records.ts';

const publicTokenLifetime = 30 * 60_000;

/**
 * Makes an Item and its public token, as Link does when a shopper finishes.
 * `accounts` are those that the shopper chose (of `accountsOfLogin`); without it, all of the login.
 * Throws Plaid's INVALID_INSTITUTION.
 */
export function createItem(
	state: State,
	link: {
		/** `null` for an account whose numbers were typed in; it needs `accounts`. */
		institutionId: string | null;
		products: readonly Product[];
		clientId: string;
		accounts?: readonly Account[];
		webhook?: string | null;
		username?: string;
		/** Only for a custom user: what it tells of the accounts, where `accounts` is not given. */
		password?: string;
		/** How far back its transactions go. */
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
		accounts: [...(link.accounts ?? accountsOfLogin(state, { ...link, institutionId: institutionId ?? '' }))],
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
	beginLife(state, item, link.daysRequested);
	return { item, publicToken: createPublicToken(state, item) };
}

/** A public token for an Item that exists: single use, 30 minutes. */
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
 * Spends a public token and gives the Item's access token.
 * Throws INVALID_PUBLIC_TOKEN: unknown, spent, 30 minutes old, another client's or another environment's.
 */
export function exchangePublicToken(
	state: State,
	clientId: string,
	publicToken: string,
): Item & { accessToken: string } {
	const record = state.publicTokens.get(publicToken);
	const item = record && state.items.get(record.itemId);
	const live = record && record.usedAt === null && state.clock.now() < record.expiresAt;
	if (!live || !item || record.clientId !== clientId || item.removedAt !== null) {
		throw refuse('INVALID_PUBLIC_TOKEN');
	}
	record.usedAt = state.clock.now();
	const accessToken = item.accessToken ?? state.ids.accessToken();
	state.accessTokens.set(accessToken, item.itemId);
	return Object.assign(item, { accessToken });
}

/** The Item of an access token. Throws INVALID_ACCESS_TOKEN, or ITEM_NOT_FOUND once it was removed. */
export function findItem(
	state: State,
	clientId: string,
	accessToken: string,
): Item & { accessToken: string } {
	const item = state.items.get(state.accessTokens.get(accessToken) ?? '');
	if (!item || item.clientId !== clientId || item.accessToken !== accessToken)
		throw refuse('INVALID_ACCESS_TOKEN');
	if (item.removedAt !== null) throw refuse('ITEM_NOT_FOUND');
	return item as Item & { accessToken: string };
}

/** The same, for an endpoint that needs the bank: throws what is wrong with the Item. */
export function findHealthyItem(
	state: State,
	clientId: string,
	accessToken: string,
): Item & { accessToken: string } {
	const item = findItem(state, clientId, accessToken);
	if (item.error) throw refuseAs(item.error.error_type, item.error.error_code, item.error.error_message);
	return item;
}

/** The Item is gone, and with it its access token, public tokens and bank account tokens. */
export function removeItem(state: State, item: Item): void {
	item.removedAt = state.clock.now();
	for (const [id, token] of state.bankAccountTokens) {
		if (token.itemId === item.itemId && !token.used) state.bankAccountTokens.delete(id);
	}
	for (const [id, token] of state.processorTokens) {
		if (token.itemId === item.itemId) state.processorTokens.delete(id);
	}
}

/** The Item that a call is about, by the token in its body; for faults that are for one Item only. */
export function itemOfPlaidCall(state: State, body: unknown): string | null {
	if (typeof body !== 'object' || body === null) return null;
	const { access_token: access, public_token: spent } = body as Record<string, unknown>;
	if (typeof access === 'string') return state.accessTokens.get(access) ?? null;
	return typeof spent === 'string' ? (state.publicTokens.get(spent)?.itemId ?? null) : null;
}

/** `/sandbox/…` endpoints that log in without Link. @see https://plaid.com/docs/api/sandbox/ */
import type { SandboxProcessorTokenCreateResponse, SandboxPublicTokenCreateResponse } from 'plaid';
import * as v from 'valibot';
import { isAuthAccount } from '../accounts.ts';
import { readCustomUser } from '../custom-user.ts';
import { endpoint } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { anyObject, integer, listOf, product, text, url } from '../fields.ts';
import { findInstitution } from '../institutions.ts';
import { createItem } from '../items.ts';
import { refusalOfLogin } from '../logins.ts';
import type { Wire } from '../wire.ts';

/** Creates an Item with all accounts of the login. */
export const sandboxPublicTokenCreate = endpoint(
	v.strictObject({
		institution_id: text,
		initial_products: listOf(product),
		options: v.exactOptional(
			v.strictObject({
				webhook: v.exactOptional(url),
				override_username: v.exactOptional(v.nullable(text)),
				override_password: v.exactOptional(v.nullable(text)),
				transactions: v.exactOptional(
					v.nullable(
						v.strictObject({
							days_requested: v.exactOptional(integer(1, 730)),
							start_date: v.exactOptional(text),
							end_date: v.exactOptional(text),
						}),
					),
				),
				statements: v.exactOptional(v.nullable(v.strictObject({ start_date: text, end_date: text }))),
				income_verification: v.exactOptional(anyObject),
			}),
		),
		user_token: v.exactOptional(text),
		user_id: v.exactOptional(text),
	}),
	({ state, clientId, requestId }, { institution_id, initial_products, options = {} }) => {
		const institution = findInstitution(institution_id);
		if (!institution) throw refuse('INVALID_INSTITUTION');
		const unsupported = initial_products.filter((name) => !institution.products.includes(name));
		if (unsupported.length > 0) {
			throw refuse(
				'INVALID_PRODUCT',
				`client is not authorized to access the following products: ${JSON.stringify(unsupported)}`,
			);
		}
		const daysRequested = options.transactions?.days_requested;
		const { publicToken } = createItem(state, {
			...readLogin(options),
			institutionId: institution_id,
			products: initial_products,
			clientId,
			webhook: options.webhook ?? null,
			...(daysRequested === undefined ? {} : { daysRequested }),
		});
		return {
			public_token: publicToken,
			request_id: requestId,
		} satisfies Wire<SandboxPublicTokenCreateResponse>;
	},
);

/** The login's user name and password. Throws INVALID_FIELD for a custom user's invalid JSON, or the login's error. */
function readLogin(options: { override_username?: string | null; override_password?: string | null }): {
	username: string;
	password: string;
} {
	const { override_username: username, override_password: password } = options;
	const login = { username: username ?? 'user_good', password: password ?? 'pass_good' };
	if (login.username === 'user_custom') {
		const user = readCustomUser(login.password);
		if (typeof user === 'string') throw refuse('INVALID_FIELD', `options.override_password ${user}`);
	}
	const refusal = refusalOfLogin(login.username, login.password);
	if (refusal) throw refusal;
	return login;
}

/** Creates an Item, and a processor token of its first account that has account numbers. */
export const sandboxProcessorTokenCreate = endpoint(
	v.strictObject({
		institution_id: text,
		options: v.exactOptional(
			v.strictObject({
				override_username: v.exactOptional(v.nullable(text)),
				override_password: v.exactOptional(v.nullable(text)),
			}),
		),
	}),
	({ state, clientId, requestId }, { institution_id, options = {} }) => {
		if (!findInstitution(institution_id)) throw refuse('INVALID_INSTITUTION');
		const { item } = createItem(state, {
			...readLogin(options),
			institutionId: institution_id,
			products: ['auth'],
			clientId,
		});
		const account = item.accounts.find(isAuthAccount);
		if (!account) throw refuse('NO_AUTH_ACCOUNTS');
		const token = state.ids.processorToken();
		state.processorTokens.set(token, {
			itemId: item.itemId,
			accountId: account.account_id,
			processor: 'sandbox',
		});
		return {
			processor_token: token,
			request_id: requestId,
		} satisfies Wire<SandboxProcessorTokenCreateResponse>;
	},
);

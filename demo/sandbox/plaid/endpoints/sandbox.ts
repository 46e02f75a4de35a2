/** What Plaid has only in its Sandbox. @see https://plaid.com/docs/api/sandbox/ */
import type { SandboxPublicTokenCreateResponse } from 'plaid';
import * as v from 'valibot';
import { endpoint } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { listOf, product, text, unexamined, url, whole } from '../fields.ts';
import { findInstitution } from '../institutions.ts';
import { createItem } from '../items.ts';
import type { Wire } from '../wire.ts';

/** Links a login without Link: all of its accounts, nothing to choose. */
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
							days_requested: v.exactOptional(whole(1, 730)),
							start_date: v.exactOptional(text),
							end_date: v.exactOptional(text),
						}),
					),
				),
				statements: v.exactOptional(v.nullable(v.strictObject({ start_date: text, end_date: text }))),
				income_verification: v.exactOptional(unexamined),
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
		const { publicToken } = createItem(state, {
			institutionId: institution_id,
			products: initial_products,
			clientId,
			webhook: options.webhook ?? null,
			username: options.override_username ?? 'user_good',
		});
		return {
			public_token: publicToken,
			request_id: requestId,
		} satisfies Wire<SandboxPublicTokenCreateResponse>;
	},
);

/** `/user/create`: the same user for the same `client_user_id`. @see https://plaid.com/docs/api/users/ */
import type { UserCreateResponse } from 'plaid';
import * as v from 'valibot';
import { endpoint } from '../endpoint.ts';
import { anyObject, anyText, boolean, text } from '../fields.ts';
import type { Wire } from '../wire.ts';

const primary = v.boolean('must be a boolean');
const identity = v.strictObject({
	name: v.exactOptional(v.nullable(v.strictObject({ given_name: text, family_name: text }))),
	date_of_birth: v.exactOptional(v.nullable(v.pipe(text, v.isoDate('must be a date, as in 1990-12-31')))),
	emails: v.exactOptional(v.array(v.strictObject({ data: text, primary }), 'must be an array')),
	phone_numbers: v.exactOptional(
		v.array(
			v.strictObject({
				data: v.pipe(text, v.regex(/^\+[1-9]\d{7,14}$/, 'must be in E.164 format')),
				primary,
			}),
			'must be an array',
		),
	),
	addresses: v.exactOptional(
		v.array(
			v.strictObject({
				street_1: v.exactOptional(v.nullable(anyText)),
				street_2: v.exactOptional(v.nullable(anyText)),
				city: v.exactOptional(v.nullable(anyText)),
				region: v.exactOptional(v.nullable(anyText)),
				country: text,
				postal_code: v.exactOptional(v.nullable(anyText)),
				primary,
			}),
			'must be an array',
		),
	),
	id_numbers: v.exactOptional(v.array(v.strictObject({ value: text, type: text }), 'must be an array')),
});

export const userCreate = endpoint(
	v.strictObject({
		client_user_id: v.pipe(text, v.maxLength(128, 'must be at most 128 characters')),
		identity: v.exactOptional(v.nullable(identity)),
		end_customer: v.exactOptional(text),
		consumer_report_user_identity: v.exactOptional(v.nullable(anyObject)),
		with_upgraded_user: v.exactOptional(boolean),
	}),
	({ state, clientId, requestId }, { client_user_id }) => {
		const key = `${clientId}\n${client_user_id}`;
		const userId = state.plaidUsers.get(key)?.userId ?? state.ids.plaidUser();
		state.plaidUsers.set(key, { userId, clientId });
		return { user_id: userId, request_id: requestId } satisfies Wire<UserCreateResponse>;
	},
);

/** `/signal/evaluate`: the risk that an ACH debit is returned. @see https://plaid.com/docs/api/products/signal/ */
import type { SignalEvaluateResponse } from 'plaid';
import * as v from 'valibot';
import { endpoint, plaidTime } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { accountId, anyText, boolean, oneOf, text } from '../fields.ts';
import { findInstitution } from '../institutions.ts';
import { findHealthyItem } from '../items.ts';
import { requireProduct } from '../products.ts';
import type { Wire } from '../wire.ts';
import { selectAccounts } from './accounts.ts';

const orNull = <Schema extends v.GenericSchema>(schema: Schema) => v.exactOptional(v.nullable(schema));

const name = v.strictObject({
	prefix: orNull(anyText),
	given_name: orNull(anyText),
	middle_name: orNull(anyText),
	family_name: orNull(anyText),
	suffix: orNull(anyText),
});
const address = v.strictObject({
	city: v.exactOptional(anyText),
	region: orNull(anyText),
	street: v.exactOptional(anyText),
	postal_code: orNull(anyText),
	country: orNull(anyText),
});
const paymentMethods = ['SAME_DAY_ACH', 'STANDARD_ACH', 'MULTIPLE_PAYMENT_METHODS'] as const;

export const signalEvaluate = endpoint(
	v.strictObject({
		access_token: text,
		account_id: accountId,
		client_transaction_id: v.pipe(text, v.maxLength(36, 'must be at most 36 characters')),
		amount: v.pipe(v.number('must be a number'), v.minValue(0, 'must not be negative')),
		user_present: orNull(boolean),
		client_user_id: v.exactOptional(anyText),
		is_recurring: orNull(boolean),
		default_payment_method: orNull(oneOf(paymentMethods)),
		user: v.exactOptional(
			v.strictObject({
				name: orNull(name),
				phone_number: orNull(anyText),
				email_address: orNull(anyText),
				address: orNull(address),
			}),
		),
		device: v.exactOptional(v.strictObject({ ip_address: orNull(anyText), user_agent: orNull(anyText) })),
		risk_profile_key: orNull(anyText),
		ruleset_key: orNull(anyText),
	}),
	({ state, clientId, requestId }, request) => {
		const item = findHealthyItem(state, clientId, request.access_token);
		const [account] = selectAccounts(item, [request.account_id]);
		if (!findInstitution(item.institutionId ?? '')?.countries.includes('US')) {
			throw refuse('PRODUCTS_NOT_SUPPORTED');
		}
		requireProduct(item, 'signal');
		const transaction = `${clientId}\n${request.client_transaction_id}`;
		if (state.signalTransactions.has(transaction)) throw refuse('CLIENT_TRANSACTION_ID_ALREADY_IN_USE');
		state.signalTransactions.add(transaction);
		const available = account?.balances.available ?? account?.balances.current ?? 0;
		const risk = riskOf(request.amount, available);
		return {
			core_attributes: {
				available_balance: account?.balances.available ?? null,
				current_balance: account?.balances.current ?? null,
				balance_last_updated: plaidTime(state.clock.now()),
			},
			request_id: requestId,
			ruleset: {
				ruleset_key: request.ruleset_key ?? 'default',
				result: risk > 80 ? 'REROUTE' : risk > 50 ? 'REVIEW' : 'ACCEPT',
				triggered_rule_details: null,
			},
			scores: {
				bank_initiated_return_risk: { score: risk, risk_tier: Math.ceil(risk / 12.5) },
				customer_initiated_return_risk: { score: 10, risk_tier: 1 },
			},
			warnings: [],
		} satisfies Wire<SignalEvaluateResponse>;
	},
);

/** From 1 to 99. The larger the debit compared to the balance, the higher. */
const riskOf = (amount: number, available: number): number =>
	Math.min(99, Math.max(1, Math.round((amount / Math.max(available, 0.01)) * 50)));

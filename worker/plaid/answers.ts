/**
 * The parts of Plaid's answers that we read. They are validated like any input: a missing field that we need is an
 * error, an unknown field is ignored. None of them has an account or routing number.
 */
import * as v from 'valibot';

const id = v.pipe(v.string(), v.nonEmpty(), v.maxLength(300));
const amount = v.nullable(v.pipe(v.number(), v.finite()));

export const account = v.object({
	account_id: id,
	name: v.string(),
	official_name: v.nullish(v.string(), null),
	mask: v.nullish(v.string(), null),
	type: v.string(),
	subtype: v.nullish(v.string(), null),
	balances: v.object({
		available: v.optional(amount, null),
		current: v.optional(amount, null),
		limit: v.optional(amount, null),
		iso_currency_code: v.nullish(v.string(), null),
	}),
});
export type PlaidAccount = v.InferOutput<typeof account>;

export const linkTokenCreated = v.object({
	link_token: id,
	expiration: v.pipe(
		v.string(),
		v.check((time) => !Number.isNaN(Date.parse(time))),
	),
});
export const publicTokenExchanged = v.object({ access_token: id, item_id: id });
export type PublicTokenExchanged = v.InferOutput<typeof publicTokenExchanged>;
export const stripeTokenCreated = v.object({
	stripe_bank_account_token: v.pipe(v.string(), v.startsWith('btok_')),
});
export const processorTokenCreated = v.object({ processor_token: id });
export const accountsGotten = v.object({
	accounts: v.array(account),
	item: v.object({
		item_id: id,
		institution_id: v.nullish(v.string(), null),
		institution_name: v.nullish(v.string(), null),
	}),
});
export type AccountsGotten = v.InferOutput<typeof accountsGotten>;
const institution = v.object({ institution_id: id, name: v.string(), products: v.array(v.string()) });
export const institutionsGotten = v.object({
	institutions: v.array(institution),
	total: v.pipe(v.number(), v.integer()),
});
export const institutionsFound = v.object({ institutions: v.array(institution) });
export const itemGotten = v.object({ item: v.object({ error: v.nullish(v.unknown()) }) });
export const itemRemoved = v.object({});
export const itemWebhookUpdated = v.object({});
export const webhookKeyGotten = v.object({
	key: v.object({
		alg: v.literal('ES256'),
		crv: v.literal('P-256'),
		kty: v.literal('EC'),
		x: v.string(),
		y: v.string(),
		expired_at: v.nullish(v.number(), null),
	}),
});

const transaction = v.object({
	transaction_id: id,
	account_id: id,
	amount: v.pipe(v.number(), v.finite()),
	iso_currency_code: v.nullish(v.string(), null),
	date: v.string(),
	authorized_date: v.nullish(v.string(), null),
	name: v.nullish(v.string(), ''),
	merchant_name: v.nullish(v.string(), null),
	pending: v.boolean(),
	pending_transaction_id: v.nullish(v.string(), null),
	payment_channel: v.nullish(v.string(), 'other'),
	personal_finance_category: v.nullish(v.object({ primary: v.nullish(v.string(), null) }), null),
});
export type PlaidTransaction = v.InferOutput<typeof transaction>;
export const transactionsSynced = v.object({
	added: v.array(transaction),
	modified: v.array(transaction),
	removed: v.array(v.object({ transaction_id: id, account_id: v.nullish(v.string(), '') })),
	next_cursor: v.string(),
	has_more: v.boolean(),
	transactions_update_status: v.nullish(v.string(), ''),
});
export type TransactionsSynced = v.InferOutput<typeof transactionsSynced>;

/**
 * The answers' shapes as schemas: for the description and for the tests that hold it against what the Worker answers.
 * Nothing of it is in the Worker. Each is bound to its type in the contract.
 */
import * as v from 'valibot';
import type * as contract from '../contract.ts';
import { authorizationKinds, errorCatalog, eventTypes, recoveries } from '../contract.ts';

const text = v.string();
const maybeText = v.nullable(v.string());
const time = v.pipe(v.string(), v.isoTimestamp());
const money = v.nullable(v.pipe(v.number(), v.integer()));
const id = (prefix: string) => v.pipe(v.string(), v.startsWith(`${prefix}_`));
const request_id = id('req');

const account = v.strictObject({ id: text, name: text, mask: maybeText, type: text, subtype: maybeText });
const institution = v.strictObject({ id: maybeText, name: maybeText });
const status = v.picklist(['active', 'login_required', 'pending_disconnect', 'revoked', 'removed']);
const tokenState = v.picklist(['fresh', 'renew']);

export const linkToken = v.strictObject({
	link_token: text,
	expiration: time,
	request_id,
}) satisfies v.GenericSchema<contract.LinkTokenAnswer>;

export const bankAccountToken = v.strictObject({
	connection: id('conn'),
	bank_account_token: id('btok'),
	account,
	institution,
	livemode: v.boolean(),
	duplicate_of: v.exactOptional(id('conn')),
	request_id,
}) satisfies v.GenericSchema<contract.BankAccountTokenAnswer>;

export const authorizationOffer = v.strictObject({
	authorization: id('auth'),
	text,
	accepted_at: v.nullable(time),
	request_id,
}) satisfies v.GenericSchema<contract.AuthorizationAnswer>;

export const authorization = v.strictObject({
	id: id('auth'),
	object: v.literal('authorization'),
	connection: id('conn'),
	status: v.picklist(['offered', 'accepted', 'used', 'revoked']),
	kind: v.picklist(authorizationKinds),
	amount: money,
	currency: v.literal('usd'),
	text,
	text_version: text,
	name: text,
	accepted_at: v.nullable(time),
	ip_address: maybeText,
	user_agent: maybeText,
	revoked_at: v.nullable(time),
	mandate: maybeText,
	livemode: v.boolean(),
	created_at: time,
	request_id,
}) satisfies v.GenericSchema<contract.Authorization>;

export const institutions = v.strictObject({
	institutions: v.array(v.strictObject({ institution_id: text, name: text, products: v.array(text) })),
	total: v.pipe(v.number(), v.integer()),
	request_id,
}) satisfies v.GenericSchema<contract.InstitutionsAnswer>;

export const session = v.strictObject({
	id: id('sess'),
	object: v.literal('session'),
	session: id('ss'),
	client_user_id: text,
	stripe_customer: maybeText,
	allow_duplicates: v.boolean(),
	authorization: v.strictObject({ kind: v.picklist(authorizationKinds), amount: money }),
	expires_at: time,
	request_id,
}) satisfies v.GenericSchema<contract.SessionAnswer>;

const connectionFields = {
	id: id('conn'),
	object: v.literal('connection'),
	client_user_id: maybeText,
	stripe_customer: maybeText,
	metadata: v.record(v.string(), v.string()),
	status,
	status_since: time,
	disconnect_at: v.nullable(time),
	bank_account_token: tokenState,
	account: v.nullable(account),
	institution,
	authorization: v.nullable(id('auth')),
	livemode: v.boolean(),
	created_at: time,
};
export const connection = v.strictObject({
	...connectionFields,
	request_id,
}) satisfies v.GenericSchema<contract.Connection>;

export const connections = v.strictObject({
	connections: v.array(v.strictObject(connectionFields)),
	next_cursor: maybeText,
	request_id,
}) satisfies v.GenericSchema<contract.ConnectionsAnswer>;

export const accounts = v.strictObject({
	accounts: v.array(
		v.strictObject({
			...account.entries,
			official_name: maybeText,
			balances: v.strictObject({ available: money, current: money, limit: money, currency: maybeText }),
		}),
	),
	balances: v.picklist(['cached', 'live']),
	institution,
	request_id,
}) satisfies v.GenericSchema<contract.AccountsAnswer>;

const transaction = v.strictObject({
	id: text,
	account_id: text,
	amount: money,
	currency: maybeText,
	date: v.pipe(v.string(), v.isoDate()),
	authorized_date: v.nullable(v.pipe(v.string(), v.isoDate())),
	name: text,
	merchant_name: maybeText,
	pending: v.boolean(),
	pending_transaction_id: maybeText,
	payment_channel: text,
	category: maybeText,
});
export const transactions = v.strictObject({
	restarted: v.boolean(),
	added: v.array(transaction),
	modified: v.array(transaction),
	removed: v.array(v.strictObject({ id: text, account_id: text })),
	next_cursor: text,
	has_more: v.boolean(),
	status: v.picklist(['not_ready', 'initial', 'complete', 'unknown']),
	request_id,
}) satisfies v.GenericSchema<contract.TransactionsAnswer>;

const paymentStatus = v.picklist([
	'pending',
	'processing',
	'succeeded',
	'failed',
	'canceled',
	'disputed',
	'refunded',
]);
const failure = v.nullable(v.strictObject({ code: text, message: text, display_message: text }));

const paymentFields = {
	id: id('pay'),
	object: v.literal('payment'),
	connection: id('conn'),
	authorization: id('auth'),
	amount: v.number(),
	amount_refunded: v.number(),
	currency: v.literal('usd'),
	purpose: v.picklist(['goods', 'services', 'other']),
	description: maybeText,
	metadata: v.record(v.string(), v.string()),
	status: paymentStatus,
	status_since: time,
	failure,
	refunds: v.array(
		v.strictObject({
			id: text,
			amount: v.number(),
			status: v.picklist(['pending', 'succeeded', 'failed', 'canceled']),
			failure_reason: maybeText,
			created_at: time,
		}),
	),
	history: v.array(v.strictObject({ type: v.picklist(eventTypes), at: time })),
	stripe: v.strictObject({
		payment_intent: maybeText,
		customer: maybeText,
		payment_method: maybeText,
		mandate: maybeText,
		dispute: maybeText,
	}),
	livemode: v.boolean(),
	created_at: time,
};
export const payment = v.strictObject({
	...paymentFields,
	request_id,
}) satisfies v.GenericSchema<contract.Payment>;

export const payments = v.strictObject({
	payments: v.array(v.strictObject(paymentFields)),
	next_cursor: maybeText,
	request_id,
}) satisfies v.GenericSchema<contract.PaymentsAnswer>;

export const merchantEvent = v.strictObject({
	id: id('evt'),
	object: v.literal('event'),
	type: v.picklist(eventTypes),
	created_at: time,
	livemode: v.boolean(),
	data: v.strictObject({
		connection: id('conn'),
		client_user_id: maybeText,
		stripe_customer: maybeText,
		status,
		bank_account_token: tokenState,
		disconnect_at: v.nullable(time),
		authorization: v.exactOptional(id('auth')),
		payment: v.exactOptional(
			v.strictObject({
				id: id('pay'),
				status: paymentStatus,
				amount: v.number(),
				amount_refunded: v.number(),
				failure,
				metadata: v.record(v.string(), v.string()),
			}),
		),
	}),
}) satisfies v.GenericSchema<contract.MerchantEvent>;

export const events = v.strictObject({
	events: v.array(
		v.strictObject({
			...merchantEvent.entries,
			delivery: v.picklist(['none', 'waiting', 'delivered', 'failed']),
		}),
	),
	next_cursor: maybeText,
	request_id,
}) satisfies v.GenericSchema<contract.EventsAnswer>;

export const eventSent = v.strictObject({
	id: id('evt'),
	delivery: v.literal('waiting'),
	request_id,
}) satisfies v.GenericSchema<contract.EventSentAnswer>;

export const webhookTaken = v.strictObject({
	received: v.literal(true),
	request_id,
}) satisfies v.GenericSchema<contract.WebhookAnswer>;

export const health = v.strictObject({
	status: v.picklist(['ok', 'degraded']),
	checks: v.array(v.strictObject({ name: text, ok: v.boolean(), message: v.exactOptional(text) })),
	version: text,
	request_id,
}) satisfies v.GenericSchema<contract.HealthAnswer>;

export const error = v.strictObject({
	error: v.strictObject({
		code: v.picklist(Object.keys(errorCatalog) as contract.ErrorCode[]),
		message: text,
		display_message: maybeText,
		retryable: v.boolean(),
		recovery: v.picklist(recoveries),
		param: maybeText,
		documentation_url: v.pipe(text, v.url()),
		request_id,
		plaid: v.nullable(v.strictObject({ error_type: text, error_code: text, request_id: maybeText })),
		stripe: v.exactOptional(v.strictObject({ type: text, code: maybeText, request_id: maybeText })),
		payment: v.exactOptional(id('pay')),
		connection: v.exactOptional(id('conn')),
	}),
}) satisfies v.GenericSchema<contract.ErrorAnswer>;

/**
 * The tables in D1. What is in each, for how long, and what is sealed or hashed stands in `docs/storage.md`.
 *
 * Times are milliseconds since 1970 in UTC. Hashes are SHA-256 in hexadecimal; sealed values are envelopes of `seal.ts`.
 * The Worker uses only its types (`tables.ts`); drizzle-kit makes the migrations from it.
 * After a change here: `drizzle-kit generate --config worker/store/drizzle.config.ts`.
 */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type {
	AuthorizationKind,
	BankAccountTokenState,
	ConnectionStatus,
	ErrorCode,
	EventType,
	MerchantEvent,
	Payment,
	PaymentFailure,
	PaymentRefund,
	PaymentStatus,
} from '../contract.ts';

/** Who a shopper is, told by the merchant's server; the page knows only the secret. */
export const sessions = sqliteTable(
	'sessions',
	{
		id: text('id').primaryKey(),
		secretHash: text('secret_hash').notNull().unique(),
		clientUserId: text('client_user_id').notNull(),
		stripeCustomer: text('stripe_customer'),
		/** Name and e-mail as JSON, sealed, bound to the session's id; null where neither was given. */
		person: text('person'),
		allowDuplicates: integer('allow_duplicates', { mode: 'boolean' }).notNull(),
		authorizationKind: text('authorization_kind').$type<AuthorizationKind>().notNull().default('one_time'),
		/** In cents. */
		authorizationAmount: integer('authorization_amount'),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at').notNull(),
	},
	(table) => [index('sessions_expires_at').on(table.expiresAt)],
);
export type Session = typeof sessions.$inferSelect;

/** A Link token that this Worker made: without its row, no public token is exchanged. */
export const linkSessions = sqliteTable(
	'link_sessions',
	{
		linkTokenHash: text('link_token_hash').primaryKey(),
		/** The site that asked for it. */
		origin: text('origin').notNull(),
		/** The session that it was made with: it says what the shopper is to authorize, and their name. */
		sessionId: text('session_id'),
		/** From the session that it was made with; null where nobody said who the shopper is. */
		clientUserId: text('client_user_id'),
		stripeCustomer: text('stripe_customer'),
		allowDuplicates: integer('allow_duplicates', { mode: 'boolean' }).notNull().default(false),
		/** The connection that is to be repaired; null where a new one is to be made. */
		connectionId: text('connection_id'),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at').notNull(),
	},
	(table) => [index('link_sessions_expires_at').on(table.expiresAt)],
);

export type LinkSession = typeof linkSessions.$inferSelect;

/**
 * Where an exchange stands: `received` (Plaid is or will be asked), `exchanged` (the access token is stored),
 * `tokenized` (the answer is stored); or it ended as `refused` (Plaid does not know the public token) or
 * `lost` (Plaid spent the public token and its answer never arrived).
 */
export const exchangeSteps = ['received', 'exchanged', 'tokenized', 'refused', 'lost'] as const;
export type ExchangeStep = (typeof exchangeSteps)[number];

/** The way of one public token. */
export const exchanges = sqliteTable(
	'exchanges',
	{
		id: text('id').primaryKey(),
		publicTokenHash: text('public_token_hash').notNull().unique(),
		linkTokenHash: text('link_token_hash').notNull(),
		/** The account that was asked for; null until a request names one. */
		accountId: text('account_id'),
		step: text('step', { enum: exchangeSteps }).notNull(),
		/** A nonce of the request that works on it, and until when nobody else may. */
		owner: text('owner'),
		leaseUntil: integer('lease_until').notNull(),
		/** Exchange calls to Plaid whose outcome is not known, the one under way included. */
		unsettledCalls: integer('unsettled_calls').notNull(),
		connectionId: text('connection_id'),
		/** Sealed, bound to the exchange's id. */
		bankAccountToken: text('bank_account_token'),
		/** The same user's standing connection to the same account, where there was one. */
		duplicateOf: text('duplicate_of'),
		/** Why it ended, where it was refused. */
		refusal: text('refusal').$type<ErrorCode>(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
	},
	(table) => [
		index('exchanges_created_at').on(table.createdAt),
		index('exchanges_step').on(table.step, table.createdAt),
		index('exchanges_link_token_hash').on(table.linkTokenHash),
	],
);
export type Exchange = typeof exchanges.$inferSelect;

/** A bank that a shopper connected: one Item at Plaid. */
export const connections = sqliteTable(
	'connections',
	{
		id: text('id').primaryKey(),
		itemId: text('item_id').notNull(),
		/** Sealed, bound to the connection's id; empty once it is removed. */
		accessToken: text('access_token').notNull(),
		clientUserId: text('client_user_id'),
		stripeCustomer: text('stripe_customer'),
		/** The merchant's own data. */
		metadata: text('metadata', { mode: 'json' }).$type<Record<string, string>>().notNull().default({}),
		status: text('status').$type<ConnectionStatus>().notNull(),
		statusSince: integer('status_since').notNull(),
		/** When that happened which set the status, wherever it was told late: what is older changes nothing. */
		statusOccurredAt: integer('status_occurred_at').notNull().default(0),
		/** When the bank will end the access, where it said so. */
		disconnectAt: integer('disconnect_at'),
		bankAccountTokenState: text('bank_account_token_state')
			.$type<BankAccountTokenState>()
			.notNull()
			.default('fresh'),
		bankAccountTokenOccurredAt: integer('bank_account_token_occurred_at').notNull().default(0),
		/** The newest debit authorization that stands. */
		authorizationId: text('authorization_id'),
		/** The event that the last change made. */
		lastEventId: text('last_event_id'),
		/** The account that the shopper chose; null until Plaid has confirmed it. */
		accountId: text('account_id'),
		accountName: text('account_name'),
		accountMask: text('account_mask'),
		accountType: text('account_type'),
		accountSubtype: text('account_subtype'),
		institutionId: text('institution_id'),
		institutionName: text('institution_name'),
		/** Stripe's `ba_…` or `pm_…` of the account, and the Customer and account that it is of. */
		paymentMethod: text('payment_method'),
		paymentMethodOf: text('payment_method_of'),
		livemode: integer('livemode', { mode: 'boolean' }).notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
	},
	(table) => [
		index('connections_item_id').on(table.itemId),
		index('connections_created_at').on(table.createdAt, table.id),
		index('connections_client_user_id').on(table.clientUserId, table.createdAt, table.id),
		index('connections_status').on(table.status, table.createdAt, table.id),
		index('connections_payment_method').on(table.paymentMethod).where(sql`payment_method is not null`),
	],
);
export type ConnectionRow = typeof connections.$inferSelect;

/** A shopper's permission to debit an account. The network wants it kept for two years after it has ended. */
export const authorizations = sqliteTable(
	'authorizations',
	{
		id: text('id').primaryKey(),
		connectionId: text('connection_id').notNull(),
		/** Of whom it was offered to: only they accept it. */
		linkTokenHash: text('link_token_hash').notNull(),
		kind: text('kind').$type<AuthorizationKind>().notNull(),
		/** In cents, where the text names it. */
		amount: integer('amount'),
		/** The text to the letter, and the holder's name: JSON, sealed, bound to the id. */
		shown: text('shown').notNull(),
		textVersion: text('text_version').notNull(),
		acceptedAt: integer('accepted_at'),
		/** Address and user agent: JSON, sealed, bound to the id. */
		acceptance: text('acceptance'),
		/** The payment that has used up a one-time authorization. */
		paymentId: text('payment_id'),
		/** Stripe's, once it is known. */
		mandate: text('mandate'),
		revokedAt: integer('revoked_at'),
		livemode: integer('livemode', { mode: 'boolean' }).notNull(),
		/** The event that the last change made. */
		lastEventId: text('last_event_id'),
		createdAt: integer('created_at').notNull(),
	},
	(table) => [
		index('authorizations_connection_id').on(table.connectionId, table.acceptedAt),
		// Offers that nobody accepted come first.
		index('authorizations_accepted_at').on(table.acceptedAt, table.createdAt),
		index('authorizations_revoked_at').on(table.revokedAt).where(sql`revoked_at is not null`),
		index('authorizations_mandate').on(table.mandate).where(sql`mandate is not null`),
	],
);
export type AuthorizationRow = typeof authorizations.$inferSelect;

/** A debit: the row is there before Stripe is asked for it. */
export const payments = sqliteTable(
	'payments',
	{
		id: text('id').primaryKey(),
		/** The merchant's `Idempotency-Key`, hashed: one key, one payment, however late it is sent again. */
		keyHash: text('key_hash').notNull().unique(),
		/** A hash of what was asked with it. */
		request: text('request').notNull(),
		connectionId: text('connection_id').notNull(),
		authorizationId: text('authorization_id').notNull(),
		/** In cents. */
		amount: integer('amount').notNull(),
		purpose: text('purpose').$type<Payment['purpose']>().notNull(),
		description: text('description'),
		statementDescriptor: text('statement_descriptor'),
		/** The merchant's own data. */
		metadata: text('metadata', { mode: 'json' }).$type<Record<string, string>>().notNull(),
		status: text('status').$type<PaymentStatus>().notNull(),
		statusSince: integer('status_since').notNull(),
		/** As the API returns it; null unless something went wrong. */
		failure: text('failure', { mode: 'json' }).$type<PaymentFailure>(),
		/** As the API returns them. */
		refunds: text('refunds', { mode: 'json' }).$type<PaymentRefund[]>().notNull().default([]),
		amountRefunded: integer('amount_refunded').notNull().default(0),
		/** As the API returns it. */
		history: text('history', { mode: 'json' }).$type<Payment['history']>().notNull().default([]),
		/** A nonce of who works on it while it is pending, and until when nobody else may. */
		owner: text('owner'),
		leaseUntil: integer('lease_until').notNull(),
		/** When Stripe was first asked for the debit: from then on it is looked for before it is asked for again. */
		askedAt: integer('asked_at'),
		/** How many keys have been answered for good at Stripe without a debit: the next ask bears another one. */
		keysSpent: integer('keys_spent').notNull().default(0),
		/** What Stripe is asked with, and what it has made of it. */
		customer: text('customer'),
		paymentMethod: text('payment_method'),
		mandate: text('mandate'),
		paymentIntent: text('payment_intent'),
		dispute: text('dispute'),
		/** When the clock looks at it next; null once nothing more is waited for. */
		lookAt: integer('look_at'),
		/** A nonce of the last change: who has computed the next one from an older row computes it anew. */
		lastChange: text('last_change'),
		livemode: integer('livemode', { mode: 'boolean' }).notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
	},
	(table) => [
		index('payments_created_at').on(table.createdAt, table.id),
		index('payments_connection_id').on(table.connectionId, table.createdAt, table.id),
		index('payments_authorization_id').on(table.authorizationId),
		index('payments_payment_intent').on(table.paymentIntent),
		index('payments_look_at').on(table.lookAt).where(sql`look_at is not null`),
	],
);
export type PaymentRow = typeof payments.$inferSelect;

/** What the merchant has to mend, as Plaid told it last; a success that proves the contrary removes the row. */
export const misconfigurations = sqliteTable('misconfigurations', {
	code: text('code').$type<ErrorCode>().primaryKey(),
	seenAt: integer('seen_at').notNull(),
});

/** What Plaid and Stripe have told by webhook, or would have. */
export const webhooks = sqliteTable(
	'webhooks',
	{
		/** Stripe's `evt_…`; for Plaid, which has none, made of the signed time and the body. */
		id: text('id').primaryKey(),
		source: text('source').$type<'plaid' | 'stripe'>().notNull(),
		/** `ITEM.ERROR`, `payment_intent.succeeded`, … */
		type: text('type').notNull(),
		itemId: text('item_id'),
		/** Sealed, bound to the id. */
		body: text('body').notNull(),
		occurredAt: integer('occurred_at').notNull(),
		receivedAt: integer('received_at').notNull(),
	},
	(table) => [
		index('webhooks_item_id').on(table.itemId, table.occurredAt),
		index('webhooks_received_at').on(table.receivedAt),
	],
);
export type WebhookRow = typeof webhooks.$inferSelect;

/** What the merchant is told: written in one transaction with the change that it tells of. */
export const events = sqliteTable(
	'events',
	{
		id: text('id').primaryKey(),
		type: text('type').$type<EventType>().notNull(),
		connectionId: text('connection_id').notNull(),
		/** As it is sent to the merchant. */
		data: text('data', { mode: 'json' }).$type<MerchantEvent['data']>().notNull(),
		createdAt: integer('created_at').notNull(),
		/** When it was given to the queue; null as long as it was not. */
		queuedAt: integer('queued_at'),
		deliveredAt: integer('delivered_at'),
		/** When its delivery was given up. */
		failedAt: integer('failed_at'),
	},
	(table) => [
		index('events_created_at').on(table.createdAt, table.id),
		index('events_connection_id').on(table.connectionId, table.createdAt, table.id),
		index('events_waiting').on(table.createdAt).where(sql`queued_at is null`),
		index('events_failed').on(table.failedAt).where(sql`failed_at is not null`),
	],
);
export type EventRow = typeof events.$inferSelect;

/** What a merchant's POST was answered, so that its repeat gets the same. */
export const idempotencyKeys = sqliteTable(
	'idempotency_keys',
	{
		/** Hashed. */
		key: text('key').primaryKey(),
		/** A hash of path and body: the same key goes with the same request only. */
		request: text('request').notNull(),
		/** A nonce of the request that is under way, and until when nobody else may. */
		owner: text('owner'),
		leaseUntil: integer('lease_until').notNull(),
		/** Null until it is answered. */
		status: integer('status'),
		/** The answer, sealed, bound to the key. */
		answer: text('answer'),
		createdAt: integer('created_at').notNull(),
	},
	(table) => [index('idempotency_keys_created_at').on(table.createdAt)],
);
export type IdempotencyKey = typeof idempotencyKeys.$inferSelect;

/** How far the work by the clock has come. */
export const marks = sqliteTable('marks', {
	name: text('name').primaryKey(),
	value: text('value').notNull(),
	updatedAt: integer('updated_at').notNull(),
});

/**
 * The tables in D1. `docs/storage.md` says what is in each, for how long, and what is sealed or hashed.
 *
 * Times are milliseconds since 1970 in UTC. Hashes are SHA-256 in hexadecimal. Sealed values are encrypted by `seal.ts`.
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
	PaymentNextAction,
	PaymentRefund,
	PaymentStatus,
} from '../contract.ts';

/** Who a shopper is, as the merchant's server said. The page has only the secret. */
export const sessions = sqliteTable(
	'sessions',
	{
		id: text('id').primaryKey(),
		secretHash: text('secret_hash').notNull().unique(),
		clientUserId: text('client_user_id').notNull(),
		stripeCustomer: text('stripe_customer'),
		/** Name and e-mail as JSON, sealed with the session's id; null without either. */
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

/** A Link token that this Worker made. Without its row, no public token is exchanged. */
export const linkSessions = sqliteTable(
	'link_sessions',
	{
		linkTokenHash: text('link_token_hash').primaryKey(),
		/** The site whose page requested it. */
		origin: text('origin').notNull(),
		/** The session that it was made with, which has what the shopper authorizes, and their name. */
		sessionId: text('session_id'),
		/** From the session; null without one. */
		clientUserId: text('client_user_id'),
		stripeCustomer: text('stripe_customer'),
		allowDuplicates: integer('allow_duplicates', { mode: 'boolean' }).notNull().default(false),
		/** The connection to repair; null for a new one. */
		connectionId: text('connection_id'),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at').notNull(),
	},
	(table) => [index('link_sessions_expires_at').on(table.expiresAt)],
);

export type LinkSession = typeof linkSessions.$inferSelect;

/**
 * The last step of an exchange that is done: `received` (Plaid is or will be asked), `exchanged` (the access token is
 * stored), `tokenized` (the answer is stored). Or it ended as `refused` (Plaid does not know the public token) or `lost`
 * (Plaid spent the public token, and its answer never arrived).
 */
export const exchangeSteps = ['received', 'exchanged', 'tokenized', 'refused', 'lost'] as const;
export type ExchangeStep = (typeof exchangeSteps)[number];

/** One public token on its path to a bank account token. */
export const exchanges = sqliteTable(
	'exchanges',
	{
		id: text('id').primaryKey(),
		publicTokenHash: text('public_token_hash').notNull().unique(),
		linkTokenHash: text('link_token_hash').notNull(),
		/** The account that a request named; null until one does. */
		accountId: text('account_id'),
		step: text('step', { enum: exchangeSteps }).notNull(),
		/** The lease of the request that works on it (`leases.ts`). */
		owner: text('owner'),
		leaseUntil: integer('lease_until').notNull(),
		/** How many exchange calls to Plaid have an unknown outcome, with the one that is running. */
		unsettledCalls: integer('unsettled_calls').notNull(),
		connectionId: text('connection_id'),
		/** Sealed with the exchange's id. */
		bankAccountToken: text('bank_account_token'),
		/** The same user's earlier connection to the same account, if there was one. */
		duplicateOf: text('duplicate_of'),
		/** Why it was refused. */
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
		/** Sealed with the connection's id; empty once it is removed. */
		accessToken: text('access_token').notNull(),
		clientUserId: text('client_user_id'),
		stripeCustomer: text('stripe_customer'),
		/** The merchant's own data. */
		metadata: text('metadata', { mode: 'json' }).$type<Record<string, string>>().notNull().default({}),
		status: text('status').$type<ConnectionStatus>().notNull(),
		statusSince: integer('status_since').notNull(),
		/** When the thing happened that set the status. Older reports that arrive later change nothing. */
		statusOccurredAt: integer('status_occurred_at').notNull().default(0),
		/** When the bank will end the access, if it announced that. */
		disconnectAt: integer('disconnect_at'),
		bankAccountTokenState: text('bank_account_token_state')
			.$type<BankAccountTokenState>()
			.notNull()
			.default('fresh'),
		bankAccountTokenOccurredAt: integer('bank_account_token_occurred_at').notNull().default(0),
		/** The newest debit authorization in effect. */
		authorizationId: text('authorization_id'),
		/** The event of the last change. */
		lastEventId: text('last_event_id'),
		/** The account that the shopper chose; null until Plaid has confirmed it. */
		accountId: text('account_id'),
		accountName: text('account_name'),
		accountMask: text('account_mask'),
		accountType: text('account_type'),
		accountSubtype: text('account_subtype'),
		institutionId: text('institution_id'),
		institutionName: text('institution_name'),
		/** Stripe's `ba_…` or `pm_…` of the account, and the Customer and account that it belongs to. */
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

/** A shopper's permission to debit an account. Nacha's rules require it to be stored for two years after its end. */
export const authorizations = sqliteTable(
	'authorizations',
	{
		id: text('id').primaryKey(),
		connectionId: text('connection_id').notNull(),
		/** The Link token of the page it was offered to: only that page can accept it. */
		linkTokenHash: text('link_token_hash').notNull(),
		kind: text('kind').$type<AuthorizationKind>().notNull(),
		/** In cents, if the text names an amount. */
		amount: integer('amount'),
		/** The exact text and the account holder's name, as JSON, sealed with the id. */
		shown: text('shown').notNull(),
		textVersion: text('text_version').notNull(),
		acceptedAt: integer('accepted_at'),
		/** IP address and user agent, as JSON, sealed with the id. */
		acceptance: text('acceptance'),
		/** The payment that used a one-time authorization. */
		paymentId: text('payment_id'),
		/** Stripe's mandate, once it is known. */
		mandate: text('mandate'),
		revokedAt: integer('revoked_at'),
		livemode: integer('livemode', { mode: 'boolean' }).notNull(),
		/** The event of the last change. */
		lastEventId: text('last_event_id'),
		createdAt: integer('created_at').notNull(),
	},
	(table) => [
		index('authorizations_connection_id').on(table.connectionId, table.acceptedAt),
		// Offers that nobody accepted come first, and are deleted from there.
		index('authorizations_accepted_at').on(table.acceptedAt, table.createdAt),
		index('authorizations_revoked_at').on(table.revokedAt).where(sql`revoked_at is not null`),
		index('authorizations_mandate').on(table.mandate).where(sql`mandate is not null`),
	],
);
export type AuthorizationRow = typeof authorizations.$inferSelect;

/** A debit. The row exists before Stripe is asked for it. */
export const payments = sqliteTable(
	'payments',
	{
		id: text('id').primaryKey(),
		/** The hash of the merchant's `Idempotency-Key`: one key, one payment, however late it is repeated. */
		keyHash: text('key_hash').notNull().unique(),
		/** The hash of the request that came with the key. */
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
		/** As the API returns it; null unless the shopper has to do something. */
		nextAction: text('next_action', { mode: 'json' }).$type<PaymentNextAction>(),
		/** As the API returns them. */
		refunds: text('refunds', { mode: 'json' }).$type<PaymentRefund[]>().notNull().default([]),
		amountRefunded: integer('amount_refunded').notNull().default(0),
		/** As the API returns it. */
		history: text('history', { mode: 'json' }).$type<Payment['history']>().notNull().default([]),
		/** The lease of the request or job that works on it while it is pending (`leases.ts`). */
		owner: text('owner'),
		leaseUntil: integer('lease_until').notNull(),
		/** When Stripe was first asked for the debit. From then on, every retry first checks what Stripe has. */
		askedAt: integer('asked_at'),
		/**
		 * Whether the PaymentIntent is created first and then confirmed. False for a debit that version 0.1.0 asked for: one
		 * call created and confirmed it.
		 */
		confirmsSeparately: integer('confirms_separately', { mode: 'boolean' }).notNull().default(false),
		/** The PaymentIntent that was created for the payment. No other is ever confirmed. */
		intentToConfirm: text('intent_to_confirm'),
		/** How many idempotency keys are spent at Stripe without a debit. The next call uses the next key. */
		keysSpent: integer('keys_spent').notNull().default(0),
		/** What the debit is requested with, and what Stripe made of it. */
		customer: text('customer'),
		paymentMethod: text('payment_method'),
		mandate: text('mandate'),
		/** Set once it was confirmed or ended. */
		paymentIntent: text('payment_intent'),
		dispute: text('dispute'),
		/** When the scheduled job checks it next; null once nothing can change any more. */
		lookAt: integer('look_at'),
		/** A nonce of the last change. A change that was computed from an older row is computed again. */
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

/** What the merchant has to fix. A success that disproves it removes the row. */
export const misconfigurations = sqliteTable('misconfigurations', {
	code: text('code').$type<ErrorCode>().primaryKey(),
	seenAt: integer('seen_at').notNull(),
});
export type Misconfiguration = typeof misconfigurations.$inferSelect;

/** The webhooks of Plaid and Stripe, and events of Stripe's whose webhooks never arrived. */
export const webhooks = sqliteTable(
	'webhooks',
	{
		/** Stripe's `evt_…`. Plaid's webhooks have no id: theirs is a hash of the signed time and the body. */
		id: text('id').primaryKey(),
		source: text('source').$type<'plaid' | 'stripe'>().notNull(),
		/** `ITEM.ERROR`, `payment_intent.succeeded`, … */
		type: text('type').notNull(),
		itemId: text('item_id'),
		/** Sealed with the id. */
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

/** Events to the merchant, each written in one transaction with the change that it reports. */
export const events = sqliteTable(
	'events',
	{
		id: text('id').primaryKey(),
		type: text('type').$type<EventType>().notNull(),
		connectionId: text('connection_id').notNull(),
		/** As it is sent to the merchant. */
		data: text('data', { mode: 'json' }).$type<MerchantEvent['data']>().notNull(),
		createdAt: integer('created_at').notNull(),
		/** When it was last put into the queue; null until then. */
		queuedAt: integer('queued_at'),
		deliveredAt: integer('delivered_at'),
		/** When it was given up. */
		failedAt: integer('failed_at'),
		/** How many deliveries have failed. */
		attempts: integer('attempts').notNull().default(0),
		/** When the next delivery is due; null until one has failed. */
		nextAttemptAt: integer('next_attempt_at'),
		/** When the merchant last asked to send it again. */
		sentAgainAt: integer('sent_again_at'),
	},
	(table) => [
		index('events_created_at').on(table.createdAt, table.id),
		index('events_connection_id').on(table.connectionId, table.createdAt, table.id),
		// `dueAt` in events.ts is the same expression. drizzle-kit writes it into a migration wrongly, as three columns.
		index('events_unresolved')
			.on(sql`coalesce(next_attempt_at, created_at)`)
			.where(sql`delivered_at is null and failed_at is null`),
		index('events_failed').on(table.failedAt).where(sql`failed_at is not null`),
	],
);
export type EventRow = typeof events.$inferSelect;

/** The answer to a merchant's POST, so that a repeat gets the same. */
export const idempotencyKeys = sqliteTable(
	'idempotency_keys',
	{
		/** The hash of the key. */
		key: text('key').primaryKey(),
		/** The hash of path and body: a key belongs to one request. */
		request: text('request').notNull(),
		/** The lease of the request that is running (`leases.ts`). */
		owner: text('owner'),
		leaseUntil: integer('lease_until').notNull(),
		/** Null until it is answered. */
		status: integer('status'),
		/** Sealed with the key. */
		answer: text('answer'),
		createdAt: integer('created_at').notNull(),
	},
	(table) => [index('idempotency_keys_created_at').on(table.createdAt)],
);
export type IdempotencyKey = typeof idempotencyKeys.$inferSelect;

/** How far scheduled jobs have come: see `job-cursors.ts`. */
export const marks = sqliteTable('marks', {
	name: text('name').primaryKey(),
	value: text('value').notNull(),
	updatedAt: integer('updated_at').notNull(),
});

/** When each scheduled job last succeeded and last failed, for `/health`. */
export const jobs = sqliteTable('jobs', {
	name: text('name').primaryKey(),
	succeededAt: integer('succeeded_at'),
	failedAt: integer('failed_at'),
});

/** One row for each migration since the fifth: see `schema-version.ts`. */
export const schemaVersions = sqliteTable('schema_versions', {
	version: integer('version').primaryKey(),
});

/**
 * The tables in D1. What is in each, for how long, and what is sealed or hashed stands in `docs/storage.md`.
 *
 * Times are milliseconds since 1970 in UTC. Hashes are SHA-256 in hexadecimal; sealed values are envelopes of `seal.ts`.
 * After a change here: `drizzle-kit generate --config worker/store/drizzle.config.ts`.
 */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ConnectionStatus, ErrorCode } from '../contract.ts';

/** A Link token that this Worker made: without its row, no public token is exchanged. */
export const linkSessions = sqliteTable(
	'link_sessions',
	{
		linkTokenHash: text('link_token_hash').primaryKey(),
		/** The site that asked for it. */
		origin: text('origin').notNull(),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at').notNull(),
	},
	(table) => [index('link_sessions_expires_at').on(table.expiresAt)],
);

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
		/** Why it ended, where it was refused. */
		refusal: text('refusal').$type<ErrorCode>(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
	},
	(table) => [index('exchanges_created_at').on(table.createdAt)],
);
export type Exchange = typeof exchanges.$inferSelect;

/** A bank that a shopper connected: one Item at Plaid. */
export const connections = sqliteTable(
	'connections',
	{
		id: text('id').primaryKey(),
		itemId: text('item_id').notNull(),
		/** Sealed, bound to the connection's id. */
		accessToken: text('access_token').notNull(),
		status: text('status').$type<ConnectionStatus>().notNull(),
		statusSince: integer('status_since').notNull(),
		/** The account that the shopper chose; null until Plaid has confirmed it. */
		accountId: text('account_id'),
		accountName: text('account_name'),
		accountMask: text('account_mask'),
		accountType: text('account_type'),
		accountSubtype: text('account_subtype'),
		institutionId: text('institution_id'),
		institutionName: text('institution_name'),
		livemode: integer('livemode', { mode: 'boolean' }).notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
	},
	(table) => [index('connections_item_id').on(table.itemId)],
);
export type ConnectionRow = typeof connections.$inferSelect;

/** What the merchant has to mend, as Plaid told it last; a success that proves the contrary removes the row. */
export const misconfigurations = sqliteTable('misconfigurations', {
	code: text('code').$type<ErrorCode>().primaryKey(),
	seenAt: integer('seen_at').notNull(),
});

/** What is told: to the merchant, and to us by webhook. */
import * as v from 'valibot';
import type { BankAccountTokenState, ConnectionStatus } from './connections.ts';
import { pageCursor, pageLimit, text } from './fields.ts';
import type { Payment } from './payments.ts';

/** `GET /v1/events` */
export const eventsQuery = v.strictObject({
	connection: v.optional(text(100)),
	limit: pageLimit,
	cursor: pageCursor,
});
/** What happens to a connection, as `docs/webhooks.md` tells it. */
export const eventTypes = [
	'connection.created',
	'connection.updated',
	'connection.login_required',
	'connection.repaired',
	'connection.pending_disconnect',
	'connection.revoked',
	'connection.removed',
	'connection.bank_account_token_outdated',
	'connection.accounts_available',
	'connection.transactions_available',
	'authorization.accepted',
	'authorization.revoked',
	'payment.processing',
	'payment.succeeded',
	'payment.failed',
	'payment.canceled',
	'payment.disputed',
	'payment.refunded',
	'payment.refund_succeeded',
	'payment.refund_failed',
] as const;
export type EventType = (typeof eventTypes)[number];
/** What is sent to EVENTS_URL, too. */
export type MerchantEvent = {
	id: string;
	object: 'event';
	type: EventType;
	created_at: string;
	livemode: boolean;
	data: {
		connection: string;
		client_user_id: string | null;
		stripe_customer: string | null;
		status: ConnectionStatus;
		bank_account_token: BankAccountTokenState;
		disconnect_at: string | null;
		/** With `authorization.…` */
		authorization?: string;
		/** With `payment.…`: how it stood when that happened. */
		payment?: Pick<Payment, 'id' | 'status' | 'amount' | 'amount_refunded' | 'failure' | 'metadata'>;
	};
};
export type EventsAnswer = {
	/** Newest first. */
	events: (MerchantEvent & {
		/** `none`: there is no EVENTS_URL; `failed`: given up after three days, until you send it again. */
		delivery: 'none' | 'waiting' | 'delivered' | 'failed';
	})[];
	next_cursor: string | null;
	request_id: string;
};
/** `POST /v1/events/:id/send` */
export const emptyRequest = v.strictObject({});
export type EventSentAnswer = { id: string; delivery: 'waiting'; request_id: string };

/** `POST /webhooks/plaid`, `POST /webhooks/stripe` */
export type WebhookAnswer = { received: true; request_id: string };

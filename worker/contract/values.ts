/** Closed lists of values that requests, answers and the database share. */

/** The languages that Plaid Link speaks. @see https://plaid.com/docs/api/link/#linktokencreate */
export const languages = [
	'da',
	'de',
	'en',
	'es',
	'et',
	'fr',
	'hi',
	'it',
	'lt',
	'lv',
	'nl',
	'no',
	'pl',
	'pt',
	'ro',
	'sv',
	'vi',
] as const;
export type Language = (typeof languages)[number];

/** `one_time`: a single debit. `recurring`: as many as the merchant's terms say, until it is revoked. */
export const authorizationKinds = ['one_time', 'recurring'] as const;
export type AuthorizationKind = (typeof authorizationKinds)[number];

export const authorizationStatuses = ['offered', 'accepted', 'used', 'revoked'] as const;

export const connectionStatuses = [
	'active',
	'login_required',
	'pending_disconnect',
	'revoked',
	'removed',
] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];

export const bankAccountTokenStates = ['fresh', 'renew'] as const;
export type BankAccountTokenState = (typeof bankAccountTokenStates)[number];

export const purposes = ['goods', 'services', 'other'] as const;

export const paymentStatuses = [
	'pending',
	'processing',
	'succeeded',
	'failed',
	'canceled',
	'disputed',
	'refunded',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export const refundStatuses = ['pending', 'succeeded', 'failed', 'canceled'] as const;

/** What can happen to a connection, its authorizations and its payments. `docs/webhooks.md` explains each. */
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

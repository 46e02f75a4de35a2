/** Errors that several operations share. */
import type { ErrorCode } from '../../contract.ts';

/** What a call to Plaid can end in. */
export const plaidErrors = [
	'plaid_credentials_invalid',
	'plaid_not_enabled',
	'plaid_rate_limited',
	'plaid_unavailable',
	'plaid_answer_invalid',
	'plaid_request_refused',
	'stripe_account_invalid',
	'account_not_supported',
	'bank_login_required',
	'bank_access_revoked',
	'bank_unavailable',
] as const satisfies ErrorCode[];

/** What asking Plaid for a Stripe token can end in, besides. */
export const stripeTokenErrors = [
	'stripe_not_linked',
	'account_required',
	'account_not_found',
] as const satisfies ErrorCode[];

/** What a call to Stripe can end in. */
export const stripeErrors = [
	'stripe_not_configured',
	'stripe_credentials_invalid',
	'stripe_permission_missing',
	'stripe_rate_limited',
	'stripe_unavailable',
	'stripe_request_refused',
] as const satisfies ErrorCode[];

export const sessionErrors = [
	'session_required',
	'session_invalid',
	'session_expired',
] as const satisfies ErrorCode[];

/** For operations on a connection that must not have been removed. */
export const connectionErrors = ['connection_not_found', 'connection_removed'] as const satisfies ErrorCode[];

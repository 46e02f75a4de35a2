/**
 * Plaid's errors and our error codes: one table, by `error_code` first, and by `error_type` for a code that is not in it.
 * Never by HTTP status: nearly all of Plaid's errors are 400, even those of a bank that is down.
 * @see https://plaid.com/docs/errors/
 */
import * as v from 'valibot';
import type { ErrorCode } from '../contract.ts';

export const plaidError = v.object({
	error_type: v.string(),
	error_code: v.string(),
	error_message: v.optional(v.nullable(v.string())),
	request_id: v.optional(v.nullable(v.string())),
});
export type PlaidErrorBody = v.InferOutput<typeof plaidError>;

type Meaning = {
	code: ErrorCode;
	/** The same call may succeed a moment later, so a repeatable call is retried. */
	isTransient?: true;
};

const byCode: Record<string, Meaning> = {
	INVALID_API_KEYS: { code: 'plaid_credentials_invalid' },
	UNAUTHORIZED_ENVIRONMENT: { code: 'plaid_not_enabled' },
	UNAUTHORIZED_ROUTE_ACCESS: { code: 'plaid_not_enabled' },
	INVALID_PRODUCT: { code: 'plaid_not_enabled' },
	PRODUCT_NOT_ENABLED: { code: 'plaid_not_enabled' },
	CREDITS_EXHAUSTED: { code: 'plaid_not_enabled' },
	UNAUTHORIZED_INSTITUTION: { code: 'plaid_not_enabled' },
	INSTITUTION_REGISTRATION_REQUIRED: { code: 'plaid_not_enabled' },
	INVALID_STRIPE_ACCOUNT: { code: 'stripe_account_invalid' },

	ITEM_NOT_SUPPORTED: { code: 'account_not_supported' },
	NO_AUTH_ACCOUNTS: { code: 'account_not_supported' },
	NO_ACCOUNTS: { code: 'account_not_supported' },
	PRODUCTS_NOT_SUPPORTED: { code: 'account_not_supported' },

	ITEM_LOGIN_REQUIRED: { code: 'bank_login_required' },
	ITEM_LOCKED: { code: 'bank_login_required' },
	INVALID_CREDENTIALS: { code: 'bank_login_required' },
	INVALID_MFA: { code: 'bank_login_required' },
	INSUFFICIENT_CREDENTIALS: { code: 'bank_login_required' },
	ACCESS_NOT_GRANTED: { code: 'bank_login_required' },
	ADDITIONAL_CONSENT_REQUIRED: { code: 'bank_login_required' },
	USER_PERMISSION_REVOKED: { code: 'bank_access_revoked' },
	ITEM_NOT_FOUND: { code: 'bank_access_revoked' },
	ITEM_CONCURRENTLY_DELETED: { code: 'bank_access_revoked' },
	INVALID_ACCESS_TOKEN: { code: 'bank_access_revoked' },

	INSTITUTION_DOWN: { code: 'bank_unavailable', isTransient: true },
	INSTITUTION_NOT_RESPONDING: { code: 'bank_unavailable', isTransient: true },
	INSTITUTION_NOT_AVAILABLE: { code: 'bank_unavailable', isTransient: true },
	PRODUCT_NOT_READY: { code: 'bank_unavailable', isTransient: true },
	INSTITUTION_NO_LONGER_SUPPORTED: { code: 'account_not_supported' },
	INTERNAL_SERVER_ERROR: { code: 'plaid_unavailable', isTransient: true },
	PLANNED_MAINTENANCE: { code: 'plaid_unavailable' },
};

const byType: Record<string, Meaning> = {
	RATE_LIMIT_EXCEEDED: { code: 'plaid_rate_limited', isTransient: true },
	API_ERROR: { code: 'plaid_unavailable' },
	INSTITUTION_ERROR: { code: 'bank_unavailable' },
};

/** Of both endpoints that make a token of an account for Stripe. */
const processorToken: Record<string, Meaning> = {
	INVALID_PRODUCT: { code: 'stripe_not_linked' },
	INVALID_FIELD: { code: 'account_not_found' },
	INVALID_ACCOUNT_ID: { code: 'account_not_found' },
};

/** Codes that mean something else at one endpoint. */
const atPath: Record<string, Record<string, Meaning>> = {
	'/item/public_token/exchange': { INVALID_PUBLIC_TOKEN: { code: 'public_token_invalid' } },
	'/processor/stripe/bank_account_token/create': processorToken,
	'/processor/token/create': processorToken,
	'/institutions/get': {
		INVALID_FIELD: { code: 'parameter_invalid' },
		INVALID_PRODUCT: { code: 'parameter_invalid' },
	},
	'/institutions/search': {
		INVALID_FIELD: { code: 'parameter_invalid' },
		INVALID_PRODUCT: { code: 'parameter_invalid' },
	},
};

export function meaningOf(path: string, error: PlaidErrorBody): Meaning {
	return (
		own(own(atPath, path), error.error_code) ??
		own(byCode, error.error_code) ??
		own(byType, error.error_type) ?? { code: 'plaid_request_refused' }
	);
}

const own = <T>(table: Record<string, T> | undefined, key: string): T | undefined =>
	table && Object.hasOwn(table, key) ? table[key] : undefined;

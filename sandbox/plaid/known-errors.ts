/**
 * Plaid's error codes with their types, messages and HTTP statuses (400 if not stated).
 * @see https://plaid.com/docs/errors/
 */
import type { PlaidError } from 'plaid';
import type { Wire } from './wire.ts';

export type ErrorType = Wire<PlaidError>['error_type'];

export type KnownError = { type: ErrorType; message: string; display?: string; status?: number };

const institutionNotResponding = {
	type: 'INSTITUTION_ERROR',
	message: 'this institution is not currently responding to this request. please try again soon',
	display:
		'This financial institution is not currently responding to requests. We apologize for the inconvenience.',
} as const satisfies KnownError;

const itemLimit = {
	type: 'RATE_LIMIT_EXCEEDED',
	message: 'rate limit exceeded for attempts to access this item. please try again later',
} as const satisfies KnownError;

/** Every code that the sandbox knows, with its documented message. */
export const knownErrors = {
	INVALID_API_KEYS: { type: 'INVALID_INPUT', message: 'invalid client_id or secret provided' },
	UNAUTHORIZED_ENVIRONMENT: {
		type: 'INVALID_INPUT',
		message:
			'you are not authorized to create items in this api environment. Go to the Dashboard (https://dashboard.plaid.com) to see which environments you are authorized for.',
	},
	UNAUTHORIZED_ROUTE_ACCESS: {
		type: 'INVALID_INPUT',
		message: 'you are not authorized to access this route in this api environment.',
	},
	INVALID_PRODUCT: {
		type: 'INVALID_INPUT',
		message: 'client is not authorized to access the following products: ["identity_verification"]',
	},
	INVALID_PUBLIC_TOKEN: { type: 'INVALID_INPUT', message: 'could not find matching public token' },
	INVALID_LINK_TOKEN: { type: 'INVALID_INPUT', message: 'invalid link_token provided' },
	INVALID_ACCESS_TOKEN: { type: 'INVALID_INPUT', message: 'could not find matching access token' },
	INVALID_ACCOUNT_ID: {
		type: 'INVALID_INPUT',
		message: 'failed to find requested account ID for requested item',
	},
	INVALID_INSTITUTION: { type: 'INVALID_INPUT', message: 'invalid institution_id provided' },
	INVALID_STRIPE_ACCOUNT: { type: 'INVALID_INPUT', message: '' },
	INVALID_LINK_CUSTOMIZATION: {
		type: 'INVALID_INPUT',
		message: 'requested link customization is not set to update account selection',
	},
	ADDITIONAL_CONSENT_REQUIRED: {
		type: 'INVALID_INPUT',
		message: 'client does not have user consent to access the PRODUCT_AUTH product',
	},
	USER_PERMISSION_REVOKED: {
		type: 'INVALID_INPUT',
		message: 'the holder of this account has revoked their permission for your application to access it',
	},
	MISSING_FIELDS: { type: 'INVALID_REQUEST', message: 'the following required fields are missing' },
	UNKNOWN_FIELDS: {
		type: 'INVALID_REQUEST',
		message: 'the following fields are not recognized by this endpoint',
	},
	INVALID_FIELD: { type: 'INVALID_REQUEST', message: 'a field is invalid' },
	INVALID_BODY: { type: 'INVALID_REQUEST', message: 'body could not be parsed as JSON' },
	INVALID_HEADERS: { type: 'INVALID_REQUEST', message: 'invalid headers' },
	SANDBOX_ONLY: {
		type: 'INVALID_REQUEST',
		message:
			'access to this route is only available in the sandbox environment at https://sandbox.plaid.com/',
	},
	INVALID_CONFIGURATION: {
		type: 'INVALID_INPUT',
		message: 'please ensure that the request body is formatted correctly',
	},
	NOT_FOUND: { type: 'INVALID_REQUEST', message: 'not found', status: 404 },
	INVALID_USER_IDENTITY_DATA: {
		type: 'USER_ERROR',
		message: 'the user identity data provided is invalid',
		status: 403,
	},
	ITEM_LOGIN_REQUIRED: {
		type: 'ITEM_ERROR',
		message:
			"the login details of this item have changed (credentials, MFA, or required user action) and a user login is required to update this information. use Link's update mode to restore the item to a good state",
	},
	ITEM_NOT_FOUND: {
		type: 'ITEM_ERROR',
		message:
			'The Item you requested cannot be found. This Item does not exist, has been previously removed via /item/remove, or has had access removed by the user.',
	},
	ITEM_NOT_SUPPORTED: {
		type: 'ITEM_ERROR',
		message: 'this account is currently not supported',
		display:
			'The given account is not currently supported for this financial institution. We apologize for the inconvenience.',
	},
	ITEM_LOCKED: {
		type: 'ITEM_ERROR',
		message:
			"the account is locked. prompt the user to visit the institution's site and unlock their account",
		display:
			"The given account has been locked by the financial institution. Please visit your financial institution's website to unlock your account.",
	},
	INVALID_CREDENTIALS: {
		type: 'ITEM_ERROR',
		message: 'the provided credentials were not correct',
		display: 'The provided credentials were not correct. Please try again.',
	},
	INVALID_MFA: {
		type: 'ITEM_ERROR',
		message: 'the provided MFA response(s) were not correct',
		display: 'The provided MFA responses were not correct. Please try again.',
	},
	INSUFFICIENT_CREDENTIALS: {
		type: 'ITEM_ERROR',
		message: 'insufficient authorization was provided to complete the request',
		display: 'INSUFFICIENT_CREDENTIALS',
	},
	ACCESS_NOT_GRANTED: {
		type: 'ITEM_ERROR',
		message: 'access to this product was not granted for the account',
		display: 'The user did not grant the necessary permissions for this product on their account.',
	},
	NO_ACCOUNTS: {
		type: 'ITEM_ERROR',
		message: 'no valid accounts were found for this item',
		display:
			"No valid accounts were found at the financial institution. Please visit your financial institution's website to confirm accounts are available.",
	},
	NO_AUTH_ACCOUNTS: {
		type: 'ITEM_ERROR',
		message:
			'There are no valid checking or savings account(s) associated with this Item. See https://plaid.com/docs/api/#item-errors for more.',
	},
	PRODUCT_NOT_READY: {
		type: 'ITEM_ERROR',
		message:
			'the requested product is not yet ready. please provide a webhook or try the request again later',
	},
	PRODUCTS_NOT_SUPPORTED: { type: 'ITEM_ERROR', message: '' },
	PRODUCT_NOT_ENABLED: {
		type: 'ITEM_ERROR',
		message:
			'A requested product was not enabled for the current access token. Please ensure it is included when when initializing Link and create the Item again.',
	},
	ITEM_CONCURRENTLY_DELETED: {
		type: 'ITEM_ERROR',
		message: 'This item was deleted while the operation was in progress',
	},
	INSTITUTION_DOWN: institutionNotResponding,
	INSTITUTION_NOT_RESPONDING: institutionNotResponding,
	INSTITUTION_NOT_AVAILABLE: institutionNotResponding,
	INSTITUTION_NO_LONGER_SUPPORTED: {
		type: 'INSTITUTION_ERROR',
		message: 'this institution is no longer supported',
	},
	INTERNAL_SERVER_ERROR: { type: 'API_ERROR', message: 'an unexpected error occurred', status: 500 },
	PLANNED_MAINTENANCE: {
		type: 'API_ERROR',
		message:
			'the Plaid API is temporarily unavailable due to planned maintenance. visit https://status.plaid.com/ for more information',
		status: 503,
	},
	COUNTRY_NOT_SUPPORTED: {
		type: 'ITEM_ERROR',
		message: 'the country of the institution is not supported',
	},
	INVALID_SEND_METHOD: { type: 'ITEM_ERROR', message: 'the provided MFA send method was not correct' },
	MFA_NOT_SUPPORTED: {
		type: 'ITEM_ERROR',
		message: 'this account requires a MFA type that we do not currently support for the institution',
		display:
			'The multi-factor security features enabled on this account are not currently supported for this financial institution. We apologize for the inconvenience.',
	},
	USER_INPUT_TIMEOUT: {
		type: 'ITEM_ERROR',
		message: 'user must retry this operation',
		display: 'The application timed out waiting for user input',
	},
	USER_SETUP_REQUIRED: {
		type: 'ITEM_ERROR',
		message:
			"the account has not been fully set up. prompt the user to visit the issuing institution's site and finish the setup process",
		display:
			"The given account is not fully setup. Please visit your financial institution's website to setup your account.",
	},
	UNAUTHORIZED_INSTITUTION: {
		type: 'INSTITUTION_ERROR',
		message: 'not authorized to access this institution',
	},
	INSTITUTION_REGISTRATION_REQUIRED: {
		type: 'INSTITUTION_ERROR',
		message: 'not yet registered to create items for this institution',
	},
	RECAPTCHA_BAD: { type: 'RECAPTCHA_ERROR', message: 'The provided challenge was not solved correctly' },
	INVALID_USER_ID: { type: 'INVALID_INPUT', message: 'invalid user_id provided' },
	INVALID_WEBHOOK_VERIFICATION_KEY_ID: {
		type: 'INVALID_INPUT',
		message:
			'invalid key_id provided. note that key_ids are specific to Plaid environments, and verification requests must be made to the same environment that the webhook was sent from',
	},
	TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION: {
		type: 'TRANSACTIONS_ERROR',
		message:
			'Underlying transaction data changed since last page was fetched. Please restart pagination from last update.',
	},
	SANDBOX_WEBHOOK_INVALID: {
		type: 'SANDBOX_ERROR',
		message:
			"Webhook for this item is either not set up, or invalid. Please update the item's webhook and try again.",
	},
	SANDBOX_PRODUCT_NOT_ENABLED: {
		type: 'SANDBOX_ERROR',
		message: 'The [auth | transactions | ...] product is not enabled on this item',
	},
	CLIENT_TRANSACTION_ID_ALREADY_IN_USE: {
		type: 'SIGNAL_ERROR',
		message: 'this client_transaction_id has been used already',
	},
	RATE_LIMIT: itemLimit,
	AUTH_LIMIT: itemLimit,
	IDENTITY_LIMIT: itemLimit,
	TRANSACTIONS_LIMIT: itemLimit,
	TRANSACTIONS_SYNC_LIMIT: itemLimit,
	TRANSACTIONS_REFRESH_LIMIT: itemLimit,
	ACCOUNTS_LIMIT: itemLimit,
	ACCOUNTS_BALANCE_GET_LIMIT: itemLimit,
	BALANCE_LIMIT: itemLimit,
	ITEM_GET_LIMIT: itemLimit,
	INSTITUTIONS_GET_LIMIT: {
		type: 'RATE_LIMIT_EXCEEDED',
		message: 'rate limit exceeded for attempts to access "institutions get". please try again later',
	},
	INSTITUTIONS_GET_BY_ID_LIMIT: {
		type: 'RATE_LIMIT_EXCEEDED',
		message: 'rate limit exceeded for attempts to access "institutions get by id". please try again later',
	},
	INSTITUTION_RATE_LIMIT: {
		type: 'RATE_LIMIT_EXCEEDED',
		message: 'The institution is currently receiving too many requests. Please try again later.',
	},
	CREDITS_EXHAUSTED: {
		type: 'RATE_LIMIT_EXCEEDED',
		message: 'Free usage exhausted, please request full Production access to continue using this product',
	},
} as const satisfies Record<string, KnownError>;

export type KnownCode = keyof typeof knownErrors;

/** Every error: of the Worker, and what the element adds. */

/**
 * Every code that the Worker answers with: its HTTP status, and whether the same request may succeed later.
 * A code's cause and cure stand in `docs/errors.md`.
 */
export const errorCodes = {
	// The request.
	body_not_json: { status: 400, retryable: false },
	body_too_large: { status: 413, retryable: false },
	content_type_unsupported: { status: 415, retryable: false },
	parameter_missing: { status: 400, retryable: false },
	parameter_unknown: { status: 400, retryable: false },
	parameter_invalid: { status: 400, retryable: false },
	route_not_found: { status: 404, retryable: false },
	method_not_allowed: { status: 405, retryable: false },
	origin_not_allowed: { status: 403, retryable: false },
	api_key_missing: { status: 401, retryable: false },
	api_key_invalid: { status: 401, retryable: false },
	connection_not_found: { status: 404, retryable: false },
	connection_removed: { status: 410, retryable: false },
	connection_claimed: { status: 409, retryable: false },
	event_not_found: { status: 404, retryable: false },
	idempotency_key_reused: { status: 409, retryable: false },
	idempotency_in_progress: { status: 409, retryable: true },
	rate_limited: { status: 429, retryable: true },
	webhook_invalid: { status: 401, retryable: false },
	refused: { status: 403, retryable: false },
	// Who the shopper is.
	session_required: { status: 400, retryable: false },
	session_invalid: { status: 401, retryable: false },
	session_expired: { status: 401, retryable: false },
	// The exchange of a public token.
	link_session_not_found: { status: 404, retryable: false },
	link_token_expired: { status: 400, retryable: false },
	public_token_invalid: { status: 400, retryable: false },
	duplicate_connection: { status: 409, retryable: false },
	exchange_conflict: { status: 409, retryable: false },
	exchange_in_progress: { status: 409, retryable: true },
	/** Plaid spent the public token and its answer never arrived: only a new Link session helps. */
	exchange_lost: { status: 409, retryable: false },
	account_required: { status: 400, retryable: false },
	account_not_found: { status: 400, retryable: false },
	account_not_supported: { status: 400, retryable: false },
	// The bank.
	bank_login_required: { status: 409, retryable: false },
	bank_access_revoked: { status: 409, retryable: false },
	bank_unavailable: { status: 503, retryable: true },
	// Authorizations and payments.
	holder_name_required: { status: 400, retryable: false },
	authorization_not_found: { status: 404, retryable: false },
	authorization_required: { status: 409, retryable: false },
	authorization_revoked: { status: 409, retryable: false },
	authorization_used: { status: 409, retryable: false },
	amount_not_authorized: { status: 409, retryable: false },
	amount_too_small: { status: 400, retryable: false },
	amount_too_large: { status: 400, retryable: false },
	currency_not_supported: { status: 400, retryable: false },
	balance_insufficient: { status: 402, retryable: false },
	balance_unknown: { status: 503, retryable: true },
	payment_not_found: { status: 404, retryable: false },
	/** Stripe or the bank refused the debit at once; the payment is `failed`. */
	payment_refused: { status: 402, retryable: false },
	payment_not_cancelable: { status: 409, retryable: false },
	payment_not_refundable: { status: 409, retryable: false },
	// What the merchant has to mend; the shopper hears only that it is not available.
	configuration_invalid: { status: 503, retryable: false },
	plaid_credentials_invalid: { status: 503, retryable: false },
	plaid_not_enabled: { status: 503, retryable: false },
	stripe_not_linked: { status: 503, retryable: false },
	stripe_account_invalid: { status: 503, retryable: false },
	stripe_not_configured: { status: 503, retryable: false },
	stripe_credentials_invalid: { status: 503, retryable: false },
	stripe_permission_missing: { status: 503, retryable: false },
	stripe_ach_not_enabled: { status: 503, retryable: false },
	webhook_not_configured: { status: 503, retryable: false },
	events_not_configured: { status: 409, retryable: false },
	// Passing trouble.
	plaid_rate_limited: { status: 503, retryable: true },
	plaid_unavailable: { status: 503, retryable: true },
	plaid_answer_invalid: { status: 502, retryable: true },
	plaid_request_refused: { status: 502, retryable: false },
	stripe_rate_limited: { status: 503, retryable: true },
	stripe_unavailable: { status: 503, retryable: true },
	stripe_request_refused: { status: 502, retryable: false },
	store_unavailable: { status: 503, retryable: true },
	internal_error: { status: 500, retryable: false },
} as const satisfies Record<string, { status: number; retryable: boolean }>;
export type ErrorCode = keyof typeof errorCodes;

/** What the element adds to them: failures that never reach the Worker. */
export type ElementErrorCode =
	| ErrorCode
	/** `backend` cannot be reached: down, blocked, or not answering in time. */
	| 'backend_unreachable'
	/** `backend` answered something that is not of this contract. */
	| 'backend_answer_invalid'
	/** The browser says that it is offline. */
	| 'offline'
	/** Plaid's Link script did not load: a blocker, a content security policy, the network. */
	| 'link_script_blocked'
	/** Another Link is open on this page. */
	| 'link_already_open'
	/** The page is in a frame of another site, where Link cannot do its work. */
	| 'link_in_frame'
	/** The window of an OAuth bank could not be opened, or was not answered in time. */
	| 'oauth_window_failed'
	/** An OAuth bank has sent the shopper back to a session that has expired, or was not begun in this tab. */
	| 'oauth_return_stale'
	/** Link ended with an error of its own; Plaid's codes are in the message. */
	| 'link_failed';

/** The body of every answer that is not 2xx. */
export type ErrorAnswer = {
	error: {
		code: ErrorCode;
		/** For a developer: what happened, and what to do. */
		message: string;
		/** For the shopper, in plain words; null where there is nothing that a shopper could do with it. */
		display_message: string | null;
		retryable: boolean;
		/** The field at fault, as a path (`account_id`), or null. */
		param: string | null;
		documentation_url: string;
		request_id: string;
		/** What Plaid said, where it was Plaid that refused. */
		plaid: { error_type: string; error_code: string; request_id: string | null } | null;
		/** What Stripe said, where it was Stripe that refused. */
		stripe?: { type: string; code: string | null; request_id: string | null };
		/** With `payment_refused`: the payment, for `GET /v1/payments/:id`. */
		payment?: string;
		/** With `duplicate_connection`: the one that stands. */
		connection?: string;
	};
};

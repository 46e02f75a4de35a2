/**
 * The wire between the element, the Worker and the merchant's server: request schemas, answer types, error codes.
 *
 * The Worker validates with the schemas; the widget imports types from here and nothing that runs.
 * JSON is `snake_case`, as Plaid's and Stripe's. Money is an integer in the currency's smallest unit;
 * times are ISO 8601 in UTC. Every answer repeats its id in the `Request-Id` header and in `request_id`.
 */
import * as v from 'valibot';

/** A non-empty string with an upper bound, so that no field can carry a megabyte into the store. */
const text = (max: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(max));

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

// ---- For the element -------------------------------------------------------------------------------------------

/** `POST /v1/link_tokens` */
export const linkTokenRequest = v.strictObject({
	language: v.optional(v.picklist(languages)),
	/** Where an OAuth bank sends the shopper back to: a page of a listed origin, known to Plaid's dashboard. */
	redirect_uri: v.optional(
		v.pipe(
			v.string(),
			v.maxLength(2048),
			v.url(),
			v.check((url) => !/[?#]/.test(url), 'Plaid takes no query and no fragment in it'),
		),
	),
});
export type LinkTokenRequest = v.InferInput<typeof linkTokenRequest>;
export type LinkTokenAnswer = {
	link_token: string;
	/** When Plaid will refuse to open the token: ISO 8601. */
	expiration: string;
	request_id: string;
};

/** `POST /v1/bank_account_tokens` */
export const bankAccountTokenRequest = v.strictObject({
	link_token: text(200),
	public_token: text(200),
	/** The account that the shopper chose in Link; may be left out where the Item has a single usable one. */
	account_id: v.optional(text(200)),
});
export type BankAccountTokenRequest = v.InferInput<typeof bankAccountTokenRequest>;
export type BankAccountTokenAnswer = {
	/** `conn_…`: the merchant's server reads everything else under this id. */
	connection: string;
	/** `btok_…`: a Stripe bank account token, good for one use. */
	bank_account_token: string;
	account: Account;
	institution: Institution;
	livemode: boolean;
	request_id: string;
};

/** `GET /v1/institutions` */
export const institutionsQuery = v.strictObject({
	/** Part of a name; without it, the list in Plaid's order. */
	query: v.optional(text(100)),
	/** Comma-separated Plaid products; by default the ones that this deployment asks for. */
	products: v.optional(
		v.pipe(text(200), v.regex(/^[a-z_]+( *, *[a-z_]+)*$/, 'must be products, such as `auth,identity`')),
	),
	offset: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}$/, 'must be a whole number'), v.transform(Number))),
});
export type InstitutionsAnswer = {
	institutions: { institution_id: string; name: string; products: string[] }[];
	/** How many there are in all; a search returns at most ten. */
	total: number;
	request_id: string;
};

// ---- For the merchant's server ---------------------------------------------------------------------------------

/** `GET /v1/connections/:id` */
export const connectionQuery = v.strictObject({});
export type Connection = {
	id: string;
	object: 'connection';
	status: ConnectionStatus;
	/** Since when it has been in that status. */
	status_since: string;
	/** The account that the shopper chose; null as long as Plaid has not confirmed one. */
	account: Account | null;
	institution: Institution;
	livemode: boolean;
	created_at: string;
	request_id: string;
};
export type ConnectionStatus = 'active' | 'login_required';

/** `GET /v1/connections/:id/accounts` */
export const accountsQuery = v.strictObject({
	/** `live` asks the bank (may take half a minute); `cached` is what Plaid saw last. */
	balances: v.optional(v.picklist(['cached', 'live']), 'cached'),
});
export type AccountsAnswer = {
	accounts: AccountWithBalances[];
	balances: 'cached' | 'live';
	institution: Institution;
	request_id: string;
};

export type Account = {
	/** Plaid's account id. */
	id: string;
	name: string;
	/** The last two to four characters of the account number. */
	mask: string | null;
	/** `depository`, `credit`, … as Plaid names them; more may come. */
	type: string;
	subtype: string | null;
};
export type AccountWithBalances = Account & {
	official_name: string | null;
	balances: {
		/** In the currency's smallest unit (cents), or null where the bank does not tell or `currency` is null. */
		available: number | null;
		current: number | null;
		limit: number | null;
		/** ISO 4217, lower case as Stripe writes it; null where Plaid knows only an unofficial currency. */
		currency: string | null;
	};
};
export type Institution = { id: string | null; name: string | null };

/** `GET /health`: `degraded` where a merchant has something to mend; what it is stands in `checks`. */
export type HealthAnswer = {
	status: 'ok' | 'degraded';
	checks: { name: string; ok: boolean /** What is wrong and what to do. */; message?: string }[];
	version: string;
	request_id: string;
};

// ---- Errors ----------------------------------------------------------------------------------------------------

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
	// The exchange of a public token.
	link_session_not_found: { status: 404, retryable: false },
	link_token_expired: { status: 400, retryable: false },
	public_token_invalid: { status: 400, retryable: false },
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
	// What the merchant has to mend; the shopper hears only that it is not available.
	configuration_invalid: { status: 503, retryable: false },
	plaid_credentials_invalid: { status: 503, retryable: false },
	plaid_not_enabled: { status: 503, retryable: false },
	stripe_not_linked: { status: 503, retryable: false },
	stripe_account_invalid: { status: 503, retryable: false },
	// Passing trouble.
	plaid_rate_limited: { status: 503, retryable: true },
	plaid_unavailable: { status: 503, retryable: true },
	plaid_answer_invalid: { status: 502, retryable: true },
	plaid_request_refused: { status: 502, retryable: false },
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
	};
};

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
	/** `ss_…`, from `POST /v1/sessions`: who the shopper is. */
	session: v.optional(text(100)),
	/** Repair this connection (Link's update mode) instead of making one; needs a session of the same user. */
	connection: v.optional(text(100)),
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
	/** What Link told of the choice: only to notice, before the exchange, that it is connected already. */
	institution_id: v.optional(text(100)),
	account_name: v.optional(v.pipe(v.string(), v.maxLength(300))),
	account_mask: v.optional(v.pipe(v.string(), v.maxLength(10))),
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
	/** The same user's standing connection to the same account, where there is one and it was noticed only now. */
	duplicate_of?: string;
	request_id: string;
};

/**
 * `POST /v1/authorizations`: first without `accept`, for the text to show; then with it, once the shopper has agreed.
 * Offered again before that, the same stands; accepted again, the same answer comes.
 */
export const authorizationRequest = v.strictObject({
	link_token: text(200),
	connection: text(100),
	/** The account holder's, where nobody has told it yet (`holder_name_required`). */
	name: v.optional(v.pipe(text(200), v.regex(/\S/, 'must be a name'))),
	/** The `authorization` whose text was shown, and is agreed to. */
	accept: v.optional(text(100)),
});
export type AuthorizationRequest = v.InferInput<typeof authorizationRequest>;
export type AuthorizationAnswer = {
	/** `auth_…` */
	authorization: string;
	/** In English, paragraphs separated by an empty line: what is shown is what is kept, to the letter. */
	text: string;
	/** Null as long as it is only offered. */
	accepted_at: string | null;
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

/** Stripe's ids and names for the merchant's own data: texts by name, as Stripe's `metadata`. */
const stripeCustomer = v.pipe(
	v.string(),
	v.regex(/^cus_[A-Za-z0-9]{1,100}$/, 'must be a Stripe Customer’s id, such as `cus_…`'),
);
const clientUserId = v.pipe(
	text(128),
	v.check((id) => !id.includes('@'), 'Plaid takes no e-mail address as an id; send your own id of the user'),
);
const metadata = v.pipe(
	v.record(v.pipe(v.string(), v.nonEmpty(), v.maxLength(40)), v.pipe(v.string(), v.maxLength(500))),
	v.check((fields) => Object.keys(fields).length <= 40, 'it may have at most 40 names'),
);
const pageLimit = v.optional(
	v.pipe(
		v.string(),
		v.regex(/^\d{1,3}$/, 'must be a whole number from 1 to 100'),
		v.transform(Number),
		v.check((limit) => limit >= 1 && limit <= 100, 'must be a whole number from 1 to 100'),
	),
);
const pageCursor = v.optional(text(2000));

/** US dollars' cents: what an ACH debit can be. @see https://docs.stripe.com/payments/ach-direct-debit */
const amount = v.pipe(v.number(), v.integer());
/** `one_time`: a single debit. `recurring`: as often as the merchant's terms say, until it is revoked. */
export const authorizationKinds = ['one_time', 'recurring'] as const;
export type AuthorizationKind = (typeof authorizationKinds)[number];

/** `POST /v1/sessions` */
export const sessionRequest = v.strictObject({
	/** Your id of the user; Plaid is told it, so it must not be an e-mail address or a name. */
	client_user_id: clientUserId,
	stripe_customer: v.optional(stripeCustomer),
	/** Told to Plaid, so that Link need not ask. */
	name: v.optional(text(200)),
	email: v.optional(v.pipe(text(320), v.regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address'))),
	/** Let this user connect an account that is connected already. */
	allow_duplicates: v.optional(v.boolean()),
	/** What the shopper is to authorize, for elements with `authorize`: by default one debit of an amount that is not named. */
	authorization: v.optional(
		v.strictObject({
			kind: v.picklist(authorizationKinds),
			/** In cents: the text names it, and no payment under the authorization may be of more. */
			amount: v.optional(amount),
		}),
	),
});
export type SessionRequest = v.InferInput<typeof sessionRequest>;
export type SessionAnswer = {
	id: string;
	object: 'session';
	/** `ss_…`: for the element's `session` attribute. It is told this once. */
	session: string;
	client_user_id: string;
	stripe_customer: string | null;
	allow_duplicates: boolean;
	authorization: { kind: AuthorizationKind; amount: number | null };
	expires_at: string;
	request_id: string;
};

/** `GET /v1/connections` */
export const connectionsQuery = v.strictObject({
	client_user_id: v.optional(text(128)),
	status: v.optional(v.picklist(['active', 'login_required', 'pending_disconnect', 'revoked', 'removed'])),
	limit: pageLimit,
	cursor: pageCursor,
});
export type ConnectionsAnswer = {
	/** Newest first. */
	connections: Omit<Connection, 'request_id'>[];
	/** Send it as `cursor` for the next page; null on the last. */
	next_cursor: string | null;
	request_id: string;
};

/** `POST /v1/connections/:id` */
export const connectionUpdateRequest = v.strictObject({
	/** Claims a connection that belongs to nobody. */
	client_user_id: v.optional(clientUserId),
	stripe_customer: v.optional(stripeCustomer),
	/** Added to what is there; null takes a name out. */
	metadata: v.optional(
		v.pipe(
			v.record(
				v.pipe(v.string(), v.nonEmpty(), v.maxLength(40)),
				v.nullable(v.pipe(v.string(), v.maxLength(500))),
			),
			v.check((fields) => Object.keys(fields).length <= 50, 'it may have at most 50 names'),
		),
	),
});
export type ConnectionUpdateRequest = v.InferInput<typeof connectionUpdateRequest>;

/** `POST /v1/connections/:id/bank_account_tokens` */
export const freshTokenRequest = v.strictObject({
	/** By default the one that the shopper chose. */
	account_id: v.optional(text(200)),
});
export type FreshTokenRequest = v.InferInput<typeof freshTokenRequest>;

/** `GET /v1/connections/:id`, `DELETE` */
export const connectionQuery = v.strictObject({});
export type Connection = {
	id: string;
	object: 'connection';
	/** Your id of the user; null as long as nobody has claimed it. */
	client_user_id: string | null;
	stripe_customer: string | null;
	metadata: Record<string, string>;
	status: ConnectionStatus;
	/** Since when it has been in that status. */
	status_since: string;
	/** When the bank will end the access, where it said so. */
	disconnect_at: string | null;
	/** `renew`: what Stripe has of the account is no longer good; ask for a fresh bank account token. */
	bank_account_token: BankAccountTokenState;
	/** The account that the shopper chose; null as long as Plaid has not confirmed one. */
	account: Account | null;
	institution: Institution;
	/** The newest authorization that stands (`auth_…`): accepted and not revoked; null where there is none. */
	authorization: string | null;
	livemode: boolean;
	created_at: string;
	request_id: string;
};
export type ConnectionStatus = 'active' | 'login_required' | 'pending_disconnect' | 'revoked' | 'removed';
export type BankAccountTokenState = 'fresh' | 'renew';

/** `GET /v1/authorizations/:id`, `POST /v1/authorizations/:id/revoke` */
export type Authorization = {
	id: string;
	object: 'authorization';
	connection: string;
	/** `used`: it was for one debit, and that was made. */
	status: 'offered' | 'accepted' | 'used' | 'revoked';
	kind: AuthorizationKind;
	/** What the text names, in cents; null where it names none. */
	amount: number | null;
	currency: 'usd';
	/** As it was shown. */
	text: string;
	text_version: string;
	/** The account holder's name. */
	name: string;
	accepted_at: string | null;
	/** Of the browser that accepted, as Stripe is told them with the mandate. */
	ip_address: string | null;
	user_agent: string | null;
	revoked_at: string | null;
	/** Stripe's, once a payment was made under it. */
	mandate: string | null;
	livemode: boolean;
	created_at: string;
	request_id: string;
};

/** `POST /v1/payments`; its `Idempotency-Key` is required, and reaches Stripe. */
export const paymentRequest = v.strictObject({
	connection: text(100),
	/** In cents, from 50 to 99999999. */
	amount,
	currency: v.optional(text(10), 'usd'),
	/** Since 2026 the network wants purchases of goods labelled. @see https://docs.stripe.com/payments/ach-direct-debit/nacha-compliance */
	purpose: v.picklist(['goods', 'services', 'other']),
	/** By default the connection's newest that stands. */
	authorization: v.optional(text(100)),
	description: v.optional(text(1000)),
	/** On the shopper's bank statement. */
	statement_descriptor: v.optional(
		v.pipe(
			text(22),
			v.regex(/^[^<>'"\\*]*[A-Za-z][^<>'"\\*]*$/, 'must have a letter and none of < > \\ \' " *'),
		),
	),
	metadata: v.optional(metadata),
	/**
	 * Asks the bank for the balance first (may take half a minute). `required`: no debit unless it suffices;
	 * `preferred`: none where it does not suffice, but one where the bank does not tell.
	 */
	check_balance: v.optional(v.picklist(['required', 'preferred'])),
});
export type PaymentRequest = v.InferInput<typeof paymentRequest>;

/** `GET /v1/payments` */
export const paymentsQuery = v.strictObject({
	connection: v.optional(text(100)),
	limit: pageLimit,
	cursor: pageCursor,
});
export type PaymentsAnswer = {
	/** Newest first. */
	payments: Omit<Payment, 'request_id'>[];
	next_cursor: string | null;
	request_id: string;
};

/** `POST /v1/payments/:id/refunds`; its `Idempotency-Key` is required, too. */
export const refundRequest = v.strictObject({
	/** In cents; by default all that is left. */
	amount: v.optional(amount),
	metadata: v.optional(metadata),
});
export type RefundRequest = v.InferInput<typeof refundRequest>;

/**
 * `pending`: Stripe has not answered yet. `processing`: on its way, for up to four business days. `succeeded` may still
 * become `disputed`, when the bank returns it late. `refunded`: all of it; a part leaves it `succeeded`.
 */
export type PaymentStatus =
	| 'pending'
	| 'processing'
	| 'succeeded'
	| 'failed'
	| 'canceled'
	| 'disputed'
	| 'refunded';

/** `GET /v1/payments/:id`; `POST /v1/payments`, `…/cancel` and `…/refunds` answer it, too. */
export type Payment = {
	/** `pay_…` */
	id: string;
	object: 'payment';
	connection: string;
	authorization: string;
	amount: number;
	amount_refunded: number;
	currency: 'usd';
	purpose: 'goods' | 'services' | 'other';
	description: string | null;
	metadata: Record<string, string>;
	status: PaymentStatus;
	status_since: string;
	/** Why it failed, was disputed or never sent: Stripe's code, and words for the merchant and the shopper. */
	failure: PaymentFailure | null;
	refunds: PaymentRefund[];
	/** What has happened, oldest first. */
	history: { type: EventType; at: string }[];
	stripe: {
		payment_intent: string | null;
		customer: string | null;
		/** `ba_…` or `pm_…` */
		payment_method: string | null;
		mandate: string | null;
		dispute: string | null;
	};
	livemode: boolean;
	created_at: string;
	request_id: string;
};
export type PaymentFailure = { code: string; message: string; display_message: string };
export type PaymentRefund = {
	/** Stripe's, `re_…` or `pyr_…`. */
	id: string;
	amount: number;
	status: 'pending' | 'succeeded' | 'failed' | 'canceled';
	/** Stripe's, where it failed. */
	failure_reason: string | null;
	created_at: string;
};

/** `GET /v1/connections/:id/transactions` */
export const transactionsQuery = v.strictObject({
	/** The `next_cursor` of the answer before; without it, everything from the beginning. */
	cursor: pageCursor,
});
export type TransactionsAnswer = {
	/** `true`: forget what the pages since the last `has_more: false` brought; this answer begins them anew. */
	restarted: boolean;
	added: Transaction[];
	modified: Transaction[];
	removed: { id: string; account_id: string }[];
	next_cursor: string;
	has_more: boolean;
	/** `not_ready`: Plaid has only begun to fetch; an event tells when there is more. */
	status: 'not_ready' | 'initial' | 'complete' | 'unknown';
	request_id: string;
};
export type Transaction = {
	id: string;
	account_id: string;
	/** In the currency's smallest unit; positive where money leaves the account, as Plaid counts. */
	amount: number | null;
	/** ISO 4217, lower case. */
	currency: string | null;
	/** `2026-11-21` */
	date: string;
	authorized_date: string | null;
	name: string;
	merchant_name: string | null;
	pending: boolean;
	/** The pending transaction that this one has taken the place of. */
	pending_transaction_id: string | null;
	payment_channel: string;
	/** Plaid's primary category, such as `FOOD_AND_DRINK`. */
	category: string | null;
};

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
		/** `none`: there is no EVENTS_URL; `failed`: given up after three days, or sent again by you. */
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

/**
 * What each code says: to a developer, to the shopper (null where a shopper could do nothing with it), and in the log
 * and `/health` to the merchant who has something to mend. `docs/errors.md` tells the same at length.
 */
import type { ErrorCode } from './contract.ts';

type Words = { message: string; display: string | null; cure?: string };

const notAvailable = 'Connecting a bank is not available right now. Please choose another way to pay.';
const tryAgain = 'That did not work just now. Please try again in a moment.';
const loadAgain = 'This page was open for too long. Please load it again.';
const startAgain = 'Your bank could not be connected. Please start again.';
const merchantOnly =
	'This is for the merchant to mend: the log of the backend and its /health say what to do.';

export const words: Record<ErrorCode, Words> = {
	body_not_json: { message: 'The body is not a JSON object. Send one, such as `{}`.', display: null },
	body_too_large: {
		message: 'The body is larger than 16 KB. Send only the documented fields.',
		display: null,
	},
	content_type_unsupported: {
		message: 'Send the body with `Content-Type: application/json`.',
		display: null,
	},
	parameter_missing: { message: 'A required field is missing.', display: null },
	parameter_unknown: { message: 'A field is not known here.', display: null },
	parameter_invalid: { message: 'A field has a wrong value.', display: null },
	route_not_found: {
		message: 'There is nothing under this path. The routes stand in the documentation.',
		display: null,
	},
	method_not_allowed: {
		message: 'This path does not take that method; `Allow` tells which it takes.',
		display: null,
	},
	origin_not_allowed: {
		message:
			'The page’s origin is not in ALLOWED_ORIGINS. Add it exactly as the browser sends it (scheme, host and port, no path), and deploy again.',
		display: notAvailable,
	},
	api_key_missing: {
		message:
			'Send an API key: `Authorization: Bearer <API key>`. This call is for the merchant’s server, not for a page.',
		display: null,
	},
	api_key_invalid: { message: 'The API key is none of API_KEYS.', display: null },
	connection_not_found: { message: 'There is no connection with this id.', display: null },
	connection_removed: {
		message: 'This connection was removed; its bank has to be connected anew.',
		display: null,
	},
	connection_claimed: {
		message: 'This connection belongs to another user already. A connection is claimed once.',
		display: null,
	},
	event_not_found: { message: 'There is no event with this id.', display: null },
	idempotency_key_reused: {
		message: 'This Idempotency-Key was sent before with another request. Use a fresh key for each request.',
		display: null,
	},
	idempotency_in_progress: {
		message:
			'The request with this Idempotency-Key is under way. Send the same request again after `Retry-After`.',
		display: null,
	},
	rate_limited: {
		message: 'Too many requests. Send the same request again after `Retry-After`.',
		display: tryAgain,
	},
	webhook_invalid: {
		message: 'The signature of this webhook does not hold: wrong key, changed body, or too old.',
		display: null,
	},

	refused: { message: 'The merchant’s own code refused this request.', display: notAvailable },

	session_required: {
		message:
			'Repairing a connection needs a session of the user whom it belongs to. Let your server make one: POST /v1/sessions.',
		display: notAvailable,
	},
	// It may have expired so long ago that it is not known any more.
	session_invalid: {
		message: 'This backend has made no such session. Let your server make one: POST /v1/sessions.',
		display: loadAgain,
	},
	session_expired: {
		message: 'The session has expired. Let your server make a fresh one: POST /v1/sessions.',
		display: loadAgain,
	},

	link_session_not_found: {
		message:
			'This backend has made no such link token, or made it for another user. Ask POST /v1/link_tokens for one and open Link with it.',
		display: startAgain,
	},
	link_token_expired: {
		message: 'The link token has expired. Ask for a new one and open Link again.',
		display: startAgain,
	},
	public_token_invalid: {
		message:
			'Plaid does not know this public token: it is older than 30 minutes, of another environment, or not of this client. Open Link again.',
		display: startAgain,
	},
	duplicate_connection: {
		message:
			'This user has connected this account already: `connection` tells which. Use that one, or make the session with `allow_duplicates`.',
		display: 'This account is connected already.',
	},
	exchange_conflict: {
		message:
			'This public token was already sent with another account or link token. Send the same request again, or open Link again.',
		display: startAgain,
	},
	exchange_in_progress: {
		message: 'The same exchange is under way. Send the same request again after `Retry-After`.',
		display: 'Your bank is still being connected. Please wait a moment.',
	},
	exchange_lost: {
		message:
			'Plaid has spent the public token, and its answer never arrived here. Nothing can bring it back: open Link again with a new link token.',
		display: 'The connection to your bank was interrupted. Please connect it once more.',
	},
	account_required: {
		message: 'The bank login has several accounts that can be used. Send `account_id` with the same tokens.',
		display: 'Please choose one account.',
	},
	account_not_found: {
		message:
			'The bank login has no account with this `account_id`. Send the id that Link told in `metadata.accounts`.',
		display: 'That account was not found. Please start again.',
	},
	account_not_supported: {
		message:
			'Stripe takes checking and savings accounts only, and this is another kind. Open Link again for another account.',
		display: 'This account cannot be used. Please connect a checking or savings account.',
	},

	bank_login_required: {
		message: 'The bank wants the shopper to sign in again. Open Link in update mode for this connection.',
		display: 'Your bank asks you to sign in again.',
	},
	bank_access_revoked: {
		message:
			'The access to this bank login is gone: removed at Plaid, or revoked by its holder. It has to be connected anew.',
		display: 'The access to your bank has ended. Please connect it again.',
	},
	bank_unavailable: {
		message: 'The bank does not respond to Plaid. The same request may succeed later.',
		display: 'Your bank is not responding. Please try again later.',
	},

	holder_name_required: {
		message: 'Nobody has told the account holder’s name. Send it as `name`, or with the session.',
		display: 'Please enter the account holder’s name.',
	},
	authorization_not_found: {
		message: 'There is no authorization with this id for this connection and Link token.',
		display: startAgain,
	},
	authorization_required: {
		message:
			'Nobody has authorized a debit of this account. Let the shopper do it: `<plaid-stripe-connect authorize>`.',
		display: null,
	},
	authorization_revoked: {
		message: 'This authorization was revoked. Let the shopper authorize anew.',
		display: startAgain,
	},
	authorization_used: {
		message: 'This authorization was for one debit, and that was made. Let the shopper authorize anew.',
		display: null,
	},
	amount_not_authorized: {
		message: 'The amount is more than what the shopper has authorized.',
		display: null,
	},
	amount_too_small: { message: '`amount` is below 50 cents, the least that Stripe debits.', display: null },
	amount_too_large: { message: '`amount` is more than can be taken or given back.', display: null },
	currency_not_supported: { message: 'ACH knows US dollars only: leave `currency` out.', display: null },
	balance_insufficient: {
		message: 'The balance of the account does not suffice. Nothing was debited.',
		display: 'There is not enough money in this account. Please choose another way to pay.',
	},
	balance_unknown: {
		message:
			'The bank did not tell the balance. Nothing was debited: try again, or send `check_balance: "preferred"`.',
		display: 'Your bank is not responding. Please try again later.',
	},
	payment_not_found: { message: 'There is no payment with this id.', display: null },
	payment_refused: {
		message: 'Stripe refused the debit; its codes stand in `stripe`. The payment has failed.',
		display: 'This account cannot be debited. Please choose another way to pay.',
	},
	payment_not_cancelable: {
		message:
			'It is too late: the debit has been handed to the bank, or has ended. Refund it once it has succeeded.',
		display: null,
	},
	payment_not_refundable: {
		message: 'Only a debit that has succeeded, or is on its way, can be refunded, and none that is disputed.',
		display: null,
	},

	configuration_invalid: {
		message: `The backend’s configuration is incomplete or wrong. ${merchantOnly}`,
		display: notAvailable,
	},
	plaid_credentials_invalid: {
		message: `Plaid refuses this deployment. ${merchantOnly}`,
		display: notAvailable,
		cure: 'Plaid refuses PLAID_CLIENT_ID and PLAID_SECRET. Take both from https://dashboard.plaid.com/developers/keys; each environment (PLAID_ENV) has a secret of its own.',
	},
	plaid_not_enabled: {
		message: `Plaid has not enabled something that this deployment asks for. ${merchantOnly}`,
		display: notAvailable,
		cure: 'Plaid has not enabled a product, country or environment for this client. Compare PLAID_ENV, PRODUCTS, OPTIONAL_PRODUCTS and COUNTRY_CODES with https://dashboard.plaid.com/settings/team/products and ask Plaid for what is missing.',
	},
	stripe_not_linked: {
		message: `Plaid cannot make a Stripe token for this deployment. ${merchantOnly}`,
		display: notAvailable,
		cure: 'Stripe is not connected to this Plaid client. Connect it at https://dashboard.plaid.com/developers/integrations (Stripe), switch ACH Direct Debit on in Stripe’s payment methods, and ask Plaid and Stripe to enable the integration. The same requests then succeed; nobody has to connect a bank again.',
	},
	stripe_account_invalid: {
		message: `Stripe refused the account through Plaid. ${merchantOnly}`,
		display: notAvailable,
		cure: 'Stripe refused to make a bank account token. Check at https://dashboard.stripe.com/settings/payments that ACH Direct Debit is on, and at https://dashboard.plaid.com/developers/integrations that the linked Stripe account is the right one; if both are, it is a fault of Stripe’s that passes.',
	},

	stripe_not_configured: {
		message: 'This backend takes no payments: STRIPE_SECRET_KEY is missing.',
		display: null,
	},
	stripe_credentials_invalid: {
		message: `Stripe refuses this deployment. ${merchantOnly}`,
		display: notAvailable,
		cure: 'Stripe refuses STRIPE_SECRET_KEY. Take a key from https://dashboard.stripe.com/apikeys and run `npx wrangler secret put STRIPE_SECRET_KEY`.',
	},
	stripe_permission_missing: {
		message: `The key for Stripe lacks a permission. ${merchantOnly}`,
		display: notAvailable,
		cure: 'STRIPE_SECRET_KEY lacks a permission: `npm run doctor` tells which. Add it at https://dashboard.stripe.com/apikeys.',
	},
	stripe_ach_not_enabled: {
		message: `Stripe takes no ACH debits for this deployment. ${merchantOnly}`,
		display: notAvailable,
		cure: 'Switch ACH Direct Debit on at https://dashboard.stripe.com/settings/payment_methods, and ask plaid-referral@stripe.com to enable Plaid with PaymentIntents.',
	},
	webhook_not_configured: {
		message:
			'This backend takes no webhooks of Stripe: STRIPE_SECRET_KEY or STRIPE_WEBHOOK_SECRET is missing.',
		display: null,
		cure: 'Stripe sends webhooks, and STRIPE_SECRET_KEY or STRIPE_WEBHOOK_SECRET is missing. Take the signing secret from https://dashboard.stripe.com/webhooks and run `npx wrangler secret put STRIPE_WEBHOOK_SECRET`.',
	},
	events_not_configured: {
		message: 'There is no EVENTS_URL: this backend sends no events. They are listed at GET /v1/events.',
		display: null,
	},

	plaid_rate_limited: {
		message: 'Plaid limits how often it may be asked. Send the same request again later.',
		display: tryAgain,
	},
	plaid_unavailable: {
		message: 'Plaid did not answer, or has trouble of its own. Send the same request again.',
		display: tryAgain,
	},
	plaid_answer_invalid: {
		message: 'Plaid answered something that is not of its API. Send the same request again.',
		display: tryAgain,
	},
	plaid_request_refused: {
		message: 'Plaid refused the request; its codes stand in `plaid`, its words in the log of the backend.',
		display: startAgain,
	},
	stripe_rate_limited: {
		message: 'Stripe limits how often it may be asked. Send the same request again later.',
		display: tryAgain,
	},
	stripe_unavailable: {
		message:
			'Stripe did not answer, or has trouble of its own. Send the same request again, with the same key.',
		display: tryAgain,
	},
	stripe_request_refused: {
		message: 'Stripe refused the request; its codes stand in `stripe`, its words in the log of the backend.',
		display: startAgain,
	},
	store_unavailable: {
		message: 'The database does not answer. Send the same request again.',
		display: tryAgain,
	},
	internal_error: {
		message: 'Something unforeseen happened. The log of the backend has it under this request id.',
		display: tryAgain,
	},
};

/** The shape of Stripe's endpoints. `endpoint-table.ts` gives each one its method and path. */
import type { State } from '../state.ts';
import type { Form } from './requests/form.ts';

/** The sandbox's state, and whether the caller acts in live or in test mode. */
export type Scope = { state: State; livemode: boolean };

/** Why something happens: because of a request, or on a schedule. Events name the request. */
export type Cause = Scope & {
	request: { id: string | null; idempotency_key: string | null };
};

/** The cause of what happens without a request, such as a bank's answer. */
export const withoutRequest = (state: State, livemode: boolean): Cause => ({
	state,
	livemode,
	request: { id: null, idempotency_key: null },
});

/** A call with a valid key, whose parameters the endpoint accepts. */
export type StripeCall = Cause & {
	version: string;
	/** The values of the path's `:names`. */
	path: Record<string, string>;
	parameters: Form;
};

/** The value of `object` in a response, or the name of a hash that contains expandable fields. */
export type Resource =
	| 'account'
	| 'balance_transaction'
	| 'bank_account'
	| 'capability'
	| 'charge'
	| 'customer'
	| 'dispute'
	| 'event'
	| 'mandate'
	| 'payment_intent'
	| 'payment_method'
	| 'payment_method_configuration'
	| 'payment_method_details'
	| 'refund'
	| 'setup_intent'
	| 'token'
	| 'us_bank_account'
	| 'webhook_endpoint';

/** What an endpoint returns. `expand` depends on it. */
export type Returns = Resource | { listOf: Resource };

/** Every response of Stripe's names its type in `object`. */
export type StripeObject = { object: string };

export type StripeEndpoint = {
	/** The permission that a restricted key needs, e.g. `rak_customer_write`. */
	permission: string;
	/** The accepted parameters. Every endpoint also accepts `expand`. */
	parameters: readonly string[];
	returns: Returns;
	/** Returns the body of a 200 before `expand`, or throws a `StripeRefusal`. The caller copies the body. */
	handle: (call: StripeCall) => StripeObject;
};

/** Times as Stripe writes them: seconds since 1970. */
export const stripeTime = (ms: number): number => Math.floor(ms / 1000);

import type { Cause } from './emit.ts';
import type { Form } from './form.ts';

/** A call to Stripe's API whose key was good and whose parameters are known. */
export type StripeCall = Cause & {
	version: string;
	/** What the path's `:names` stand for. */
	path: Record<string, string>;
	parameters: Form;
};

export type StripeEndpoint = {
	method: 'GET' | 'POST' | 'DELETE';
	/** With `:name` for a segment that varies. */
	path: string;
	/** What a restricted key needs. */
	permission: string;
	/** The parameters that it takes, beside `expand`. */
	parameters: readonly string[];
	/** The kind of object that it answers with: `customer`, `list of customer`. */
	returns: string;
	/** The object of a 200, not yet expanded; it is copied before it leaves. Or throws a `StripeRefusal`. */
	answer: (call: StripeCall) => StripeObject;
};

/** Anything that Stripe answers: it tells by `object` what it is. */
export type StripeObject = { object: string };

/** Times as Stripe writes them: seconds since 1970. */
export const stripeTime = (ms: number): number => Math.floor(ms / 1000);

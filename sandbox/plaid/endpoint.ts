import type * as v from 'valibot';
import type { State } from '../state.ts';
import { checkFields } from './fields.ts';

/** A call to Plaid's API whose credentials were good. `body` is without them. */
export type PlaidCall = {
	state: State;
	clientId: string;
	requestId: string;
	body: Record<string, unknown>;
};

/** Answers with the body of a 200, or throws a `PlaidRefusal`. */
export type PlaidEndpoint = (call: PlaidCall) => object | Promise<object>;

/** An endpoint whose fields are checked before it begins. */
export const endpoint =
	<Schema extends v.GenericSchema>(
		fields: Schema,
		answer: (call: PlaidCall, request: v.InferOutput<Schema>) => object | Promise<object>,
	): PlaidEndpoint =>
	(call) =>
		answer(call, checkFields(fields, call.body));

/** Times as Plaid writes them: ISO 8601 in UTC, whole seconds. */
export const plaidTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

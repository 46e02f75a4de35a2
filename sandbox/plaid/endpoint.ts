/** The shape of Plaid's endpoints. `endpoint-table.ts` lists them. */
import type * as v from 'valibot';
import type { State } from '../state.ts';
import { checkFields } from './fields.ts';

/** A call to Plaid's API with valid credentials. `fields` is the body without them. */
export type PlaidCall = {
	state: State;
	clientId: string;
	requestId: string;
	fields: Record<string, unknown>;
};

/** Returns the body of a 200, or throws a `PlaidRefusal`. */
export type PlaidEndpoint = (call: PlaidCall) => object | Promise<object>;

/** Makes an endpoint that validates its fields before the handler runs. */
export const endpoint =
	<Schema extends v.GenericSchema>(
		schema: Schema,
		handler: (call: PlaidCall, request: v.InferOutput<Schema>) => object | Promise<object>,
	): PlaidEndpoint =>
	(call) =>
		handler(call, checkFields(schema, call.fields));

/** Times as Plaid writes them: ISO 8601 in UTC, whole seconds. */
export const plaidTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

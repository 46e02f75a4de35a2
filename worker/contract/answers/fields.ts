/** Properties that several answers share. */
import * as v from 'valibot';
import { described, nullable } from '../describe.ts';

/** One of our ids, such as `conn_…`. */
export function id(prefix: string, description: string) {
	return described(
		v.pipe(v.string(), v.startsWith(`${prefix}_`)),
		description,
		`${prefix}_0f2b716b362c4b739732dbb0fdf763c7`,
	);
}

const timestamp = v.pipe(v.string(), v.isoTimestamp());
const exampleTime = '2026-11-21T09:00:00.000Z';

/** A time in ISO 8601, UTC, with milliseconds. */
export function time(description: string) {
	return described(timestamp, description, exampleTime);
}

/** A time that may be null. The description says what null means. */
export function timeOrNull(description: string) {
	return nullable(timestamp, description, exampleTime);
}

/** US cents that are never negative. */
export function cents(description: string, ...examples: number[]) {
	return described(v.pipe(v.number(), v.integer(), v.minValue(0)), description, ...examples);
}

/** The constant that names the kind of an object. */
export function objectName<const Name extends string>(name: Name) {
	return described(v.literal(name), `Always \`${name}\`: the kind of this object.`);
}

export const livemode = described(
	v.boolean(),
	'True with Plaid’s production environment and Stripe’s live mode, false with sandbox and test mode.',
);

export const requestId = id(
	'req',
	'The id of this request, as in the header `Request-Id`. The Worker’s log line has it too.',
);

export const nextCursor = described(
	v.nullable(v.string()),
	'Send it as `cursor` to get the next page. Null on the last page.',
);

export const textsByName = v.record(v.string(), v.string());

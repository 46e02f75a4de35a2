/** Faults: what happens to a call instead of its work, before it or after it. Set through `/_sandbox/faults`. */
import * as v from 'valibot';
import { matchPath } from './router.ts';

const kind = v.union(
	[
		v.strictObject({
			plaid_error: v.strictObject({
				error_type: v.string(),
				error_code: v.string(),
				error_message: v.exactOptional(v.string()),
			}),
		}),
		v.strictObject({
			stripe_error: v.strictObject({
				type: v.string(),
				code: v.exactOptional(v.string()),
				message: v.exactOptional(v.string()),
				param: v.exactOptional(v.string()),
				status: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))),
			}),
		}),
		v.strictObject({
			status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
			body: v.exactOptional(v.unknown()),
		}),
		v.strictObject({ delay_ms: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)) }),
		v.strictObject({ cut: v.picklist(['before', 'after']) }),
		v.strictObject({ malformed: v.literal(true) }),
	],
	'must be one of {"plaid_error": {"error_type", "error_code"}}, {"stripe_error": {"type", "code"}}, {"status", "body"}, {"delay_ms"}, {"cut": "before"}, {"cut": "after"}, {"malformed": true}',
);

export const faultFields = v.strictObject({
	path: v.pipe(v.string(), v.startsWith('/')),
	method: v.exactOptional(v.pipe(v.string(), v.toUpperCase())),
	item: v.exactOptional(v.string()),
	times: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
	fault: kind,
});

/**
 * `path` is exact, has `:name` for any one segment, or ends in `*` for any rest. `item` is an Item's id.
 * `times` is how often the fault still happens; without it, the fault always happens.
 */
export type Fault = v.InferOutput<typeof faultFields>;
export type FaultKind = Fault['fault'];

/** Finds the first fault that matches the call, and counts its use. */
export function takeFault(
	faults: Fault[],
	call: { method: string; path: string; itemId: string | null },
): FaultKind | undefined {
	const index = faults.findIndex(
		({ path, method, item }) =>
			matchesPath(path, call.path) &&
			(method === undefined || method === call.method) &&
			(item === undefined || item === call.itemId),
	);
	const found = faults[index];
	if (!found) return undefined;
	if (found.times !== undefined) {
		found.times -= 1;
		if (found.times === 0) faults.splice(index, 1);
	}
	return found.fault;
}

const matchesPath = (pattern: string, path: string): boolean =>
	pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : matchPath(pattern, path) !== null;

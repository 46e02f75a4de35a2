import * as v from 'valibot';
import type { Call } from './journal.ts';
import { mask, maskText } from './masking.ts';

const time = v.pipe(v.number(), v.finite(), v.minValue(0));
const short = v.pipe(v.string(), v.maxLength(500));

/** What the page tells of its own part: shown to its own shopper and used for nothing else. */
export const pageReportBody = v.strictObject({
	/** When the page was opened: milliseconds since 1970. */
	started_at: time,
	calls: v.pipe(
		v.array(
			v.strictObject({
				at: time,
				duration_ms: time,
				to: v.picklist(['Plaid', 'Your Worker', 'Your server']),
				method: v.picklist(['GET', 'POST']),
				path: short,
				status: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599))),
				request: v.unknown(),
				answer: v.unknown(),
			}),
		),
		v.maxLength(100),
	),
	events: v.pipe(v.array(v.strictObject({ at: time, name: short })), v.maxLength(200)),
});

export type PageReport = { startedAt: number; calls: Call[]; events: { at: number; name: string }[] };

/** The page masks before it sends; a second time costs nothing. */
export function readPageReport(body: v.InferOutput<typeof pageReportBody>): PageReport {
	return {
		startedAt: body.started_at,
		calls: body.calls.map((call) => ({
			at: call.at,
			duration_ms: Math.round(call.duration_ms),
			from: 'Your page',
			to: call.to,
			method: call.method,
			path: maskText(call.path),
			status: call.status,
			request: mask(call.request),
			answer: mask(call.answer),
		})),
		events: body.events,
	};
}

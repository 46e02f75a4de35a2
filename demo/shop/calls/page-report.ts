import * as v from 'valibot';
import type { Call } from './call-log.ts';
import { mask, maskText } from './masking.ts';

const time = v.pipe(v.number(), v.finite(), v.minValue(0));
const shortText = v.pipe(v.string(), v.maxLength(500));

/** `POST /payment/calls`: the page's own calls and events. The shop shows them to the same browser and does no more. */
export const pageReportBody = v.strictObject({
	/** When the checkout began: milliseconds since 1970. */
	started_at: time,
	calls: v.pipe(
		v.array(
			v.strictObject({
				at: time,
				duration_ms: time,
				to: v.picklist(['Plaid', 'Your Worker', 'Your server']),
				method: v.picklist(['GET', 'POST']),
				path: shortText,
				status: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599))),
				request: v.unknown(),
				answer: v.unknown(),
			}),
		),
		v.maxLength(100),
	),
	events: v.pipe(v.array(v.strictObject({ at: time, name: shortText })), v.maxLength(200)),
});

export type PageReport = { startedAt: number; calls: Call[]; events: { at: number; name: string }[] };

/** The page masks its calls before it sends them. The server masks them again, because it cannot trust the page. */
export function readPageReport(body: v.InferOutput<typeof pageReportBody>): PageReport {
	return {
		startedAt: body.started_at,
		calls: body.calls.map((call) => ({
			...call,
			duration_ms: Math.round(call.duration_ms),
			from: 'Your page',
			path: maskText(call.path),
			request: mask(call.request),
			answer: mask(call.answer),
		})),
		events: body.events,
	};
}

import * as v from 'valibot';
import type { Call } from './call-log.ts';
import { mask, maskText } from './masking.ts';

/** `GET /_sandbox/requests`. */
const answer = v.object({
	requests: v.array(
		v.object({
			api: v.string(),
			method: v.string(),
			path: v.string(),
			status: v.number(),
			body: v.unknown(),
			response: v.unknown(),
			wall_ms: v.number(),
			duration_ms: v.number(),
		}),
	),
});

const apis: Partial<Record<string, 'Plaid' | 'Stripe'>> = { plaid: 'Plaid', stripe: 'Stripe' };

/**
 * Reads the calls that the sandbox received as Plaid and as Stripe, from any client. With real keys, only the Worker's
 * own log has them.
 *
 * Returns an empty list if the sandbox does not answer: the other calls are worth showing without them.
 */
export async function readSandboxRequests(sandboxUrl: string): Promise<Call[]> {
	try {
		const response = await fetch(`${sandboxUrl}/_sandbox/requests`, { signal: AbortSignal.timeout(5000) });
		const { requests } = v.parse(answer, await response.json());
		return requests.flatMap(({ api, method, path, status, body, response, wall_ms, duration_ms }) => {
			const to = apis[api];
			if (!to) return [];
			return {
				at: wall_ms,
				duration_ms: Math.round(duration_ms),
				from: 'Your Worker' as const,
				to,
				method,
				path: maskText(path),
				status: status || null,
				request: mask(body),
				answer: mask(response),
			};
		});
	} catch (error) {
		console.error(`The sandbox at ${sandboxUrl} did not list its requests: ${error}`);
		return [];
	}
}

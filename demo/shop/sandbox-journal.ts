import * as v from 'valibot';
import type { Call } from './journal.ts';
import { mask, maskText } from './masking.ts';

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

const names: Partial<Record<string, 'Plaid' | 'Stripe'>> = { plaid: 'Plaid', stripe: 'Stripe' };

/**
 * What the sandbox was asked of as Plaid and as Stripe, by anybody: the Worker's half of the story. With real keys only
 * the Worker's own log knows it.
 *
 * @returns an empty list where the sandbox does not answer: the rest is worth showing without it.
 */
export async function readWorkersCalls(sandboxUrl: string): Promise<Call[]> {
	try {
		const response = await fetch(`${sandboxUrl}/_sandbox/requests`, { signal: AbortSignal.timeout(5000) });
		const { requests } = v.parse(answer, await response.json());
		return requests.flatMap(({ api, method, path, status, body, response, wall_ms, duration_ms }) => {
			const to = names[api];
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
		console.error(`The sandbox at ${sandboxUrl} did not tell its requests: ${error}`);
		return [];
	}
}

/** How the page and the merchant's server call the Worker: they repeat requests as real clients do. */

import type { Cluster } from './cluster.ts';
import { randomUUID } from './ids.ts';
import type { Kernel } from './virtual-time.ts';

export const pageOrigin = 'https://shop.example';
export const workerOrigin = 'https://bank.shop.example';
export const apiKey = 'psc_key_of_the_merchant_server';

export type Answer = { status: number; headers: Headers; body: Record<string, unknown>; text: string };

export type Clients = ReturnType<typeof createClients>;

/** A request that is repeated with growing pauses has its answer by then, even in a storm. */
const slowMs = 20 * 60 * 60 * 1000;

/** Nobody waits for an answer longer than this. */
const clientTimeoutMs = 60_000;

export function createClients({
	kernel,
	cluster,
	seen,
	slow,
}: {
	kernel: Kernel;
	cluster: Cluster;
	/** Every answer that leaves the Worker. */
	seen: (answer: Answer, request: string) => void;
	/** A request took too many attempts, and too long. */
	slow: (attempts: number, ms: number) => void;
}) {
	/** One request. Null when no answer came. */
	async function once(path: string, init: RequestInit): Promise<Answer | null> {
		await kernel.sleep(kernel.random.integer(10, 150));
		const request = new Request(`${workerOrigin}${path}`, init);
		try {
			const response = await Promise.race([
				cluster.fetch(request),
				kernel.sleep(clientTimeoutMs).then(() => {
					throw new Error('timeout');
				}),
			]);
			const text = await response.text();
			const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
			const answer = { status: response.status, headers: response.headers, body, text };
			seen(answer, `${request.method} ${path}`);
			await kernel.sleep(kernel.random.integer(10, 150));
			return answer;
		} catch {
			return null;
		}
	}

	const post = (path: string, body: object, headers: Record<string, string>) =>
		once(path, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
	const authorization = { Authorization: `Bearer ${apiKey}` };

	/** Repeats until a definite answer: null when there was none in that many attempts. */
	async function untilDefinite(
		attempt: () => Promise<Answer | null>,
		{ attempts, longestPauseMs }: { attempts: number; longestPauseMs: number },
	): Promise<Answer | null> {
		const began = kernel.now;
		for (let count = 0; count < attempts; count++) {
			const answer = await attempt();
			if (answer && !isRetryable(answer)) {
				if (count > 12 && kernel.now - began > slowMs) slow(count, kernel.now - began);
				return answer;
			}
			const base = Math.min(longestPauseMs, 1_000 * 2 ** count);
			await kernel.sleep(kernel.random.integer(Math.ceil(base / 2), base));
		}
		return null;
	}

	return {
		/** As the element posts: for about a minute. */
		page: (path: string, body: object): Promise<Answer | null> =>
			untilDefinite(
				() =>
					post(path, body, {
						Origin: pageOrigin,
						'CF-Connecting-IP': '203.0.113.9',
						'User-Agent': 'Browser',
					}),
				{ attempts: 6, longestPauseMs: 15_000 },
			),
		/** As the merchant's server posts: once. */
		merchantOnce: (
			path: string,
			body: object,
			key: string = randomUUID(kernel.random),
		): Promise<Answer | null> => post(path, body, { ...authorization, 'Idempotency-Key': key }),
		/** As a merchant's job posts: with one key, for about two days. */
		merchant: (path: string, body: object, key: string = randomUUID(kernel.random)): Promise<Answer | null> =>
			untilDefinite(() => post(path, body, { ...authorization, 'Idempotency-Key': key }), {
				attempts: 40,
				longestPauseMs: 2 * 60 * 60 * 1000,
			}),
		read: (path: string): Promise<Answer | null> => once(path, { headers: authorization }),
		remove: (path: string): Promise<Answer | null> =>
			untilDefinite(() => once(path, { method: 'DELETE', headers: authorization }), {
				attempts: 20,
				longestPauseMs: 60 * 60 * 1000,
			}),
	};
}

export function isRetryable({ status, body }: Answer): boolean {
	const error = body.error as { retryable?: boolean } | undefined;
	// A server error without a word about it is repeated too, as is a misconfiguration that the merchant is fixing.
	return error?.retryable === true || status >= 500;
}

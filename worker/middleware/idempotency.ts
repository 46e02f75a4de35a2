/**
 * `Idempotency-Key` on the merchant's POSTs, as at Stripe: repeating the request returns the same answer.
 *
 * The request that is running holds a lease on the key's row, so a request that died frees the key. The error catalog says
 * which answers are stored: none to a malformed request, and none that may differ the next time.
 * @see https://docs.stripe.com/api/idempotent_requests
 */
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../app-env.ts';
import { errorCatalog } from '../contract.ts';
import { ApiError } from '../errors.ts';
import { sha256 } from '../store/encoding.ts';
import { freeKey, storeAnswer, takeKey } from '../store/idempotency-keys.ts';
import { newOwner } from '../store/leases.ts';

export const idempotent = createMiddleware<AppEnv>(async function idempotent(c, next) {
	const given = c.req.header('Idempotency-Key');
	if (given === undefined) return next();
	if (!/^[\x21-\x7e]{1,255}$/.test(given)) {
		throw new ApiError('parameter_invalid', {
			param: 'Idempotency-Key',
			message: '`Idempotency-Key` must be 1 to 255 visible ASCII characters, such as a UUID.',
		});
	}
	const database = c.get('database');
	const seal = c.get('seal');
	const now = c.get('now');
	const owner = newOwner();
	const [key, request] = await Promise.all([sha256(given), fingerprint(c.req.raw)]);
	const row = await takeKey(database, { key, request, owner, now: now() });

	if (row.request !== request) throw new ApiError('idempotency_key_reused', { param: 'Idempotency-Key' });
	if (row.status !== null && row.answer !== null) {
		c.header('Idempotent-Replayed', 'true');
		return c.body(await seal.open(row.answer, key), row.status as 200, {
			'Content-Type': 'application/json',
		});
	}
	if (row.owner !== owner) throw new ApiError('idempotency_in_progress');

	await next();
	const failure = c.get('failure');
	const storable = failure === undefined || errorCatalog[failure.code].storable;
	// Best effort from here on: a key that is neither stored nor freed is free when its lease ends.
	if (storable) {
		const answer = await seal.seal(await c.res.clone().text(), key);
		await storeAnswer(database, { key, owner, status: c.res.status, answer }).catch(() => undefined);
	} else await freeKey(database, { key, owner }).catch(() => undefined);
});

/** Reads a copy of the body, because the route reads the body again. The route refuses a body that is too large. */
async function fingerprint(request: Request): Promise<string> {
	const { body } = request.clone();
	const reader = body?.getReader();
	let text = '';
	const decoder = new TextDecoder();
	for (;;) {
		const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
		if (done || text.length > 64 * 1024) break;
		text += decoder.decode(value, { stream: true });
	}
	void reader?.cancel().catch(() => undefined);
	return sha256(`${request.method} ${new URL(request.url).pathname}\n${text}`);
}

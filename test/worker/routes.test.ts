/** Each call of the API, with what is wrong in the same way everywhere. */
import { beforeEach, describe, expect, it } from 'vitest';
import { operations } from '../../worker/openapi/operations.ts';
import { apiKey, type Backend, type ErrorBody, openBackend, origin } from './backend.ts';

let backend: Backend;
beforeEach(async () => {
	backend = await openBackend({ variables: { STRIPE_WEBHOOK_SECRET: 'whsec_x' } });
});
const code = ({ body }: { body: unknown }) => (body as ErrorBody).error?.code;
const unknownId = (path: string) =>
	path.replace('{id}', `${prefixes.find(([part]) => path.includes(part))?.[1]}_${'0'.repeat(32)}`);
const prefixes = [
	['/events', 'evt'],
	['/authorizations', 'auth'],
	['/payments', 'pay'],
	['/connections', 'conn'],
] as const;

const calls = operations.map(({ method, path, by, body }) => ({
	method: method.toUpperCase(),
	path,
	by,
	takesBody: body !== undefined,
}));
const ofMerchant = calls.filter(({ by }) => by === 'merchant');
const withBody = calls.filter(({ takesBody }) => takesBody);

const ask = (
	{ method, path }: { method: string; path: string },
	{ headers = {}, body }: { headers?: Record<string, string>; body?: string } = {},
) =>
	backend.ask(unknownId(path), {
		method,
		headers: {
			Origin: origin,
			Authorization: `Bearer ${apiKey}`,
			'Content-Type': 'application/json',
			...headers,
		},
		...(body === undefined ? {} : { body }),
	});

describe('each call of the merchant’s', () => {
	it.each(ofMerchant)('is not answered without a right key: $method $path', async (call) => {
		const body = call.takesBody ? '{}' : undefined;
		for (const [authorization, expected] of [
			['', 'api_key_missing'],
			['Basic dXNlcjpwYXNz', 'api_key_missing'],
			['Bearer wrong', 'api_key_invalid'],
			[`Bearer ${apiKey}, ${apiKey}`, 'api_key_missing'],
		] as const) {
			const answer = await ask(call, {
				headers: { Authorization: authorization },
				...(body === undefined ? {} : { body }),
			});
			expect([answer.status, code(answer)]).toEqual([401, expected]);
		}
	});

	it.each(ofMerchant.filter(({ path }) => path.includes('{id}')))(
		'says that an unknown id is none: $method $path',
		async (call) => {
			const answer = await ask(call, call.takesBody ? { body: '{}' } : {});
			expect([answer.status, code(answer)]).toEqual([
				404,
				expect.stringMatching(/^(connection|event|authorization|payment)_not_found$/),
			]);
			expect(backend.sandbox.requests()).toEqual([]);
		},
	);
});

describe('each call with a body', () => {
	it.each(withBody)('takes JSON objects only: $method $path', async (call) => {
		for (const body of ['', '{', '[]', 'null', '7']) {
			const answer = await ask(call, { body });
			expect([answer.status, code(answer)]).toEqual([400, 'body_not_json']);
		}
		const type = call.by === 'merchant' ? 'text/plain' : 'text/html';
		const typed = await ask(call, { body: '{}', headers: { 'Content-Type': type } });
		expect([typed.status, code(typed)]).toEqual([415, 'content_type_unsupported']);
	});

	it.each(withBody)('takes no more than 16 KB: $method $path', async (call) => {
		const answer = await ask(call, { body: JSON.stringify({ note: 'x'.repeat(200_000) }) });
		expect([answer.status, code(answer)]).toEqual([413, 'body_too_large']);
	});

	it.each(withBody)('takes no field that it does not know: $method $path', async (call) => {
		const answer = await ask(call, { body: '{"livemode": true}' });
		expect([answer.status, code(answer)]).toEqual([400, 'parameter_unknown']);
	});
});

/** Bodies that are valid, so that the store is reached. Other calls take an empty object. */
const connection = `conn_${'0'.repeat(32)}`;
const bodies: Record<string, object> = {
	'/v1/sessions': { client_user_id: 'a' },
	'/v1/bank_account_tokens': {
		link_token: 'link-sandbox-1',
		public_token: 'public-sandbox-1',
		account_id: 'a',
	},
	'/v1/authorizations': { link_token: 'link-sandbox-1', connection },
	'/v1/connections/{id}': { client_user_id: 'a' },
	'/v1/payments': { connection, amount: 100, purpose: 'goods' },
};
/** Calls that do not get as far as the store. */
const withoutStore: Record<string, [status: number, code: string | undefined]> = {
	'/v1/institutions': [200, undefined],
	'/webhooks/plaid': [401, 'webhook_invalid'],
	'/webhooks/stripe': [401, 'webhook_invalid'],
};

it.each(calls)('$method $path answers 503 while the database cannot be reached', async (call) => {
	backend = await openBackend({
		variables: { STRIPE_WEBHOOK_SECRET: 'whsec_x' },
		database: (database) =>
			new Proxy(database, {
				get: (target, name) => {
					if (name === 'prepare' || name === 'batch') {
						return () => {
							throw new Error('D1_ERROR: Network connection lost.');
						};
					}
					return Reflect.get(target, name);
				},
			}),
	});
	const body = call.takesBody ? JSON.stringify(bodies[call.path] ?? {}) : undefined;
	const answer = await ask(call, {
		headers: { 'Idempotency-Key': 'a' },
		...(body === undefined ? {} : { body }),
	});
	// Health lists its checks in place of an error.
	const unavailable = [503, call.path === '/health' ? undefined : 'store_unavailable'];
	expect([answer.status, code(answer)]).toEqual(withoutStore[call.path] ?? unavailable);
});

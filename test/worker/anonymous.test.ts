/** Callers without a key, a session or a signature: they write nothing and change no report of the Worker's health. */
import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorCatalog } from '../../worker/contract.ts';
import { ApiError } from '../../worker/errors.ts';
import { errorResponse } from '../../worker/middleware/error-response.ts';
import { openBackend, origin, tables } from './backend.ts';

const paths = [
	'/webhooks/stripe',
	'/webhooks/plaid',
	'/v1/sessions',
	'/v1/payments',
	'/v1/events/evt_1/send',
	'/v1/connections/conn_1',
	'/v1/bank_account_tokens',
	'/v1/authorizations',
	'/v1/link_tokens',
	'/v1/nothing',
	'/health',
];

describe('an anonymous request', () => {
	it.each([{}, { STRIPE_SECRET_KEY: undefined }, { STRIPE_WEBHOOK_SECRET: 'whsec_x' }])(
		'of any kind writes nothing (%o)',
		async (variables) => {
			let written = 0;
			const backend = await openBackend({
				variables,
				database: (database) =>
					new Proxy(database, {
						get(target, name) {
							if (name === 'batch')
								return async (statements: D1PreparedStatement[]) => {
									const results = await target.batch(statements);
									for (const { meta } of results) written += meta.rows_written;
									return results;
								};
							const value = Reflect.get(target, name);
							return typeof value === 'function' ? value.bind(target) : value;
						},
					}),
			});
			const health = async () => {
				const { body, status } = await backend.ask('/health');
				return [status, body.status];
			};
			const before = await health();
			const body = JSON.stringify({ link_token: 'link-x', public_token: 'public-x', connection: 'conn_1' });
			for (const path of paths) {
				for (const headers of [
					{},
					{ Origin: 'https://elsewhere.example' },
					{ Origin: origin },
					{ Authorization: 'Bearer wrong' },
					{ 'Stripe-Signature': 't=1,v1=00', 'Plaid-Verification': 'x.y.z' },
				]) {
					// That one makes a link session: it is what a page is for.
					if (path === '/v1/link_tokens' && 'Origin' in headers && headers.Origin === origin) continue;
					const answer = await backend.ask(path, {
						method: 'POST',
						headers: { 'Content-Type': 'application/json', ...headers } as Record<string, string>,
						body,
					});
					expect(answer.status).toBeGreaterThanOrEqual(400);
				}
			}
			expect(written).toBe(0);
			for (const table of tables) expect(await backend.rows(table), table).toEqual([]);
			expect(await health()).toEqual(before);
		},
	);

	it('that fails with any code of the catalog notes nothing unless Plaid or Stripe has refused', async () => {
		for (const code of Object.keys(errorCatalog) as ErrorCode[]) {
			const touched: string[] = [];
			const context = {
				get: (name: string) => {
					if (name === 'database') touched.push(code);
					return () => 0;
				},
				set: () => {},
				header: () => {},
				json: () => new Response(),
			} as unknown as Parameters<typeof errorResponse>[1];
			await errorResponse(new ApiError(code), context);
			expect(touched).toEqual([]);
		}
	});
});

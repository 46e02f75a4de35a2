import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plaidEndpoints } from '../../sandbox/plaid/endpoint-table.ts';
import { linkedItem, linkTokenRequest, plaid, stillSandbox } from './callers.ts';

const dates = { start_date: '2026-11-01', end_date: '2026-11-30', date_posted: '2026-11-21' };

/** Names and good values of fields, so that garbage gets past the first checks. */
async function fieldsOf(sandbox: ReturnType<typeof stillSandbox>) {
	const item = await linkedItem(sandbox, 'ins_109508', {
		products: ['auth', 'transactions'],
		override_username: 'user_transactions_dynamic',
		override_password: 'any',
		webhook: 'https://shop.example/plaid',
	});
	await sandbox.clock.advance('1m');
	const made = await plaid(sandbox, '/link/token/create', linkTokenRequest);
	return {
		...linkTokenRequest,
		...dates,
		access_token: item.access_token,
		account_id: item.accounts[0]?.account_id,
		link_token: made.body.link_token,
		public_token: item.public_token,
		institution_id: 'ins_109508',
		initial_products: ['auth'],
		options: { count: 10, account_ids: [item.accounts[0]?.account_id], override_username: 'user_custom' },
		processor: 'dwolla',
		client_transaction_id: 'payment',
		amount: 12.5,
		user: { client_user_id: 'u', phone_number: '+14155550123' },
		client_user_id: 'u',
		identity: { name: { given_name: 'Ada', family_name: 'L' } },
		key_id: 'key',
		webhook: 'https://shop.example/new',
		webhook_code: 'DEFAULT_UPDATE',
		webhook_type: 'AUTH',
		verification_status: 'automatically_verified',
		transactions: [{ date_transacted: '2026-11-21', ...dates, amount: 1, description: 'x' }],
		cursor: 'now',
		count: 5,
		offset: 0,
		query: 'plat',
		redirect_uri: 'https://shop.example/bank',
	};
}

it.each(Object.keys(plaidEndpoints).map((key) => key.replace('POST ', '')))(
	'%s never fails with an internal error',
	async (path) => {
		const sandbox = stillSandbox({ webhookFetch: async () => new Response() });
		const good = await fieldsOf(sandbox);
		const garbage = fc.dictionary(
			fc.constantFrom(...Object.keys(good), 'constructor', '__proto__'),
			fc.jsonValue(),
			{
				maxKeys: 4,
			},
		);
		const chosen = fc.subarray(Object.keys(good), { minLength: 0 });
		await fc.assert(
			fc.asyncProperty(chosen, garbage, async (names, values) => {
				const fields = Object.fromEntries(names.map((name) => [name, good[name as keyof typeof good]]));
				const { status, body } = await plaid(sandbox, path, { ...fields, ...values });
				expect(status).toBeLessThan(500);
				expect(body).toHaveProperty(status === 200 ? 'request_id' : 'error_code');
			}),
			{ numRuns: 30, seed: 20261121 },
		);
		// Field by field, on top of a request that is good for the endpoint as far as it goes.
		for (const [name, value] of Object.entries(good)) {
			for (const wrong of [
				null,
				7,
				'',
				{},
				[],
				[null],
				{ [name]: value },
				'x'.repeat(60_000),
				Number.MAX_VALUE,
			]) {
				const needed = { ...good, [name]: wrong };
				const { status, body } = await plaid(sandbox, path, await known(sandbox, path, needed));
				expect([name, status < 500, typeof (body.request_id ?? body.error_code)]).toEqual([
					name,
					true,
					'string',
				]);
			}
		}
	},
);

/** The same fields without those that the endpoint does not know. */
async function known(
	sandbox: ReturnType<typeof stillSandbox>,
	path: string,
	fields: Record<string, unknown>,
): Promise<Record<string, unknown>> {
	const { body } = await plaid(sandbox, path, fields);
	if (body.error_code !== 'UNKNOWN_FIELDS') return fields;
	const unknown = String(body.error_message).split(': ')[1]?.split(', ') ?? [];
	return Object.fromEntries(Object.entries(fields).filter(([name]) => !unknown.includes(name)));
}

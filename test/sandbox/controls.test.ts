import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/index.ts';
import {
	bankAccountToken,
	control,
	linkedItem,
	linkTokenRequest,
	plaid,
	receiver,
	stillSandbox,
	stripe,
} from './callers.ts';

/** The ids and tokens of a short flow. */
async function runFlow(sandbox: ReturnType<typeof stillSandbox>) {
	const link = await plaid(sandbox, '/link/token/create', linkTokenRequest);
	const item = await linkedItem(sandbox);
	const btok = await bankAccountToken(sandbox, item);
	const customer = await stripe(sandbox, 'POST', '/v1/customers', `source=${btok}`);
	return { link: link.body, item, btok, customer: customer.body };
}

describe('a seed', () => {
	it('produces the same ids in another sandbox and after a reset', async () => {
		const sandbox = stillSandbox({ seed: 'one' });
		const first = await runFlow(sandbox);
		expect(await runFlow(stillSandbox({ seed: 'one' }))).toEqual(first);
		await control(sandbox, 'POST', 'reset', { seed: 'one' });
		expect(await runFlow(sandbox)).toEqual(first);
		expect(await runFlow(stillSandbox({ seed: 'two' }))).not.toEqual(first);
	});

	it('produces the same transactions, users, tokens and webhooks', async () => {
		const recordFlow = async () => {
			const { received, webhookFetch } = receiver(200);
			const sandbox = stillSandbox({ seed: 'one', webhookFetch });
			const { access_token, accounts } = await linkedItem(sandbox, 'ins_56', {
				products: ['auth', 'transactions'],
				webhook: 'https://shop.example/plaid',
			});
			await sandbox.clock.advance('25d');
			const account_id = accounts[0]?.account_id;
			const answers = [
				await plaid(sandbox, '/transactions/sync', { access_token }),
				await plaid(sandbox, '/user/create', { client_user_id: 'u' }),
				await plaid(sandbox, '/processor/token/create', { access_token, account_id, processor: 'dwolla' }),
				await plaid(sandbox, '/item/access_token/invalidate', { access_token }),
			];
			return { answers: answers.map(({ body }) => body), webhooks: received.map(({ body }) => body) };
		};
		const first = await recordFlow();
		expect(first.webhooks.length).toBeGreaterThan(10);
		expect(first.answers).toMatchObject([{ has_more: false }, {}, {}, {}]);
		expect(await recordFlow()).toEqual(first);
	});

	it('has a stream for each kind of id: more requests do not change the tokens', async () => {
		const [quiet, busy] = [stillSandbox(), stillSandbox()];
		for (let i = 0; i < 3; i++) await plaid(busy, '/institutions/get', {});
		const token = async (sandbox: typeof quiet) => (await linkedItem(sandbox)).access_token;
		expect(await token(busy)).toBe(await token(quiet));
	});

	it('is a new one by default', async () => {
		const sandbox = createSandbox();
		const before = await linkedItem(sandbox);
		sandbox.reset();
		expect((await linkedItem(sandbox)).item_id).not.toBe(before.item_id);
	});
});

describe('the controls', () => {
	it('delete everything on a reset', async () => {
		const sandbox = stillSandbox();
		const { item } = await runFlow(sandbox);
		sandbox.faults.add({ path: '/item/remove', fault: { status: 500 } });
		sandbox.stripe.set({ linked: false });
		await sandbox.clock.advance('5h');
		const { status, body } = await control(sandbox, 'POST', 'reset');
		expect([status, body]).toEqual([200, { seed: 'a test' }]);
		expect(sandbox.requests()).toEqual([]);
		expect(sandbox.faults.list()).toEqual([]);
		expect(sandbox.stripe.get()).toMatchObject({ linked: true, ach: true, mode: 'test' });
		expect((await control(sandbox, 'GET', 'clock')).body).toEqual({
			now: '2026-11-21T12:00:00.000Z',
			ahead_ms: 0,
		});
		const known = await plaid(sandbox, '/item/get', { access_token: item.access_token });
		expect(known.body['error_code']).toBe('INVALID_ACCESS_TOKEN');
	});

	it.each([
		['90s', '2026-11-21T12:01:30.000Z'],
		['4h', '2026-11-21T16:00:00.000Z'],
		['1d12h', '2026-11-23T00:00:00.000Z'],
	])('advance the clock by %s', async (advance, now) => {
		expect((await control(stillSandbox(), 'POST', 'clock', { advance })).body).toMatchObject({ now });
	});

	it('add up when the clock is advanced twice at the same time', async () => {
		const sandbox = stillSandbox();
		await Promise.all([sandbox.clock.advance('1h'), sandbox.clock.advance('2h')]);
		expect(sandbox.clock.offset()).toBe(3 * 3_600_000);
	});

	it.each(['4', '-1h', 'tomorrow', ''])(
		'refuse the duration %j and say what one looks like',
		async (advance) => {
			const { status, body } = await control(stillSandbox(), 'POST', 'clock', { advance });
			expect(status).toBe(400);
			expect((body['error'] as { message: string }).message).toContain('"1d12h"');
		},
	);

	it('connect and disconnect Stripe', async () => {
		const sandbox = stillSandbox();
		const { body } = await control(sandbox, 'POST', 'stripe', { linked: false });
		expect(body).toMatchObject({ linked: false, ach: true, mode: 'test' });
		expect(sandbox.stripe.get().linked).toBe(false);
	});

	it.each([
		['POST', 'weather', {}, 404, 'There is no control POST /_sandbox/weather'],
		['POST', 'stripe', { linked: 'yes' }, 400, "'linked'"],
		['POST', 'clock', '{"adv', 400, 'could not be parsed as JSON'],
	] as const)('refuse %s %s %j', async (method, name, body, status, message) => {
		const answer = await control(stillSandbox(), method, name, body);
		expect(answer.status).toBe(status);
		expect((answer.body['error'] as { message: string }).message).toContain(message);
	});
});

describe('the request log', () => {
	it('has every call in order, and no control', async () => {
		const sandbox = stillSandbox();
		await runFlow(sandbox);
		const { body } = await control(sandbox, 'GET', 'requests');
		const requests = body['requests'] as Record<string, unknown>[];
		expect(requests.map(({ api, method, path, status }) => [api, method, path, status].join(' '))).toEqual([
			'plaid POST /link/token/create 200',
			'plaid POST /sandbox/public_token/create 200',
			'plaid POST /item/public_token/exchange 200',
			'plaid POST /accounts/get 200',
			'plaid POST /processor/stripe/bank_account_token/create 200',
			'stripe POST /v1/customers 200',
		]);
		expect(requests[5]).toMatchObject({
			at: '2026-11-21T12:00:00.000Z',
			request_id: expect.stringMatching(/^req_/),
			body: { source: expect.stringMatching(/^btok_….{4}$/) },
			wall_ms: expect.any(Number),
			duration_ms: expect.any(Number),
		});
	});

	it('has no secret, neither of the request nor of the response', async () => {
		const sandbox = stillSandbox();
		const { link, item, btok } = await runFlow(sandbox);
		await stripe(sandbox, 'POST', '/v1/customers', `source=${btok}`); // Its refusal names the token.
		await stripe(sandbox, 'GET', `/v1/tokens/${btok}`);
		const logged = JSON.stringify(sandbox.requests());
		for (const secret of [
			item.access_token,
			item.public_token,
			btok,
			link['link_token'] as string,
			'"secret":"secret"',
		]) {
			expect(logged).not.toContain(secret);
		}
		expect(logged).toContain(`access-sandbox-…${item.access_token.slice(-4)}`);
	});

	it('has no account number, and only the length of a very long response', async () => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox, 'ins_109508', { products: ['auth', 'transactions'] });
		await sandbox.clock.advance('1m');
		await plaid(sandbox, '/auth/get', { access_token });
		await plaid(sandbox, '/transactions/sync', { access_token, count: 500 });
		const logged = sandbox.requests().slice(-2);
		expect(logged[0]?.response).toMatchObject({ numbers: { ach: [{ account: '…0000' }, {}, {}] } });
		expect(logged[1]?.response).toMatch(/^\(\d{5,} characters\)$/);
	});

	it('has the status 0 for a call that was cut', async () => {
		const sandbox = stillSandbox();
		sandbox.faults.add({ path: '/item/get', fault: { cut: 'before' } });
		await expect(plaid(sandbox, '/item/get')).rejects.toThrow('cut');
		expect(sandbox.requests()).toMatchObject([{ path: '/item/get', status: 0, response: null }]);
	});
});

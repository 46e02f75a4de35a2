import { describe, expect, it } from 'vitest';
import { bankAccountToken, control, linkedItem, plaid, stillSandbox, stripe } from './callers.ts';

const exchange = '/item/public_token/exchange';
const publicToken = async (sandbox: ReturnType<typeof stillSandbox>) =>
	(
		await plaid(sandbox, '/sandbox/public_token/create', {
			institution_id: 'ins_109508',
			initial_products: ['auth'],
		})
	).body['public_token'];

describe('a fault', () => {
	it("is one of Plaid's errors, with its documented message and status", async () => {
		const sandbox = stillSandbox();
		const down = { error_type: 'INSTITUTION_ERROR', error_code: 'INSTITUTION_DOWN' };
		sandbox.faults.add({ path: '/accounts/get', times: 1, fault: { plaid_error: down } });
		const { status, body } = await plaid(sandbox, '/accounts/get');
		expect(status).toBe(400);
		expect(body).toMatchObject({
			...down,
			error_message: 'this institution is not currently responding to this request. please try again soon',
			display_message:
				'This financial institution is not currently responding to requests. We apologize for the inconvenience.',
		});
	});

	it.each([
		['RATE_LIMIT_EXCEEDED', 'RATE_LIMIT', 429],
		['API_ERROR', 'INTERNAL_SERVER_ERROR', 500],
		['API_ERROR', 'PLANNED_MAINTENANCE', 503],
		['ITEM_ERROR', 'A_CODE_OF_TOMORROW', 400],
	])('answers %s/%s with %i', async (error_type, error_code, status) => {
		const sandbox = stillSandbox();
		sandbox.faults.add({ path: '/item/get', fault: { plaid_error: { error_type, error_code } } });
		const answer = await plaid(sandbox, '/item/get');
		expect([answer.status, answer.body['error_type'], answer.body['error_code']]).toEqual([
			status,
			error_type,
			error_code,
		]);
	});

	it("is one of Stripe's errors", async () => {
		const sandbox = stillSandbox();
		sandbox.faults.add({
			path: '/v1/customers',
			fault: { stripe_error: { type: 'invalid_request_error', code: 'rate_limit' } },
		});
		const { status, body } = await stripe(sandbox, 'POST', '/v1/customers');
		expect([status, body['error']]).toMatchObject([
			429,
			{ type: 'invalid_request_error', code: 'rate_limit' },
		]);
	});

	it('is a bare status, with a body that need not be JSON', async () => {
		const sandbox = stillSandbox();
		sandbox.faults.add({ path: '/item/get', fault: { status: 502, body: '<h1>Bad gateway</h1>' } });
		const response = await sandbox.fetch('https://sandbox.plaid.com/item/get', { method: 'POST' });
		expect([response.status, await response.text()]).toEqual([502, '<h1>Bad gateway</h1>']);
	});

	it('cuts the connection before the work: nothing was done', async () => {
		const sandbox = stillSandbox();
		const public_token = await publicToken(sandbox);
		sandbox.faults.add({ path: exchange, times: 1, fault: { cut: 'before' } });
		await expect(plaid(sandbox, exchange, { public_token })).rejects.toBeInstanceOf(TypeError);
		expect((await plaid(sandbox, exchange, { public_token })).status).toBe(200);
	});

	it('cuts the connection after the work: the token is used and the response lost', async () => {
		const sandbox = stillSandbox();
		const public_token = await publicToken(sandbox);
		sandbox.faults.add({ path: exchange, times: 1, fault: { cut: 'after' } });
		await expect(plaid(sandbox, exchange, { public_token })).rejects.toBeInstanceOf(TypeError);
		expect((await plaid(sandbox, exchange, { public_token })).body['error_code']).toBe(
			'INVALID_PUBLIC_TOKEN',
		);
	});

	it('sends half a body with the headers of the whole', async () => {
		const sandbox = stillSandbox();
		const public_token = await publicToken(sandbox);
		sandbox.faults.add({ path: exchange, fault: { malformed: true } });
		const response = await sandbox.fetch(`https://sandbox.plaid.com${exchange}`, {
			method: 'POST',
			body: JSON.stringify({ client_id: 'client', secret: 'secret', public_token }),
		});
		const text = await response.text();
		expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
		expect(text).toMatch(/^\{"access_token":"access-sandbox-/);
		expect(() => JSON.parse(text)).toThrow(SyntaxError);
	});

	it('delays the work, which is done even if the caller gives up', async () => {
		const sandbox = stillSandbox();
		const public_token = await publicToken(sandbox);
		sandbox.faults.add({ path: exchange, times: 1, fault: { delay_ms: 20 } });
		const giveUp = new AbortController();
		const waiting = sandbox.fetch(`https://sandbox.plaid.com${exchange}`, {
			method: 'POST',
			body: JSON.stringify({ client_id: 'client', secret: 'secret', public_token }),
			signal: giveUp.signal,
		});
		giveUp.abort(new Error('too long'));
		await expect(waiting).rejects.toThrow('too long');
		await expect.poll(async () => sandbox.requests().at(-1)?.status, { interval: 5 }).toBe(200);
		expect((await plaid(sandbox, exchange, { public_token })).body['error_code']).toBe(
			'INVALID_PUBLIC_TOKEN',
		);
	});

	it('happens as many times as requested, or always', async () => {
		const sandbox = stillSandbox();
		sandbox.faults.add({ path: '/institutions/*', times: 2, fault: { status: 500 } });
		sandbox.faults.add({ path: '/item/get', fault: { status: 500 } });
		const status = (path: string) =>
			sandbox
				.fetch(`https://sandbox.plaid.com${path}`, { method: 'POST' })
				.then((response) => response.status);
		expect([
			await status('/institutions/get'),
			await status('/institutions/search'),
			await status('/institutions/get'),
		]).toEqual([500, 500, 400]);
		expect([await status('/item/get'), await status('/item/get'), await status('/item/get')]).toEqual([
			500, 500, 500,
		]);
		sandbox.faults.clear();
		expect(await status('/item/get')).toBe(400);
	});

	it('applies to one Item, by its access token, its public token or its bank account token', async () => {
		const sandbox = stillSandbox();
		const [ill, well] = [await linkedItem(sandbox), await linkedItem(sandbox)];
		const [illToken, wellToken] = [
			await bankAccountToken(sandbox, ill),
			await bankAccountToken(sandbox, well),
		];
		sandbox.faults.add({ path: '*', item: ill.item_id, fault: { status: 503, body: {} } });
		const get = ({ access_token }: typeof ill) => plaid(sandbox, '/item/get', { access_token });
		expect([(await get(ill)).status, (await get(well)).status]).toEqual([503, 200]);
		expect((await plaid(sandbox, exchange, { public_token: ill.public_token })).status).toBe(503);
		const use = (token: string) => stripe(sandbox, 'POST', '/v1/customers', `source=${token}`);
		expect([(await use(illToken)).status, (await use(wellToken)).status]).toEqual([503, 200]);
	});

	it('applies to one method, and to any id in a path', async () => {
		const sandbox = stillSandbox();
		sandbox.faults.add({
			path: '/v1/customers/:id/sources',
			method: 'POST',
			fault: { status: 503, body: {} },
		});
		const { body } = await stripe(sandbox, 'POST', '/v1/customers', 'name=A');
		const path = `/v1/customers/${body['id']}/sources`;
		expect([
			(await stripe(sandbox, 'POST', path)).status,
			(await stripe(sandbox, 'GET', path)).status,
		]).toEqual([503, 200]);
	});

	it('is added, read and removed by its control', async () => {
		const sandbox = stillSandbox();
		const fault = { path: '/item/get', times: 1, fault: { cut: 'after' } };
		expect((await control(sandbox, 'POST', 'faults', fault)).body).toEqual({ faults: [fault] });
		expect((await control(sandbox, 'GET', 'faults')).body).toEqual({ faults: [fault] });
		expect((await control(sandbox, 'DELETE', 'faults')).body).toEqual({ faults: [] });
	});

	it('of an unknown kind is refused, with a list of the kinds', async () => {
		const { status, body } = await control(stillSandbox(), 'POST', 'faults', {
			path: '/item/get',
			fault: { explode: true },
		});
		expect(status).toBe(400);
		expect((body['error'] as { message: string }).message).toContain('{"cut": "after"}');
	});
});

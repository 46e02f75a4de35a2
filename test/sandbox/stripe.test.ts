import { describe, expect, it } from 'vitest';
import { parseForm } from '../../sandbox/stripe/requests/form.ts';
import { type Answer, bankAccountToken, linkedItem, stillSandbox, stripe } from './callers.ts';
import { error } from './stripe-callers.ts';

const live = { authorization: 'Bearer sk_live_0123456789' };

describe('a form body', () => {
	it('nests by brackets', () => {
		expect(
			parseForm('a[b][c]=1&list[0]=x&list[1]=y&more[]=p&more[]=q&rows[0][n]=1&name=Jenny%20%26%20Co'),
		).toEqual({
			a: { b: { c: '1' } },
			list: ['x', 'y'],
			more: ['p', 'q'],
			rows: [{ n: '1' }],
			name: 'Jenny & Co',
		});
	});

	it('cannot change Object.prototype', () => {
		parseForm('__proto__[polluted]=yes&constructor[prototype][polluted]=yes');
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

describe("Stripe's keys", () => {
	it.each([
		['no key', '', 401, 'You did not provide an API key.'],
		['a wrong key', 'Bearer sk_test_invalid_0bc', 401, 'Invalid API Key provided: sk_test_*********bc'],
		['a key of another kind', 'Bearer whatever', 401, 'Invalid API Key provided: ******er'],
		[
			'a publishable key',
			'Bearer pk_test_0123456789',
			401,
			'This API call cannot be made with a publishable API key.',
		],
	])('refuses %s', async (_what, authorization, status, message) => {
		const answer = error(await stripe(stillSandbox(), 'GET', '/v1/customers', '', { authorization }));
		expect(answer).toMatchObject({
			status,
			type: 'invalid_request_error',
			message: expect.stringContaining(message),
		});
	});

	it('also accepts a key as the user name of Basic', async () => {
		const authorization = `Basic ${btoa('sk_test_0123456789:')}`;
		expect((await stripe(stillSandbox(), 'GET', '/v1/customers', '', { authorization })).status).toBe(200);
	});

	it('names the permission that a restricted key does not have', async () => {
		const authorization = 'Bearer rk_test_limited_abcd';
		const answer = error(await stripe(stillSandbox(), 'POST', '/v1/customers', 'name=A', { authorization }));
		expect(answer.status).toBe(403);
		expect(answer.message).toMatch(
			/^The provided key 'rk_test_\*\*\*\*abcd' does not have the required permissions for this endpoint on account 'acct_\w+'\. Having the 'rak_customer_write' permission would allow this request to continue\.$/,
		);
	});
});

describe("Stripe's requests", () => {
	it('to an unknown path are refused', async () => {
		const answer = error(await stripe(stillSandbox(), 'GET', '/v1/nothing'));
		expect(answer).toMatchObject({
			status: 404,
			message: expect.stringContaining('Unrecognized request URL (GET: /v1/nothing).'),
		});
	});

	it.each([
		['name=A&colour=blue', 'parameter_unknown', 'colour', 'Received unknown parameter: colour'],
		['email=nobody', 'email_invalid', 'email', 'Invalid email address: nobody'],
		['expand[]=nothing', undefined, 'expand', 'This property cannot be expanded (nothing).'],
		['source=btok_none', 'resource_missing', 'source', "No such token: 'btok_none'"],
	])('refuse %s', async (form, code, param, message) => {
		const sandbox = stillSandbox();
		const answer = error(await stripe(sandbox, 'POST', '/v1/customers', form));
		expect(answer).toMatchObject({ status: 400, ...(code ? { code } : {}), param, message });
		const { body } = await stripe(sandbox, 'GET', '/v1/customers');
		expect(body.data).toEqual([]);
	});

	it('without a required parameter are refused with its name: parameter_missing', async () => {
		const sandbox = stillSandbox();
		const { body } = await stripe(sandbox, 'POST', '/v1/customers', 'name=A');
		const answer = error(await stripe(sandbox, 'POST', `/v1/customers/${body.id}/sources`));
		expect(answer).toMatchObject({
			status: 400,
			code: 'parameter_missing',
			param: 'source',
			message: 'Missing required param: source.',
			doc_url: 'https://stripe.com/docs/error-codes/parameter-missing',
		});
	});

	it('return their id, version and idempotency key', async () => {
		const { headers } = await stripe(stillSandbox(), 'POST', '/v1/customers', '', {
			'stripe-version': '2026-09-30.endive',
			'idempotency-key': 'k1',
		});
		expect(headers.get('request-id')).toMatch(/^req_[A-Za-z0-9]{14}$/);
		expect(headers.get('stripe-version')).toBe('2026-09-30.endive');
		expect(headers.get('idempotency-key')).toBe('k1');
	});

	it('must be forms', async () => {
		const answer = await stripe(stillSandbox(), 'POST', '/v1/customers', '{}', {
			'content-type': 'application/json',
		});
		expect(error(answer).message).toContain('application/x-www-form-urlencoded');
	});
});

describe('a bank account token at Stripe', () => {
	it('creates a Customer whose default source is the verified bank account', async () => {
		const sandbox = stillSandbox();
		const btok = await bankAccountToken(sandbox, await linkedItem(sandbox));
		const made = await stripe(
			sandbox,
			'POST',
			'/v1/customers',
			`source=${btok}&name=Jenny&metadata[order]=7&expand[]=sources`,
		);
		expect(made.body).toMatchObject({
			object: 'customer',
			name: 'Jenny',
			metadata: { order: '7' },
			livemode: false,
			sources: {
				object: 'list',
				has_more: false,
				data: [{ object: 'bank_account', status: 'verified', last4: '6789' }],
			},
		});
		const plain = await stripe(sandbox, 'GET', `/v1/customers/${made.body.id}`);
		expect(plain.body).not.toHaveProperty('sources');
		expect(plain.body.default_source).toMatch(/^ba_\w{24}$/);
	});

	it('can be used once: token_already_used', async () => {
		const sandbox = stillSandbox();
		const btok = await bankAccountToken(sandbox, await linkedItem(sandbox));
		await stripe(sandbox, 'POST', '/v1/customers', `source=${btok}`);
		const again = error(await stripe(sandbox, 'POST', '/v1/customers', `source=${btok}`));
		expect(again).toMatchObject({
			status: 400,
			type: 'invalid_request_error',
			code: 'token_already_used',
			message: `You cannot use a Stripe token more than once: ${btok}.`,
			doc_url: 'https://stripe.com/docs/error-codes/token-already-used',
		});
		expect((await stripe(sandbox, 'GET', `/v1/tokens/${btok}`)).body.used).toBe(true);
	});

	it('is refused by a Customer that has the account, and stays valid: bank_account_exists', async () => {
		const sandbox = stillSandbox();
		const item = await linkedItem(sandbox);
		const [first, second] = [await bankAccountToken(sandbox, item), await bankAccountToken(sandbox, item)];
		const { body } = await stripe(sandbox, 'POST', '/v1/customers', `source=${first}`);
		const again = error(
			await stripe(sandbox, 'POST', `/v1/customers/${body.id}/sources`, `source=${second}`),
		);
		expect(again).toMatchObject({ status: 400, code: 'bank_account_exists' });
		const elsewhere = await stripe(sandbox, 'POST', '/v1/customers', `source=${second}`);
		expect(elsewhere.status).toBe(200);
	});

	it('is not found by a key of the other mode: resource_missing', async () => {
		const sandbox = stillSandbox();
		const item = await linkedItem(sandbox);
		const test = await bankAccountToken(sandbox, item);
		const missed = error(await stripe(sandbox, 'POST', '/v1/customers', `source=${test}`, live));
		expect(missed).toMatchObject({
			status: 400,
			code: 'resource_missing',
			param: 'source',
			message: `No such token: '${test}'; a similar object exists in test mode, but a live mode key was used to make this request.`,
		});
		sandbox.stripe.set({ mode: 'live' });
		const real = await bankAccountToken(sandbox, item);
		expect((await stripe(sandbox, 'POST', '/v1/customers', `source=${real}`, live)).body.livemode).toBe(true);
	});

	it("can be one of Stripe's test tokens, any number of times", async () => {
		const sandbox = stillSandbox();
		const closed = () =>
			stripe(
				sandbox,
				'POST',
				'/v1/customers',
				'source=btok_us_verified_accountClosed&expand[]=default_source',
			);
		expect((await closed()).body.default_source).toMatchObject({ last4: '1113', status: 'verified' });
		expect((await closed()).status).toBe(200);
	});
});

describe('Customers', () => {
	it('are listed newest first, in pages', async () => {
		const sandbox = stillSandbox();
		for (const name of ['A', 'B', 'C']) await stripe(sandbox, 'POST', '/v1/customers', `name=${name}`);
		const names = ({ body }: Answer) => (body.data as { name: string }[]).map(({ name }) => name).join('');
		const first = await stripe(sandbox, 'GET', '/v1/customers?limit=2');
		expect([names(first), first.body.has_more]).toEqual(['CB', true]);
		const last = (first.body.data as { id: string }[])[1]?.id;
		const rest = await stripe(sandbox, 'GET', `/v1/customers?limit=2&starting_after=${last}`);
		expect([names(rest), rest.body.has_more]).toEqual(['A', false]);
		const back = await stripe(sandbox, 'GET', `/v1/customers?ending_before=${last}`);
		expect(names(back)).toBe('C');
		expect(error(await stripe(sandbox, 'GET', '/v1/customers?limit=101')).status).toBe(400);
	});

	it('return the holder of an account once it was set', async () => {
		const sandbox = stillSandbox();
		const { body } = await stripe(sandbox, 'POST', '/v1/customers', 'source=btok_us_verified');
		const path = `/v1/customers/${body.id}/sources/${body.default_source}`;
		await stripe(sandbox, 'POST', path, 'account_holder_name=Jenny&account_holder_type=individual');
		const list = await stripe(sandbox, 'GET', `/v1/customers/${body.id}/sources?object=bank_account`);
		expect(list.body.data).toMatchObject([
			{ account_holder_name: 'Jenny', account_holder_type: 'individual' },
		]);
	});

	it('lose a source that is deleted, and do not find unknown ones', async () => {
		const sandbox = stillSandbox();
		const { body } = await stripe(sandbox, 'POST', '/v1/customers', 'source=btok_us_verified');
		const path = `/v1/customers/${body.id}/sources/${body.default_source}`;
		expect((await stripe(sandbox, 'DELETE', path)).body).toMatchObject({
			deleted: true,
			object: 'bank_account',
		});
		expect(error(await stripe(sandbox, 'GET', path))).toMatchObject({
			status: 404,
			code: 'resource_missing',
		});
		expect((await stripe(sandbox, 'GET', `/v1/customers/${body.id}`)).body.default_source).toBeNull();
		expect(error(await stripe(sandbox, 'GET', '/v1/customers/cus_none'))).toMatchObject({
			status: 404,
			message: "No such customer: 'cus_none'",
		});
	});
});

describe('an idempotency key', () => {
	const key = { 'idempotency-key': 'order-7' };

	it('returns the first response again and does the work once', async () => {
		const sandbox = stillSandbox();
		const btok = await bankAccountToken(sandbox, await linkedItem(sandbox));
		const first = await stripe(sandbox, 'POST', '/v1/customers', `source=${btok}&name=A`, key);
		const again = await stripe(sandbox, 'POST', '/v1/customers', `name=A&source=${btok}`, key);
		expect(again.body).toEqual(first.body);
		expect(first.headers.get('idempotent-replayed')).toBeNull();
		expect(again.headers.get('idempotent-replayed')).toBe('true');
	});

	it('returns an error of started work again', async () => {
		const sandbox = stillSandbox();
		const first = await stripe(sandbox, 'POST', '/v1/customers', 'source=btok_none', key);
		const again = await stripe(sandbox, 'POST', '/v1/customers', 'source=btok_none', key);
		expect([again.status, again.body]).toEqual([400, first.body]);
		expect(again.headers.get('idempotent-replayed')).toBe('true');
	});

	it('stays free after refused parameters', async () => {
		const sandbox = stillSandbox();
		await stripe(sandbox, 'POST', '/v1/customers', 'colour=blue', key);
		expect((await stripe(sandbox, 'POST', '/v1/customers', 'name=A', key)).status).toBe(200);
	});

	it('refuses other parameters: idempotency_error', async () => {
		const sandbox = stillSandbox();
		await stripe(sandbox, 'POST', '/v1/customers', 'name=A', key);
		const other = error(await stripe(sandbox, 'POST', '/v1/customers', 'name=B', key));
		expect(other).toMatchObject({
			status: 400,
			type: 'idempotency_error',
			message:
				"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'order-7' if you meant to execute a different request.",
		});
	});

	it('is in use while the first request is in progress: idempotency_key_in_use', async () => {
		const sandbox = stillSandbox();
		sandbox.faults.add({ path: '/v1/customers', times: 1, fault: { delay_ms: 30 } });
		const first = stripe(sandbox, 'POST', '/v1/customers', 'name=A', key);
		const second = error(await stripe(sandbox, 'POST', '/v1/customers', 'name=A', key));
		expect(second).toMatchObject({ status: 409, type: 'idempotency_error', code: 'idempotency_key_in_use' });
		expect((await first).status).toBe(200);
	});

	it('expires after a day, and is separate in live mode', async () => {
		const sandbox = stillSandbox();
		const make = (headers = {}) => stripe(sandbox, 'POST', '/v1/customers', 'name=A', { ...key, ...headers });
		const first = await make();
		const inLiveMode = await make(live);
		expect(inLiveMode.body.id).not.toBe(first.body.id);
		await sandbox.clock.advance('24h');
		expect((await make()).body.id).not.toBe(first.body.id);
	});
});

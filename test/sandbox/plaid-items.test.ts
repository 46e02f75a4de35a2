import { describe, expect, it } from 'vitest';
import { bankAccountToken, linkedItem, linkTokenRequest, plaid, stillSandbox, stripe } from './callers.ts';

describe('tokens and their lifetimes', () => {
	it('look like the real ones', async () => {
		const sandbox = stillSandbox();
		const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
		const link = await plaid(sandbox, '/link/token/create', linkTokenRequest);
		const item = await linkedItem(sandbox);
		expect(link.body.link_token).toMatch(new RegExp(`^link-sandbox-${uuid}$`));
		expect(item.public_token).toMatch(new RegExp(`^public-sandbox-${uuid}$`));
		expect(item.access_token).toMatch(new RegExp(`^access-sandbox-${uuid}$`));
		expect(item.item_id).toMatch(/^[A-Za-z0-9]{37}$/);
		expect(item.accounts[0]?.account_id).toMatch(/^[A-Za-z0-9]{37}$/);
		expect(await bankAccountToken(sandbox, item)).toMatch(/^btok_[A-Za-z0-9]{24}$/);
	});

	it('expire: a link token after four hours, in update mode after thirty minutes', async () => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox);
		const { products: _products, ...update } = { ...linkTokenRequest, access_token };
		const first = await plaid(sandbox, '/link/token/create', linkTokenRequest);
		const second = await plaid(sandbox, '/link/token/create', update);
		expect(first.body.expiration).toBe('2026-11-21T16:00:00Z');
		expect(second.body.expiration).toBe('2026-11-21T12:30:00Z');
	});

	it('can be exchanged once, if it is a public token', async () => {
		const sandbox = stillSandbox();
		const { public_token } = await linkedItem(sandbox);
		const again = await plaid(sandbox, '/item/public_token/exchange', { public_token });
		expect([again.status, again.body.error_code, again.body.error_message]).toEqual([
			400,
			'INVALID_PUBLIC_TOKEN',
			'could not find matching public token',
		]);
	});

	it.each([
		['29m59s', 200],
		['30m', 400],
	])('return, for an exchange after %s, %i', async (age, status) => {
		const sandbox = stillSandbox();
		const made = await plaid(sandbox, '/sandbox/public_token/create', {
			institution_id: 'ins_109508',
			initial_products: ['auth'],
		});
		await sandbox.clock.advance(age);
		const { public_token } = made.body;
		expect((await plaid(sandbox, '/item/public_token/exchange', { public_token })).status).toBe(status);
	});

	it('belong to the client that created them', async () => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox);
		const other = await plaid(sandbox, '/item/get', { access_token, client_id: 'another' });
		expect(other.body.error_code).toBe('INVALID_ACCESS_TOKEN');
	});

	it('stay exchangeable after another client has tried', async () => {
		const sandbox = stillSandbox();
		const { body } = await plaid(sandbox, '/sandbox/public_token/create', {
			institution_id: 'ins_109508',
			initial_products: ['auth'],
		});
		const { public_token } = body;
		const other = await plaid(sandbox, '/item/public_token/exchange', { public_token, client_id: 'another' });
		expect(other.body.error_code).toBe('INVALID_PUBLIC_TOKEN');
		expect((await plaid(sandbox, '/item/public_token/exchange', { public_token })).status).toBe(200);
	});
});

describe('Items and accounts', () => {
	it('are those of user_good, in the documented order', async () => {
		const { accounts } = await linkedItem(stillSandbox());
		expect(accounts.map(({ mask }) => mask).join(' ')).toBe(
			'0000 1111 2222 3333 4444 5555 6666 7777 8888 9001 9002 9999',
		);
		expect(accounts[0]).toMatchObject({
			name: 'Plaid Checking',
			official_name: 'Plaid Gold Standard 0% Interest Checking',
			type: 'depository',
			subtype: 'checking',
			balances: {
				available: 100,
				current: 110,
				limit: null,
				iso_currency_code: 'USD',
				unofficial_currency_code: null,
			},
		});
	});

	it('are those requested; an account of another Item is refused', async () => {
		const sandbox = stillSandbox();
		const { access_token, accounts } = await linkedItem(sandbox);
		const id = accounts[1]?.account_id;
		const one = await plaid(sandbox, '/accounts/balance/get', {
			access_token,
			options: { account_ids: [id] },
		});
		expect(one.body.accounts).toMatchObject([{ account_id: id, mask: '1111' }]);
		const none = await plaid(sandbox, '/accounts/get', {
			access_token,
			options: { account_ids: ['another'] },
		});
		expect(none.body.error_code).toBe('INVALID_ACCOUNT_ID');
	});

	it('have two separate lists of products', async () => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox);
		const { item } = (await plaid(sandbox, '/item/get', { access_token })).body as {
			item: { available_products: string[]; billed_products: string[] };
		};
		expect(item.billed_products).toEqual(['auth']);
		expect(item.available_products).not.toContain('auth');
	});

	it('are gone after a removal, and so are bank account tokens', async () => {
		const sandbox = stillSandbox();
		const item = await linkedItem(sandbox);
		const btok = await bankAccountToken(sandbox, item);
		const { access_token } = item;
		const removed = await plaid(sandbox, '/item/remove', { access_token, reason_code: 'OTHER' });
		expect(Object.keys(removed.body)).toEqual(['request_id']);
		for (const path of ['/item/get', '/accounts/get', '/item/remove']) {
			expect((await plaid(sandbox, path, { access_token })).body.error_code).toBe('ITEM_NOT_FOUND');
		}
		const attached = await stripe(sandbox, 'POST', '/v1/customers', `source=${btok}`);
		expect(attached.body.error).toMatchObject({
			code: 'resource_missing',
			message: `No such token: '${btok}'`,
		});
	});
});

describe('the Stripe token of an account', () => {
	it("is always Stripe's test account, verified, without a holder", async () => {
		const sandbox = stillSandbox();
		const btok = await bankAccountToken(sandbox, await linkedItem(sandbox), '1111');
		const { body } = await stripe(sandbox, 'GET', `/v1/tokens/${btok}`);
		expect(body).toMatchObject({
			object: 'token',
			type: 'bank_account',
			used: false,
			livemode: false,
			bank_account: {
				last4: '6789',
				routing_number: '110000000',
				status: 'verified',
				account_holder_name: null,
				account_holder_type: null,
			},
		});
	});

	it("is refused while Stripe is not connected in Plaid's dashboard", async () => {
		const sandbox = stillSandbox();
		const { access_token, accounts } = await linkedItem(sandbox);
		sandbox.stripe.set({ linked: false });
		const { status, body } = await plaid(sandbox, '/processor/stripe/bank_account_token/create', {
			access_token,
			account_id: accounts[0]?.account_id,
		});
		expect([status, body.error_type, body.error_code]).toEqual([400, 'INVALID_INPUT', 'INVALID_PRODUCT']);
		expect(body.error_message).toBe(
			'The provided API keys are not enabled for the Stripe integration. Please see https://dashboard.plaid.com/developers/integrations to enable your keys for this integration.',
		);
	});

	it.each([
		['an empty account id', '', 'INVALID_FIELD', 'account_id must be a properly formatted, non-empty string'],
		['an account id of another form', 'acc-1', 'INVALID_FIELD', 'account_id must be a valid account ID'],
		[
			'an account of another Item',
			'x'.repeat(37),
			'INVALID_ACCOUNT_ID',
			'failed to find requested account ID for requested item',
		],
	])('is refused for %s', async (_what, account_id, code, message) => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox);
		const { body } = await plaid(sandbox, '/processor/stripe/bank_account_token/create', {
			access_token,
			account_id,
		});
		expect([body.error_code, body.error_message]).toEqual([code, message]);
	});

	it('is refused for a credit card', async () => {
		const sandbox = stillSandbox();
		const { access_token, accounts } = await linkedItem(sandbox);
		const account_id = accounts.find(({ mask }) => mask === '3333')?.account_id;
		const { body } = await plaid(sandbox, '/processor/stripe/bank_account_token/create', {
			access_token,
			account_id,
		});
		expect([body.error_type, body.error_code]).toEqual(['ITEM_ERROR', 'ITEM_NOT_SUPPORTED']);
	});
});

describe('institutions', () => {
	const us = { country_codes: ['US'] };

	it('are listed in pages that add up to the total', async () => {
		const sandbox = stillSandbox();
		const first = await plaid(sandbox, '/institutions/get', { ...us, count: 5, offset: 0 });
		const rest = await plaid(sandbox, '/institutions/get', { ...us, count: 500, offset: 5 });
		const ids = [first, rest].flatMap(({ body }) =>
			(body.institutions as { institution_id: string }[]).map((i) => i.institution_id),
		);
		expect(new Set(ids).size).toBe(first.body.total);
		expect(ids[0]).toBe('ins_109508');
	});

	it('are found by the beginnings of words, in the requested countries', async () => {
		const sandbox = stillSandbox();
		const names = async (fields: object) =>
			(
				(await plaid(sandbox, '/institutions/search', { ...us, ...fields })).body.institutions as {
					name: string;
				}[]
			).map(({ name }) => name);
		expect(await names({ query: 'hound' })).toEqual(['Houndstooth Bank']);
		expect(await names({ query: 'tartan dom' })).toEqual([]);
		expect(await names({ query: 'tartan dom', country_codes: ['CA'] })).toEqual([
			'Tartan-Dominion Bank of Canada',
		]);
		expect(await names({ query: 'platypus', options: { oauth: true } })).toContain('Platypus OAuth Bank');
		expect(await names({ query: 'hound', products: ['investments'] })).toEqual([]);
	});

	it('include their color only on request', async () => {
		const sandbox = stillSandbox();
		const one = { ...us, institution_id: 'ins_109512' };
		const plain = await plaid(sandbox, '/institutions/get_by_id', one);
		const more = await plaid(sandbox, '/institutions/get_by_id', {
			...one,
			options: { include_optional_metadata: true },
		});
		expect(plain.body.institution).not.toHaveProperty('primary_color');
		expect(more.body.institution).toMatchObject({ primary_color: '#004966', url: 'https://plaid.com' });
	});

	it('are refused if unknown', async () => {
		const { body } = await plaid(stillSandbox(), '/institutions/get_by_id', {
			...us,
			institution_id: 'ins_0',
		});
		expect([body.error_code, body.error_message]).toEqual([
			'INVALID_INSTITUTION',
			'invalid institution_id provided',
		]);
	});
});

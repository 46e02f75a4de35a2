import { describe, expect, it } from 'vitest';
import { type Json, linkedItem, plaid, stillSandbox } from './callers.ts';

type Numbers = Record<'ach' | 'eft' | 'international' | 'bacs', Json[]>;

async function numbersAt(institution: string, options: Parameters<typeof linkedItem>[2] = {}) {
	const sandbox = stillSandbox();
	const item = await linkedItem(sandbox, institution, options);
	const { body } = await plaid(sandbox, '/auth/get', { access_token: item.access_token });
	return { sandbox, item, body, numbers: body.numbers as Numbers };
}

describe('/auth/get', () => {
	it('returns the numbers of the three accounts that Auth supports', async () => {
		const { body, numbers } = await numbersAt('ins_109508');
		expect((body.accounts as { mask: string }[]).map(({ mask }) => mask)).toEqual(['0000', '1111', '9002']);
		expect(numbers).toMatchObject({ eft: [], international: [], bacs: [] });
		expect(
			numbers.ach.map(({ account, routing, wire_routing, is_tokenized_account_number }) => [
				account,
				routing,
				wire_routing,
				is_tokenized_account_number,
			]),
		).toEqual([
			['1111222233330000', '011401533', '021000021', false],
			['1111222233331111', '011401533', '021000021', false],
			['1111222233339002', '011401533', '021000021', false],
		]);
		expect(body.item).toMatchObject({ auth_method: 'INSTANT_AUTH' });
	});

	it.each(['ins_56', 'ins_13', 'ins_127990', 'ins_127287'])(
		'marks the numbers of %s as stand-ins, of accounts that have an id that stays',
		async (institution) => {
			const { body, numbers } = await numbersAt(institution);
			expect(numbers.ach.every((each) => each.is_tokenized_account_number)).toBe(true);
			expect(body.accounts).toMatchObject([{ persistent_account_id: expect.any(String) }, {}, {}]);
		},
	);

	it('returns the kinds of numbers of the country', async () => {
		const { numbers: canadian } = await numbersAt('ins_43');
		expect([canadian.ach, canadian.eft.length]).toEqual([[], 3]);
		expect(canadian.eft[0]).toMatchObject({ institution: '021', branch: '01140' });
		const { numbers: british } = await numbersAt('ins_117650');
		expect(british.bacs[0]).toMatchObject({ account: '31926819', sort_code: '601613' });
		expect(british.international[0]).toMatchObject({ bic: 'NWBKGB21' });
	});

	it('has none for a credit card', async () => {
		const { sandbox, item } = await numbersAt('ins_109508');
		const card = item.accounts.find(({ mask }) => mask === '3333')?.account_id;
		const { body } = await plaid(sandbox, '/auth/get', {
			access_token: item.access_token,
			options: { account_ids: [card] },
		});
		expect([body.error_type, body.error_code]).toEqual(['ITEM_ERROR', 'NO_AUTH_ACCOUNTS']);
	});
});

describe('/identity/get', () => {
	it('returns the owners of the accounts', async () => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox);
		const { body } = await plaid(sandbox, '/identity/get', { access_token });
		const [account] = body.accounts as { owners: Json[] }[];
		expect(account?.owners).toMatchObject([
			{
				names: ['Alberta Bobbeth Charleson'],
				emails: [{ data: 'accountholder0@example.com', primary: true, type: 'primary' }, {}, {}],
				phone_numbers: [{ data: '1112223333', type: 'home' }, {}, {}],
				addresses: [{ data: { street: '2992 Cameron Road', country: 'US' }, primary: true }, {}],
			},
		]);
	});
});

describe('a product', () => {
	it('is added to the Item when it is first requested', async () => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox);
		await plaid(sandbox, '/identity/get', { access_token });
		const { item } = (await plaid(sandbox, '/item/get', { access_token })).body as { item: Json };
		expect(item.products).toEqual(['auth', 'identity']);
		expect(item.available_products).not.toContain('identity');
	});

	it('is refused if the bank does not offer it', async () => {
		const sandbox = stillSandbox();
		const { access_token, accounts } = await linkedItem(sandbox, 'ins_43');
		const { body } = await plaid(sandbox, '/signal/evaluate', {
			access_token,
			account_id: accounts[0]?.account_id,
			client_transaction_id: 'payment-1',
			amount: 10,
		});
		expect([body.error_type, body.error_code]).toEqual(['ITEM_ERROR', 'PRODUCTS_NOT_SUPPORTED']);
	});
});

describe('/signal/evaluate', () => {
	async function evaluated(amount: unknown, more: Json = {}) {
		const sandbox = stillSandbox();
		const { access_token, accounts } = await linkedItem(sandbox);
		const ask = () =>
			plaid(sandbox, '/signal/evaluate', {
				access_token,
				account_id: accounts[0]?.account_id,
				client_transaction_id: 'payment-1',
				amount,
				...more,
			});
		return { ask, ...(await ask()) };
	}

	it.each([
		[20, 'ACCEPT'],
		[130, 'REVIEW'],
		[500, 'REROUTE'],
	])('evaluates a debit of %i from a balance of 100 as %s', async (amount, result) => {
		const { body } = await evaluated(amount);
		const { scores } = body as { scores: { bank_initiated_return_risk: { score: number } } };
		expect(body).toMatchObject({
			ruleset: { ruleset_key: 'default', result },
			core_attributes: { available_balance: 100, current_balance: 110 },
			warnings: [],
		});
		expect(scores.bank_initiated_return_risk.score).toBeGreaterThanOrEqual(1);
		expect(scores.bank_initiated_return_risk.score).toBeLessThanOrEqual(99);
	});

	it('accepts a client_transaction_id once', async () => {
		const { ask } = await evaluated(10);
		expect((await ask()).body).toMatchObject({
			error_type: 'SIGNAL_ERROR',
			error_code: 'CLIENT_TRANSACTION_ID_ALREADY_IN_USE',
		});
	});

	it.each([
		['an amount that is text', '10', {}, 'INVALID_FIELD'],
		['a negative amount', -1, {}, 'INVALID_FIELD'],
		['too long an id', 10, { client_transaction_id: 'x'.repeat(37) }, 'INVALID_FIELD'],
		['an unknown method', 10, { default_payment_method: 'CASH' }, 'INVALID_FIELD'],
		['an account of another Item', 10, { account_id: 'x'.repeat(37) }, 'INVALID_ACCOUNT_ID'],
		['a field that is not known', 10, { user: { age: 3 } }, 'UNKNOWN_FIELDS'],
	])('refuses %s', async (_what, amount, more, code) => {
		expect((await evaluated(amount, more)).body.error_code).toBe(code);
	});
});

describe('/processor/token/create', () => {
	async function created(fields: Json = {}, mask = '0000') {
		const sandbox = stillSandbox();
		const { access_token, accounts } = await linkedItem(sandbox);
		const account_id = accounts.find((account) => account.mask === mask)?.account_id;
		return plaid(sandbox, '/processor/token/create', {
			access_token,
			account_id,
			processor: 'dwolla',
			...fields,
		});
	}

	it('returns a token of the account', async () => {
		expect((await created()).body.processor_token).toMatch(/^processor-sandbox-[0-9a-f-]{36}$/);
	});

	it.each([
		['an unknown processor', { processor: 'mattress' }, '0000', 'INVALID_FIELD'],
		['no processor', { processor: undefined }, '0000', 'MISSING_FIELDS'],
		['an id of another form', { account_id: 'acc-1' }, '0000', 'INVALID_FIELD'],
		['a credit card', {}, '3333', 'ITEM_NOT_SUPPORTED'],
	])('refuses %s', async (_what, fields, mask, code) => {
		expect((await created(fields, mask)).body.error_code).toBe(code);
	});

	it('has a Sandbox endpoint that needs no Item', async () => {
		const { body } = await plaid(stillSandbox(), '/sandbox/processor_token/create', {
			institution_id: 'ins_109508',
		});
		expect(body.processor_token).toMatch(/^processor-sandbox-/);
	});
});

describe('/user/create', () => {
	it('returns the same id for the same user', async () => {
		const sandbox = stillSandbox();
		const create = async (client_user_id: string) =>
			(await plaid(sandbox, '/user/create', { client_user_id })).body.user_id;
		const first = await create('shopper-1');
		expect(first).toMatch(/^usr_[A-Za-z0-9]{14}$/);
		expect(await create('shopper-1')).toBe(first);
		expect(await create('shopper-2')).not.toBe(first);
	});

	it('returns the user_id that a link token accepts', async () => {
		const sandbox = stillSandbox();
		const { user_id } = (await plaid(sandbox, '/user/create', { client_user_id: 'shopper-1' })).body;
		const token = (id: unknown) =>
			plaid(sandbox, '/link/token/create', {
				client_name: 'Shop',
				language: 'en',
				country_codes: ['US'],
				products: ['auth'],
				user_id: id,
			});
		expect((await token(user_id)).body).toMatchObject({ user_id });
		expect((await token('usr_another')).body.error_code).toBe('INVALID_USER_ID');
	});

	it.each([
		['no id', {}, 'MISSING_FIELDS'],
		['too long an id', { client_user_id: 'x'.repeat(129) }, 'INVALID_FIELD'],
		[
			'a telephone number of another form',
			{ client_user_id: 'u', identity: { phone_numbers: [{ data: '555', primary: true }] } },
			'INVALID_FIELD',
		],
		['a field that is not known', { client_user_id: 'u', age: 3 }, 'UNKNOWN_FIELDS'],
	])('refuses %s', async (_what, fields, code) => {
		expect((await plaid(stillSandbox(), '/user/create', fields)).body.error_code).toBe(code);
	});
});

describe('redirect URIs', () => {
	const token = (redirect_uri: string) => ({
		...{ client_name: 'Shop', language: 'en', country_codes: ['US'], products: ['auth'] },
		...{ user: { client_user_id: 'u' }, redirect_uri },
	});

	it.each([
		['https://shop.example/bank', true],
		['https://eu.shop.example/bank', true],
		['https://shop.example/other', false],
		['https://shop.example.evil.example/bank', false],
		['https://evil.example/x.shop.example/bank', false],
	])('must be registered: %s', async (uri, allowed) => {
		const sandbox = stillSandbox();
		expect((await plaid(sandbox, '/link/token/create', token(uri))).status).toBe(200);
		sandbox.plaid.set({ redirect_uris: ['https://shop.example/bank', 'https://*.shop.example/bank'] });
		const { status, body } = await plaid(sandbox, '/link/token/create', token(uri));
		expect(status).toBe(allowed ? 200 : 400);
		if (!allowed) expect(body.error_message).toMatch(/^OAuth redirect URI must be configured/);
	});
});

import { describe, expect, it } from 'vitest';
import { linkedItem, linkTokenRequest, plaid, plaidRaw, stillSandbox } from './callers.ts';

describe("requests to Plaid's API", () => {
	it('accept credentials in the headers or the body', async () => {
		const sandbox = stillSandbox();
		const headers = { 'PLAID-CLIENT-ID': 'client', 'PLAID-SECRET': 'secret' };
		const byHeader = await plaidRaw(sandbox, '/link/token/create', JSON.stringify(linkTokenRequest), headers);
		const byBody = await plaid(sandbox, '/link/token/create', linkTokenRequest);
		expect([byHeader.status, byBody.status]).toEqual([200, 200]);
	});

	it("fail with all missing credentials in Plaid's complete error", async () => {
		const { status, body } = await plaidRaw(stillSandbox(), '/item/get', '{}');
		expect(status).toBe(400);
		expect(body).toEqual({
			display_message: null,
			documentation_url: 'https://plaid.com/docs/?ref=error#invalid-request-errors',
			error_code: 'MISSING_FIELDS',
			error_message: 'the following required fields are missing: client_id, secret',
			error_type: 'INVALID_REQUEST',
			request_id: expect.stringMatching(/^[A-Za-z0-9]{15}$/),
			suggested_action: null,
		});
	});

	it.each([
		['a wrong secret', '/item/get', '{"client_id":"client","secret":"invalid"}', 400, 'INVALID_API_KEYS'],
		['a body that is not JSON', '/item/get', '{"client_id":', 400, 'INVALID_BODY'],
		['an empty body', '/item/get', '', 400, 'INVALID_BODY'],
		['JSON that is no object', '/item/get', '[]', 400, 'INVALID_BODY'],
		['an unknown path', '/item/fetch', '{"client_id":"client","secret":"secret"}', 404, 'NOT_FOUND'],
	])('refuses %s', async (_what, path, text, status, code) => {
		const answer = await plaidRaw(stillSandbox(), path, text);
		expect([answer.status, answer.body.error_code]).toEqual([status, code]);
	});

	it("cannot reach the Sandbox's own endpoints in production", async () => {
		const answer = await stillSandbox().fetch('https://production.plaid.com/sandbox/item/reset_login', {
			method: 'POST',
			headers: { 'plaid-client-id': 'client', 'plaid-secret': 'secret' },
			body: '{}',
		});
		expect(await answer.json()).toMatchObject({
			error_code: 'SANDBOX_ONLY',
			error_message:
				'access to /sandbox/item/reset_login is only available in the sandbox environment at https://sandbox.plaid.com/',
		});
	});

	it('cannot be GET', async () => {
		const response = await stillSandbox().fetch('https://sandbox.plaid.com/item/get');
		expect(response.status).toBe(404);
	});

	it('must have a known Plaid-Version', async () => {
		const answer = await plaidRaw(stillSandbox(), '/item/get', '{"client_id":"client","secret":"secret"}', {
			'Plaid-Version': '2031-01-01',
		});
		expect(answer.body).toMatchObject({ error_type: 'INVALID_REQUEST', error_code: 'INVALID_HEADERS' });
	});
});

describe('/link/token/create', () => {
	const refusals: [string, Record<string, unknown>, string, string][] = [
		[
			'no fields at all',
			{},
			'MISSING_FIELDS',
			'the following required fields are missing: client_name, language, country_codes',
		],
		[
			'no user',
			{ ...linkTokenRequest, user: undefined },
			'MISSING_FIELDS',
			'the following required fields are missing: user',
		],
		[
			'a user without an id',
			{ ...linkTokenRequest, user: {} },
			'MISSING_FIELDS',
			'the following required fields are missing: user.client_user_id',
		],
		[
			'no products',
			{ ...linkTokenRequest, products: undefined },
			'MISSING_FIELDS',
			'the following required fields are missing: products',
		],
		[
			'an unknown field',
			{ ...linkTokenRequest, colour: 'blue' },
			'UNKNOWN_FIELDS',
			'the following fields are not recognized by this endpoint: colour',
		],
		[
			'an unknown field of the user',
			{ ...linkTokenRequest, user: { client_user_id: 'u', age: 3 } },
			'UNKNOWN_FIELDS',
			'the following fields are not recognized by this endpoint: user.age',
		],
		[
			'an empty name',
			{ ...linkTokenRequest, client_name: '' },
			'INVALID_FIELD',
			'client_name must be a properly formatted, non-empty string',
		],
		[
			'a number for a name',
			{ ...linkTokenRequest, client_name: 7 },
			'INVALID_FIELD',
			'client_name must be a properly formatted, non-empty string',
		],
		[
			'a language that Link does not speak',
			{ ...linkTokenRequest, language: 'zz' },
			'INVALID_FIELD',
			'language must be one of: da, nl, en',
		],
		[
			'an unsupported country',
			{ ...linkTokenRequest, country_codes: ['CH'] },
			'INVALID_FIELD',
			'country_codes must be one of: US',
		],
		[
			'no country',
			{ ...linkTokenRequest, country_codes: [] },
			'INVALID_FIELD',
			'country_codes must be a non-empty array',
		],
		['a user that is text', { ...linkTokenRequest, user: 'me' }, 'INVALID_FIELD', 'user must be an object'],
		[
			'an e-mail address for a user id',
			{ ...linkTokenRequest, user: { client_user_id: 'a@b.example' } },
			'INVALID_FIELD',
			'client_user_id should not contain',
		],
		[
			'an empty list of products',
			{ ...linkTokenRequest, products: [] },
			'INVALID_FIELD',
			'products must be a non-empty array',
		],
		[
			'a product that nobody has',
			{ ...linkTokenRequest, products: ['gold'] },
			'INVALID_FIELD',
			'products must be one of',
		],
		[
			'balance as a product',
			{ ...linkTokenRequest, products: ['auth', 'balance'] },
			'INVALID_PRODUCT',
			'client is not authorized to access the following products: ["balance"]',
		],
		[
			'a product in two lists',
			{ ...linkTokenRequest, optional_products: ['auth'] },
			'INVALID_FIELD',
			'products and optional_products must not overlap: auth',
		],
		[
			'a redirect URI with a query',
			{ ...linkTokenRequest, redirect_uri: 'https://shop.example/back?a=1' },
			'INVALID_FIELD',
			'redirect_uri must not contain query parameters',
		],
		[
			'a redirect URI with a fragment',
			{ ...linkTokenRequest, redirect_uri: 'https://shop.example/#back' },
			'INVALID_FIELD',
			'redirect_uri must not contain query parameters or a fragment',
		],
		[
			'a redirect URI beside an Android package',
			{ ...linkTokenRequest, redirect_uri: 'https://shop.example/', android_package_name: 'a.b' },
			'INVALID_FIELD',
			'mutually exclusive',
		],
		[
			'a webhook that is no URL',
			{ ...linkTokenRequest, webhook: 'shop' },
			'INVALID_FIELD',
			'webhook must be a valid URL',
		],
		[
			'more days than there are',
			{ ...linkTokenRequest, transactions: { days_requested: 731 } },
			'INVALID_FIELD',
			'transactions.days_requested must be an integer between 1 and 730',
		],
		[
			'an unknown access token',
			{ ...linkTokenRequest, products: undefined, access_token: 'access-production-1' },
			'INVALID_ACCESS_TOKEN',
			'could not find matching access token',
		],
	];
	it.each(refusals)('refuses %s', async (_what, fields, code, message) => {
		const { status, body } = await plaid(stillSandbox(), '/link/token/create', fields);
		expect([status, body.error_code]).toEqual([400, code]);
		expect(body.error_message).toContain(message);
	});

	it('refuses a malformed user with INVALID_USER_IDENTITY_DATA', async () => {
		const user = { client_user_id: 'u', phone_number: '555' };
		const { status, body } = await plaid(stillSandbox(), '/link/token/create', { ...linkTokenRequest, user });
		expect([status, body.error_type, body.error_code]).toEqual([
			403,
			'USER_ERROR',
			'INVALID_USER_IDENTITY_DATA',
		]);
	});

	it.each([
		['products', { products: ['auth'] }, 'products must not be set when using Link in update mode'],
		[
			'filters without account selection',
			{ account_filters: { depository: { account_subtypes: ['checking'] } } },
			'account_filters can only be used in update mode when update.account_selection_enabled is true',
		],
	])('refuses %s in update mode', async (_what, fields, message) => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox);
		const { products: _products, ...update } = { ...linkTokenRequest, access_token };
		const { body } = await plaid(sandbox, '/link/token/create', { ...update, ...fields });
		expect([body.error_code, body.error_message]).toEqual(['INVALID_FIELD', message]);
		expect((await plaid(sandbox, '/link/token/create', update)).status).toBe(200);
	});

	it('accepts a name that is too long, which Link replaces', async () => {
		const { status } = await plaid(stillSandbox(), '/link/token/create', {
			...linkTokenRequest,
			client_name: 'A name of more than thirty letters',
		});
		expect(status).toBe(200);
	});

	it('is in /link/token/get as requested', async () => {
		const sandbox = stillSandbox();
		const asked = {
			...linkTokenRequest,
			redirect_uri: 'https://shop.example/back',
			webhook: 'https://shop.example/hook',
		};
		const { body: made } = await plaid(sandbox, '/link/token/create', asked);
		const { body } = await plaid(sandbox, '/link/token/get', { link_token: made.link_token });
		expect(body).toMatchObject({
			link_token: made.link_token,
			created_at: '2026-11-21T12:00:00Z',
			expiration: '2026-11-21T16:00:00Z',
			metadata: {
				initial_products: ['auth'],
				client_name: 'Shop',
				redirect_uri: 'https://shop.example/back',
				webhook: 'https://shop.example/hook',
			},
		});
	});
});

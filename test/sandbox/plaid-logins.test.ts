import { describe, expect, it } from 'vitest';
import { type Json, linkedItem, plaid, stillSandbox } from './callers.ts';

const create = (options: Json) =>
	plaid(stillSandbox(), '/sandbox/public_token/create', {
		institution_id: 'ins_109508',
		initial_products: ['auth'],
		options,
	});

describe('a login without Link', () => {
	it.each([
		['pass_good', 200, undefined],
		['mfa_device', 200, undefined],
		['mfa_questions_2_3', 200, undefined],
		['{"recaptcha":"good"}', 200, undefined],
		['{"recaptcha":"bad"}', 400, 'RECAPTCHA_BAD'],
		['pass_bad', 400, 'INVALID_CREDENTIALS'],
		['error_ITEM_LOCKED', 400, 'ITEM_LOCKED'],
		['error_INSTITUTION_DOWN', 400, 'INSTITUTION_DOWN'],
		['error_INTERNAL_SERVER_ERROR', 500, 'INTERNAL_SERVER_ERROR'],
		['error_OF_NOBODY', 400, 'INVALID_CREDENTIALS'],
	])('with the password %s returns %i %s', async (override_password, status, code) => {
		const answer = await create({ override_password });
		expect([answer.status, answer.body.error_code]).toEqual([status, code]);
	});

	it('accepts the named users and no others', async () => {
		for (const override_username of ['user_small_business', 'user_credit_profile_good', 'user_prism_1']) {
			expect((await create({ override_username, override_password: 'any' })).status).toBe(200);
		}
		expect((await create({ override_username: 'somebody' })).body.error_code).toBe('INVALID_CREDENTIALS');
	});
});

const custom = {
	override_accounts: [
		{
			type: 'depository',
			subtype: 'checking',
			starting_balance: 6543.23,
			force_available_balance: 6000,
			meta: { name: 'Everyday', official_name: 'Everyday Checking', mask: '5555' },
			numbers: {
				account: '1111222233335555',
				ach_routing: '122105155',
				ach_wire_routing: '122105155',
			},
			identity: {
				names: ['John Smith'],
				emails: [{ primary: true, type: 'primary', data: 'john@example.com' }],
				addresses: [{ primary: true, data: { street: '1 Main St', city: 'Springfield' } }],
			},
			transactions: [
				{
					date_transacted: '2026-11-18',
					date_posted: '2026-11-19',
					amount: 12.5,
					description: 'Books',
					currency: 'USD',
				},
				{
					date_transacted: '2026-11-21',
					date_posted: '2026-11-23',
					amount: 7,
					description: 'Tea',
					currency: 'USD',
				},
			],
		},
		{ type: 'credit', subtype: 'credit card', starting_balance: 10, meta: { limit: 500 } },
	],
};

describe('a custom user', () => {
	const linked = (password: unknown, products = ['auth', 'transactions']) => {
		const sandbox = stillSandbox();
		return linkedItem(sandbox, 'ins_109508', {
			products,
			override_username: 'user_custom',
			override_password: JSON.stringify(password),
		}).then((item) => ({ sandbox, ...item }));
	};

	it('has the accounts of its JSON', async () => {
		const { sandbox, access_token } = await linked(custom);
		expect((await plaid(sandbox, '/accounts/get', { access_token })).body.accounts).toMatchObject([
			{
				name: 'Everyday',
				official_name: 'Everyday Checking',
				mask: '5555',
				subtype: 'checking',
				balances: { available: 6000, current: 6543.23, iso_currency_code: 'USD' },
			},
			{ type: 'credit', balances: { available: null, current: 10, limit: 500 } },
		]);
	});

	it('has the numbers, the identity and the transactions of its JSON', async () => {
		const { sandbox, access_token } = await linked(custom);
		await sandbox.clock.advance('1m');
		const auth = await plaid(sandbox, '/auth/get', { access_token });
		expect(auth.body.numbers).toMatchObject({
			ach: [{ account: '1111222233335555', routing: '122105155', wire_routing: '122105155' }],
		});
		const identity = await plaid(sandbox, '/identity/get', { access_token });
		expect(identity.body.accounts).toMatchObject([
			{ owners: [{ names: ['John Smith'], phone_numbers: [], addresses: [{ data: { region: null } }] }] },
			{ owners: [{ names: ['Alberta Bobbeth Charleson'] }] },
		]);
		const transactions = async () =>
			(
				(await plaid(sandbox, '/transactions/sync', { access_token })).body.added as {
					name: string;
					pending: boolean;
				}[]
			).map(({ name, pending }) => [name, pending]);
		expect(await transactions()).toEqual([
			['Books', false],
			['Tea', true],
		]);
		await sandbox.clock.advance('2d');
		expect(await transactions()).toEqual([
			['Books', false],
			['Tea', false],
		]);
	});

	it('has the accounts of user_good if its JSON has none', async () => {
		const { accounts } = await linked({});
		expect(accounts).toHaveLength(12);
	});

	it.each([
		['is not JSON', 'nonsense', 'INVALID_FIELD'],
		['has an account without a type', '{"override_accounts":[{"subtype":"checking"}]}', 'INVALID_FIELD'],
		[
			'has eleven accounts',
			JSON.stringify({ override_accounts: Array.from({ length: 11 }, () => custom.override_accounts[1]) }),
			'INVALID_FIELD',
		],
		['forces an error', '{"force_error":"ITEM_LOCKED"}', 'ITEM_LOCKED'],
		['fails at the reCAPTCHA', '{"recaptcha":"bad"}', 'RECAPTCHA_BAD'],
	])('is refused if the JSON %s', async (_what, override_password, code) => {
		const { body } = await create({ override_username: 'user_custom', override_password });
		expect(body.error_code).toBe(code);
	});
});

import { describe, expect, it } from 'vitest';
import { createClock } from '../../sandbox/clock.ts';
import { createAccounts } from '../../sandbox/plaid/accounts.ts';
import { createItem } from '../../sandbox/plaid/items.ts';
import { createState } from '../../sandbox/state.ts';
import { webhooksSettled } from '../../sandbox/webhooks.ts';
import { control, linkedItem, linkTokenRequest, plaid, receiver, start, stillSandbox } from './callers.ts';

const webhook = 'https://shop.example/webhooks/plaid';

describe('the login of an Item', () => {
	it('expires after thirty days: no data, an error in /item/get, and a webhook', async () => {
		const { codes, webhookFetch } = receiver(200);
		const sandbox = stillSandbox({ webhookFetch });
		const { access_token, accounts } = await linkedItem(sandbox, 'ins_109508', { webhook });
		await sandbox.clock.advance('29d');
		expect((await plaid(sandbox, '/auth/get', { access_token })).status).toBe(200);
		await sandbox.clock.advance('1d');
		expect(codes()).toEqual(['ITEM ERROR']);
		const account_id = accounts[0]?.account_id;
		for (const [path, fields] of [
			['/accounts/get', {}],
			['/accounts/balance/get', {}],
			['/auth/get', {}],
			['/identity/get', {}],
			['/transactions/sync', {}],
			['/transactions/get', { start_date: '2026-11-01', end_date: '2026-11-30' }],
			['/transactions/refresh', {}],
			['/signal/evaluate', { account_id, client_transaction_id: 'p', amount: 1 }],
			['/processor/token/create', { account_id, processor: 'dwolla' }],
			['/processor/stripe/bank_account_token/create', { account_id }],
		] as const) {
			const { status, body } = await plaid(sandbox, path, { access_token, ...fields });
			expect([path, status, body.error_code]).toEqual([path, 400, 'ITEM_LOGIN_REQUIRED']);
		}
		expect((await plaid(sandbox, '/item/get', { access_token })).body).toMatchObject({
			item: { error: { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOGIN_REQUIRED' } },
		});
	});

	it('can be reset, once at a time', async () => {
		const { codes, webhookFetch } = receiver(200);
		const sandbox = stillSandbox({ webhookFetch });
		const { access_token } = await linkedItem(sandbox, 'ins_109508', { webhook });
		for (let time = 0; time < 2; time++) {
			const { body } = await plaid(sandbox, '/sandbox/item/reset_login', { access_token });
			expect(body.reset_login).toBe(true);
		}
		await sandbox.clock.advance('31d');
		expect(codes()).toEqual(['ITEM ERROR']);
	});

	it('of an Item that was removed sends nothing', async () => {
		const { codes, webhookFetch } = receiver(200);
		const sandbox = stillSandbox({ webhookFetch });
		const { access_token } = await linkedItem(sandbox, 'ins_109508', { webhook, products: ['transactions'] });
		await plaid(sandbox, '/item/remove', { access_token });
		await sandbox.clock.advance('60d');
		expect(codes()).toEqual([]);
	});
});

describe('a link token', () => {
	it.each([
		[{}, '4h'],
		[{ hosted_link: { url_lifetime_seconds: 600 } }, '10m'],
	])('of %j lives for %s', async (more, lifetime) => {
		const sandbox = stillSandbox();
		const { body } = await plaid(sandbox, '/link/token/create', { ...linkTokenRequest, ...more });
		await sandbox.clock.advance(lifetime);
		const now = new Date(sandbox.clock.now()).toISOString();
		expect(`${(body.expiration as string).slice(0, 19)}.000Z`).toBe(now);
	});

	it('of update mode lives for thirty minutes', async () => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox);
		const { products: _, ...request } = linkTokenRequest;
		const { body } = await plaid(sandbox, '/link/token/create', { ...request, access_token });
		expect(body.expiration).toBe('2026-11-21T12:30:00Z');
	});
});

describe('an access token', () => {
	it('is invalid immediately after /item/access_token/invalidate, which returns another one', async () => {
		const sandbox = stillSandbox();
		const { access_token, item_id } = await linkedItem(sandbox);
		const { body } = await plaid(sandbox, '/item/access_token/invalidate', { access_token });
		const old = await plaid(sandbox, '/item/get', { access_token });
		expect(old.body.error_code).toBe('INVALID_ACCESS_TOKEN');
		const { item } = (await plaid(sandbox, '/item/get', { access_token: body.new_access_token })).body as {
			item: { item_id: string };
		};
		expect(item.item_id).toBe(item_id);
	});
});

describe('automated micro-deposits', () => {
	/** An Item as Link creates it, whose first account is pending. */
	function waiting() {
		const { codes, webhookFetch } = receiver(200);
		const clock = createClock(
			{ now: () => start },
			() => state.tasks,
			() => webhooksSettled(state),
		);
		const state = createState('deposits', clock, { outgoing: { fetch: webhookFetch, loopbackOnly: false } });
		const [account] = createAccounts(state, { institutionId: 'ins_109512' });
		if (!account) throw new Error('There is no account.');
		account.verification_status = 'pending_automatic_verification';
		const { item } = createItem(state, {
			institutionId: 'ins_109512',
			products: ['auth'],
			clientId: 'client',
			accounts: [account],
			webhook,
			authMethod: 'AUTOMATED_MICRODEPOSITS',
		});
		return { clock, item, codes };
	}

	it('arrive after a day', async () => {
		const { clock, item, codes } = waiting();
		await clock.advance('23h');
		expect(item.accounts[0]?.verification_status).toBe('pending_automatic_verification');
		await clock.advance('1h');
		expect(item.accounts[0]?.verification_status).toBe('automatically_verified');
		expect(codes()).toEqual(['AUTH AUTOMATICALLY_VERIFIED']);
		await clock.advance('7d');
		expect(codes()).toEqual(['AUTH AUTOMATICALLY_VERIFIED']);
	});

	it('expire after a week without a working login', async () => {
		const { clock, item, codes } = waiting();
		item.error = { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOGIN_REQUIRED' } as typeof item.error;
		await clock.advance('7d');
		expect(item.accounts[0]?.verification_status).toBe('verification_expired');
		expect(codes()).toEqual(['AUTH VERIFICATION_EXPIRED']);
	});

	it('do not change an account that is not pending', async () => {
		const sandbox = stillSandbox();
		const { access_token, accounts } = await linkedItem(sandbox);
		const { body } = await plaid(sandbox, '/sandbox/item/set_verification_status', {
			access_token,
			account_id: accounts[0]?.account_id,
			verification_status: 'automatically_verified',
		});
		expect(body.error_code).toBe('INVALID_FIELD');
	});
});

describe('rate limits', () => {
	it('are off until they are turned on, and then count per minute', async () => {
		const sandbox = stillSandbox();
		const ask = () => plaid(sandbox, '/institutions/get', { count: 1, offset: 0, country_codes: ['US'] });
		for (let time = 0; time < 20; time++) expect((await ask()).status).toBe(200);
		expect((await control(sandbox, 'POST', 'plaid', { rate_limits: true })).body).toMatchObject({
			rate_limits: true,
		});
		for (let time = 0; time < 10; time++) expect((await ask()).status).toBe(200);
		expect(await ask()).toMatchObject({
			status: 429,
			body: {
				error_type: 'RATE_LIMIT_EXCEEDED',
				error_code: 'INSTITUTIONS_GET_LIMIT',
				error_message:
					'rate limit exceeded for attempts to access "institutions get". please try again later',
			},
		});
		await sandbox.clock.advance('1m');
		expect((await ask()).status).toBe(200);
	});

	it('count for each Item separately', async () => {
		const sandbox = stillSandbox();
		sandbox.plaid.set({ rate_limits: true });
		const [one, two] = [await linkedItem(sandbox), await linkedItem(sandbox)];
		const ask = async ({ access_token }: { access_token: string }) =>
			(await plaid(sandbox, '/item/get', { access_token })).body.error_code;
		for (let time = 0; time < 40; time++) await ask(one);
		expect([await ask(one), await ask(two)]).toEqual(['ITEM_GET_LIMIT', undefined]);
	});
});

/** Plaid's official client at every endpoint of the sandbox: its results and its errors. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	Configuration,
	CountryCode,
	PlaidApi,
	type PlaidError,
	ProcessorTokenCreateRequestProcessorEnum,
	Products,
	SandboxItemFireWebhookRequestWebhookCodeEnum,
	SandboxItemSetVerificationStatusRequestVerificationStatusEnum,
	WebhookType,
} from 'plaid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plaidEndpoints } from '../../sandbox/plaid/endpoint-table.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { verifiedWebhook } from '../sandbox/plaid-verifier.ts';

let running: Awaited<ReturnType<typeof startSandbox>>;
let plaid: PlaidApi;

/** A merchant's server, which records the webhooks that it receives. */
const received: { headers: Headers; body: string }[] = [];
const merchant = createServer(async (request, response) => {
	let body = '';
	for await (const chunk of request) body += chunk;
	received.push({ headers: new Headers(request.headers as Record<string, string>), body });
	response.end();
});
let webhook: string;

beforeAll(async () => {
	running = await startSandbox({ port: 0, seed: 'every endpoint' });
	plaid = new PlaidApi(
		new Configuration({
			basePath: running.url,
			baseOptions: { headers: { 'PLAID-CLIENT-ID': 'client', 'PLAID-SECRET': 'secret' } },
		}),
	);
	await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve));
	webhook = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/plaid`;
});
beforeEach(async () => {
	await running.sandbox.webhooks.settled();
	running.sandbox.reset();
	received.length = 0;
});
afterAll(async () => {
	merchant.close();
	await running.close();
});

async function linked(username = 'user_good') {
	const { data: made } = await plaid.sandboxPublicTokenCreate({
		institution_id: 'ins_109508',
		initial_products: [Products.Auth, Products.Transactions, Products.Assets],
		options: { webhook, override_username: username },
	});
	const { data } = await plaid.itemPublicTokenExchange({ public_token: made.public_token });
	const { data: listed } = await plaid.accountsGet({ access_token: data.access_token });
	return { access_token: data.access_token, account_id: listed.accounts[0]?.account_id ?? '' };
}

async function refusal(call: Promise<unknown>): Promise<[number, string, string]> {
	const error = await call.then(
		() => Promise.reject(new Error('The call was not refused.')),
		(thrown: { response?: { status: number; data: PlaidError } }) => thrown,
	);
	if (!error.response) throw error;
	const { error_type, error_code } = error.response.data;
	return [error.response.status, error_type, error_code];
}

describe('the official Plaid client', () => {
	it('reads numbers, identity and risk', async () => {
		const { access_token, account_id } = await linked();
		const { data: auth } = await plaid.authGet({ access_token, options: { account_ids: [account_id] } });
		expect(auth.numbers.ach).toMatchObject([{ account: '1111222233330000', routing: '011401533' }]);
		const { data: identity } = await plaid.identityGet({ access_token });
		expect(identity.accounts[0]?.owners[0]?.names).toEqual(['Alberta Bobbeth Charleson']);
		const { data: signal } = await plaid.signalEvaluate({
			...{ access_token, account_id, client_transaction_id: 'payment-1', amount: 12.5 },
			...{ user: { name: { given_name: 'Ada' }, email_address: 'ada@example.com' } },
			device: { ip_address: '198.51.100.30' },
		});
		expect(signal.ruleset?.result).toBe('ACCEPT');
	});

	it('syncs, gets and refreshes transactions', async () => {
		const { access_token } = await linked('user_transactions_dynamic');
		const { data: early } = await plaid.transactionsSync({ access_token });
		expect([early.transactions_update_status, early.next_cursor]).toEqual(['NOT_READY', '']);
		await running.sandbox.clock.advance('1m');
		const { data: page } = await plaid.transactionsSync({ access_token, count: 5 });
		expect([page.added.length, page.has_more]).toEqual([5, true]);
		const { data: next } = await plaid.transactionsSync({ access_token, cursor: page.next_cursor });
		expect(next.added.length).toBeGreaterThan(0);
		const today = new Date(running.sandbox.clock.now()).toISOString().slice(0, 10);
		await plaid.sandboxTransactionsCreate({
			access_token,
			transactions: [{ date_transacted: today, date_posted: today, amount: 3, description: 'Coffee' }],
		});
		await plaid.transactionsRefresh({ access_token });
		const { data: got } = await plaid.transactionsGet({ access_token, start_date: today, end_date: today });
		expect(got.transactions.map(({ name }) => name)).toContain('Coffee');
	});

	it('creates users, processor tokens and new access tokens', async () => {
		const { access_token, account_id } = await linked();
		const { data: user } = await plaid.userCreate({ client_user_id: 'shopper-1' });
		expect(user.user_id).toMatch(/^usr_/);
		const { data: made } = await plaid.processorTokenCreate({
			...{ access_token, account_id, processor: ProcessorTokenCreateRequestProcessorEnum.Dwolla },
		});
		expect(made.processor_token).toMatch(/^processor-sandbox-/);
		const { data: alone } = await plaid.sandboxProcessorTokenCreate({ institution_id: 'ins_109508' });
		expect(alone.processor_token).not.toBe(made.processor_token);
		const { data: invalidated } = await plaid.itemAccessTokenInvalidate({ access_token });
		expect(invalidated.new_access_token).not.toBe(access_token);
	});

	it('changes the webhook, fires one, and verifies it with its key', async () => {
		const { access_token } = await linked();
		const { data: updated } = await plaid.itemWebhookUpdate({ access_token, webhook });
		expect(updated.item.webhook).toBe(webhook);
		const { data: fired } = await plaid.sandboxItemFireWebhook({
			access_token,
			webhook_type: WebhookType.Auth,
			webhook_code: SandboxItemFireWebhookRequestWebhookCodeEnum.DefaultUpdate,
		});
		expect(fired.webhook_fired).toBe(true);
		const { data: reset } = await plaid.sandboxItemResetLogin({ access_token });
		expect(reset.reset_login).toBe(true);
		await running.sandbox.webhooks.settled();
		const keyOf = async (key_id: string) => ({
			...(await plaid.webhookVerificationKeyGet({ key_id })).data.key,
		});
		const bodies = await Promise.all(
			received.map(({ headers, body }) => verifiedWebhook(headers, body, keyOf, Date.now())),
		);
		expect(bodies.map((body) => body.webhook_code)).toEqual([
			'WEBHOOK_UPDATE_ACKNOWLEDGED',
			'DEFAULT_UPDATE',
			'ERROR',
		]);
		const { data: read } = await plaid.itemGet({ access_token });
		expect(read.item.error?.error_code).toBe('ITEM_LOGIN_REQUIRED');
		expect(read.status?.last_webhook?.code_sent).toBe('ERROR');
	});
});

/** An invalid access token, at every endpoint that has one. */
const access_token = 'access-sandbox-00000000-0000-4000-8000-000000000000';
const account_id = 'x'.repeat(37);

describe('each endpoint', () => {
	const requests: Record<string, Record<string, unknown>> = {
		'/link/token/create': {},
		'/link/token/get': { link_token: 'link-sandbox-0' },
		'/item/public_token/exchange': { public_token: 'public-sandbox-0' },
		'/processor/stripe/bank_account_token/create': { access_token, account_id },
		'/accounts/get': { access_token },
		'/accounts/balance/get': { access_token },
		'/auth/get': { access_token },
		'/identity/get': { access_token },
		'/transactions/sync': { access_token },
		'/transactions/get': { access_token, start_date: '2026-01-01', end_date: '2026-02-01' },
		'/transactions/refresh': { access_token },
		'/signal/evaluate': { access_token, account_id, client_transaction_id: 't', amount: 1 },
		'/processor/token/create': { access_token, account_id, processor: 'dwolla' },
		'/user/create': { client_user_id: '' },
		'/webhook_verification_key/get': { key_id: 'none' },
		'/item/get': { access_token },
		'/item/remove': { access_token },
		'/item/webhook/update': { access_token, webhook: null },
		'/item/access_token/invalidate': { access_token },
		'/institutions/get': { count: 1, offset: 0, country_codes: ['CH'] },
		'/institutions/get_by_id': { institution_id: 'ins_0', country_codes: [CountryCode.Us] },
		'/institutions/search': { query: '', country_codes: [CountryCode.Us] },
		'/sandbox/public_token/create': { institution_id: 'ins_0', initial_products: [Products.Auth] },
		'/sandbox/processor_token/create': { institution_id: 'ins_0' },
		'/sandbox/item/fire_webhook': { access_token, webhook_code: 'DEFAULT_UPDATE' },
		'/sandbox/item/reset_login': { access_token },
		'/sandbox/item/set_verification_status': {
			...{ access_token, account_id },
			verification_status:
				SandboxItemSetVerificationStatusRequestVerificationStatusEnum.AutomaticallyVerified,
		},
		'/sandbox/transactions/create': {
			access_token,
			transactions: [
				{ date_transacted: '2026-01-01', date_posted: '2026-01-01', amount: 1, description: 'x' },
			],
		},
	};

	it('is called in this file', () => {
		const paths = Object.keys(plaidEndpoints).map((key) => key.replace('POST ', ''));
		expect(Object.keys(requests).sort()).toEqual(paths.sort());
	});

	const expected: Record<string, [number, string, string]> = {
		'/link/token/create': [400, 'INVALID_REQUEST', 'MISSING_FIELDS'],
		'/link/token/get': [400, 'INVALID_INPUT', 'INVALID_LINK_TOKEN'],
		'/item/public_token/exchange': [400, 'INVALID_INPUT', 'INVALID_PUBLIC_TOKEN'],
		'/user/create': [400, 'INVALID_REQUEST', 'INVALID_FIELD'],
		'/webhook_verification_key/get': [400, 'INVALID_INPUT', 'INVALID_WEBHOOK_VERIFICATION_KEY_ID'],
		'/institutions/get': [400, 'INVALID_REQUEST', 'INVALID_FIELD'],
		'/institutions/get_by_id': [400, 'INVALID_INPUT', 'INVALID_INSTITUTION'],
		'/institutions/search': [400, 'INVALID_REQUEST', 'INVALID_FIELD'],
		'/sandbox/public_token/create': [400, 'INVALID_INPUT', 'INVALID_INSTITUTION'],
		'/sandbox/processor_token/create': [400, 'INVALID_INPUT', 'INVALID_INSTITUTION'],
	};

	/** The client's method for a path: `/item/public_token/exchange` is `itemPublicTokenExchange`. */
	const call = (path: string, fields: Record<string, unknown>): Promise<unknown> => {
		const name = path.slice(1).replace(/[/_]([a-z])/g, (_, letter: string) => letter.toUpperCase());
		const methods = plaid as unknown as Record<string, (request: unknown) => Promise<unknown>>;
		const method = methods[name];
		if (!method) throw new Error(`The client has no method ${name}.`);
		return method.call(plaid, fields);
	};

	it.each(Object.entries(requests))('%s returns its documented error', async (path, fields) => {
		const wanted = expected[path] ?? [400, 'INVALID_INPUT', 'INVALID_ACCESS_TOKEN'];
		expect(await refusal(call(path, fields))).toEqual(wanted);
	});

	it.each(Object.keys(requests))('%s refuses an unknown field', async (path) => {
		const fields = {
			...requests[path],
			...(path === '/link/token/create'
				? {
						...{ client_name: 'Shop', language: 'en', country_codes: ['US'], products: ['auth'] },
						user: { client_user_id: 'u' },
					}
				: {}),
			colour: 'blue',
		};
		expect(await refusal(call(path, fields))).toEqual([400, 'INVALID_REQUEST', 'UNKNOWN_FIELDS']);
	});

	it.each(Object.keys(requests).filter((path) => path !== '/link/token/create'))(
		'%s a lack of its fields',
		async (path) => {
			expect(await refusal(call(path, {}))).toEqual([400, 'INVALID_REQUEST', 'MISSING_FIELDS']);
		},
	);
});

import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Sandbox } from '../../sandbox/index.ts';
import { control, type Json, linkedItem, plaid, receiver, start, stillSandbox } from './callers.ts';
import { verifiedWebhook } from './plaid-verifier.ts';

const webhook = 'https://shop.example/webhooks/plaid';

const keysOf = (sandbox: Sandbox) => async (key_id: string) => {
	const { body } = await plaid(sandbox, '/webhook_verification_key/get', { key_id });
	if (!body.key) throw new Error(String(body.error_code));
	return body.key as { kid: string; x: string; expired_at: number | null };
};

/** A sandbox whose Item has sent a webhook to a receiver that accepts everything. */
async function told() {
	const { received, webhookFetch, codes } = receiver(200);
	const sandbox = stillSandbox({ webhookFetch });
	const item = await linkedItem(sandbox, 'ins_109508', { webhook });
	await plaid(sandbox, '/sandbox/item/reset_login', { access_token: item.access_token });
	await sandbox.webhooks.settled();
	const [first] = received;
	if (!first) throw new Error('No webhook came.');
	return { sandbox, item, received, codes, first };
}

const fire = (sandbox: Sandbox, access_token: string, webhook_code: string, more: Json = {}) =>
	plaid(sandbox, '/sandbox/item/fire_webhook', { access_token, webhook_code, ...more });

describe("the signature of Plaid's webhooks", () => {
	it('signs the body, indented by two spaces', async () => {
		const { sandbox, item, first } = await told();
		expect(first.url).toBe(webhook);
		expect(first.body).toBe(JSON.stringify(first.json, null, 2));
		expect(await verifiedWebhook(first.headers, first.body, keysOf(sandbox), start)).toEqual({
			webhook_type: 'ITEM',
			webhook_code: 'ERROR',
			item_id: item.item_id,
			error: {
				error_type: 'ITEM_ERROR',
				error_code: 'ITEM_LOGIN_REQUIRED',
				error_message: expect.stringContaining('a user login is required'),
				display_message: null,
				status: 400,
			},
			environment: 'sandbox',
		});
	});

	it('fails for another body, even with the same JSON', async () => {
		const { sandbox, first } = await told();
		const compact = JSON.stringify(first.json);
		await expect(verifiedWebhook(first.headers, compact, keysOf(sandbox), start)).rejects.toThrow('the body');
	});

	it('fails after five minutes', async () => {
		const { sandbox, first } = await told();
		const at = (minutes: number) =>
			verifiedWebhook(first.headers, first.body, keysOf(sandbox), start + minutes * 60_000);
		await expect(at(5)).resolves.toHaveProperty('webhook_code');
		await expect(at(6)).rejects.toThrow('"iat"');
	});

	it('fails for another algorithm', async () => {
		const { sandbox, first } = await told();
		const forged = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
		const headers = new Headers({ 'plaid-verification': forged });
		await expect(verifiedWebhook(headers, first.body, keysOf(sandbox), start)).rejects.toThrow('algorithm');
	});

	it('fails for another key with the same id', async () => {
		const { sandbox, first } = await told();
		const other = await exportJWK((await generateKeyPair('ES256')).publicKey);
		const keyOf = async (kid: string) => ({ ...(await keysOf(sandbox)(kid)), ...other });
		await expect(verifiedWebhook(first.headers, first.body, keyOf, start)).rejects.toThrow('signature');
	});

	it('uses a new key after a rotation, and the old one has expired', async () => {
		const { sandbox, item, received, first } = await told();
		const before = (await control(sandbox, 'GET', 'webhooks')).body.key_id as string;
		const rotated = await control(sandbox, 'POST', 'webhooks', { rotate_key: true });
		expect(rotated.body.key_id).not.toBe(before);
		expect(await keysOf(sandbox)(before)).toMatchObject({
			alg: 'ES256',
			crv: 'P-256',
			kty: 'EC',
			use: 'sig',
			created_at: start / 1_000,
			expired_at: start / 1_000,
		});
		await expect(verifiedWebhook(first.headers, first.body, keysOf(sandbox), start)).rejects.toThrow(
			'expired',
		);
		await fire(sandbox, item.access_token, 'NEW_ACCOUNTS_AVAILABLE');
		await sandbox.webhooks.settled();
		const latest = received[1];
		if (!latest) throw new Error('No webhook came.');
		await verifiedWebhook(latest.headers, latest.body, keysOf(sandbox), start);
	});

	it('has the same keys after a reset, and others for another seed', async () => {
		const keyOf = async (sandbox: Sandbox) => {
			const id = (await control(sandbox, 'GET', 'webhooks')).body.key_id as string;
			return keysOf(sandbox)(id);
		};
		const sandbox = stillSandbox();
		const before = await keyOf(sandbox);
		sandbox.reset();
		expect(await keyOf(sandbox)).toEqual(before);
		expect(await keyOf(stillSandbox({ seed: 'another' }))).not.toMatchObject({ x: before.x });
	});

	it('has no key with an unknown id', async () => {
		const { body } = await plaid(stillSandbox(), '/webhook_verification_key/get', { key_id: 'another' });
		expect([body.error_type, body.error_code]).toEqual([
			'INVALID_INPUT',
			'INVALID_WEBHOOK_VERIFICATION_KEY_ID',
		]);
	});
});

describe('the delivery of webhooks', () => {
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});

	/** A sandbox with one webhook on its way to a receiver with these statuses. */
	async function sending(...statuses: number[]) {
		const end = receiver(...statuses);
		const sandbox = stillSandbox({ webhookFetch: end.webhookFetch });
		const item = await linkedItem(sandbox, 'ins_109508', { webhook });
		const send = (code = 'NEW_ACCOUNTS_AVAILABLE') => fire(sandbox, item.access_token, code);
		return { ...end, sandbox, send };
	}

	it('is retried after 30 s × 4ⁿ, signed again each time, until it is accepted', async () => {
		const { sandbox, send, received } = await sending(500, 302, 0, 204, 200);
		await send();
		await sandbox.clock.advance('24h');
		const [told] = sandbox.webhooks.list();
		expect(told?.state).toBe('delivered');
		expect(told?.attempts.map(({ at, status }) => [(at - start) / 1_000, status])).toEqual([
			[0, 500],
			[30, 302],
			[150, null],
			[630, 204],
			[2550, 200],
		]);
		const last = received[4];
		if (!last) throw new Error('No webhook came.');
		await verifiedWebhook(last.headers, last.body, keysOf(sandbox), start + 2_550_000);
	});

	it('is given up within 24 hours', async () => {
		const { sandbox, send } = await sending(500);
		await send();
		await sandbox.clock.advance('3d');
		const [told] = sandbox.webhooks.list();
		expect([told?.state, told?.attempts.length, told?.nextAttemptAt]).toEqual(['given up', 7, null]);
		expect((told?.attempts.at(-1)?.at ?? 0) - start).toBeLessThan(24 * 3_600_000);
	});

	it('waits ten seconds for a response', async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		const asked = Promise.withResolvers<void>();
		const sandbox = stillSandbox({
			webhookFetch: (_url, { signal }) =>
				new Promise((_, reject) => {
					signal?.addEventListener('abort', () => reject(signal.reason));
					asked.resolve();
				}),
		});
		const { access_token } = await linkedItem(sandbox, 'ins_109508', { webhook });
		await fire(sandbox, access_token, 'NEW_ACCOUNTS_AVAILABLE');
		const settled = sandbox.webhooks.settled();
		await vi.advanceTimersByTimeAsync(1);
		await asked.promise;
		await vi.advanceTimersByTimeAsync(10_000);
		await settled;
		expect(sandbox.webhooks.list()).toMatchObject([
			{ state: 'retrying', attempts: [{ status: null, error: 'no answer within 10 seconds' }] },
		]);
	});

	it('holds webhooks until another mode sends them, in order', async () => {
		const { sandbox, send, codes } = await sending(200);
		await control(sandbox, 'POST', 'webhooks', { mode: 'hold' });
		await send('NEW_ACCOUNTS_AVAILABLE');
		await send('PENDING_DISCONNECT');
		await sandbox.clock.advance('1d');
		expect(codes()).toEqual([]);
		const { body } = await control(sandbox, 'POST', 'webhooks', { mode: 'normal' });
		expect(codes()).toEqual(['ITEM NEW_ACCOUNTS_AVAILABLE', 'ITEM PENDING_DISCONNECT']);
		expect(body.webhooks).toMatchObject([
			{ api: 'plaid', name: 'ITEM: NEW_ACCOUNTS_AVAILABLE', url: webhook, state: 'delivered' },
			{ attempts: [{ at: '2026-11-22T12:00:00.000Z', status: 200, error: null }] },
		]);
	});

	it('holds retries too', async () => {
		const { sandbox, send, received } = await sending(500, 200);
		await send();
		await sandbox.webhooks.settled();
		sandbox.webhooks.mode('hold');
		await sandbox.clock.advance('1d');
		expect([received.length, sandbox.webhooks.list()[0]?.state]).toEqual([1, 'held']);
		sandbox.webhooks.mode('normal');
		await sandbox.webhooks.settled();
		expect([received.length, sandbox.webhooks.list()[0]?.state]).toEqual([2, 'delivered']);
	});

	it('sends each webhook twice in duplicate mode', async () => {
		const { sandbox, send, received } = await sending(200);
		sandbox.webhooks.mode('duplicate');
		await send();
		await sandbox.webhooks.settled();
		expect(received).toHaveLength(2);
		expect(received[0]?.body).toBe(received[1]?.body);
	});

	it('sends a webhook after the next one in shuffle mode, or after ten seconds', async () => {
		const { sandbox, send, codes } = await sending(200);
		sandbox.webhooks.mode('shuffle');
		await send('NEW_ACCOUNTS_AVAILABLE');
		await send('PENDING_DISCONNECT');
		await send('LOGIN_REPAIRED');
		await sandbox.webhooks.settled();
		expect(codes()).toEqual(['ITEM PENDING_DISCONNECT', 'ITEM NEW_ACCOUNTS_AVAILABLE']);
		await sandbox.clock.advance('10s');
		expect(codes()[2]).toBe('ITEM LOGIN_REPAIRED');
	});

	it('goes to this machine only, unless there is a webhookFetch', async () => {
		const asked: string[] = [];
		vi.stubGlobal('fetch', async (url: string) => {
			asked.push(url);
			return new Response();
		});
		const sandbox = stillSandbox();
		for (const address of [webhook, 'http://localhost:9/plaid', 'http://127.0.0.1:9/plaid']) {
			const { access_token } = await linkedItem(sandbox, 'ins_109508', { webhook: address });
			await fire(sandbox, access_token, 'NEW_ACCOUNTS_AVAILABLE');
		}
		await sandbox.webhooks.settled();
		expect(asked).toEqual(['http://localhost:9/plaid', 'http://127.0.0.1:9/plaid']);
		expect(sandbox.webhooks.list()[0]).toMatchObject({
			state: 'not sent',
			attempts: [{ error: expect.stringContaining('webhookFetch') }],
		});
	});

	it('starts no attempt after a reset', async () => {
		const { sandbox, send, received } = await sending(200);
		await send();
		sandbox.reset();
		await sandbox.webhooks.settled();
		await new Promise((resolve) => setTimeout(resolve));
		expect(received).toEqual([]);
	});

	it('ends with a reset', async () => {
		const { sandbox, send, received } = await sending(500);
		await send();
		await sandbox.webhooks.settled();
		sandbox.reset();
		await sandbox.clock.advance('1d');
		expect(received).toHaveLength(1);
		expect(sandbox.webhooks.list()).toEqual([]);
	});
});

describe('/sandbox/item/fire_webhook', () => {
	it.each([
		['DEFAULT_UPDATE', { webhook_type: 'AUTH' }, 'AUTH', { account_ids_with_new_auth: [], error: null }],
		['DEFAULT_UPDATE', {}, 'TRANSACTIONS', { new_transactions: 0 }],
		['DEFAULT_UPDATE', { webhook_type: 'IDENTITY' }, 'IDENTITY', { error: null }],
		['DEFAULT_UPDATE', { webhook_type: 'HOLDINGS' }, 'HOLDINGS', { new_holdings: 0 }],
		[
			'DEFAULT_UPDATE',
			{ webhook_type: 'INVESTMENTS_TRANSACTIONS' },
			'INVESTMENTS_TRANSACTIONS',
			{ new_investments_transactions: 1 },
		],
		['DEFAULT_UPDATE', { webhook_type: 'LIABILITIES' }, 'LIABILITIES', { error: null }],
		['NEW_ACCOUNTS_AVAILABLE', {}, 'ITEM', { error: null }],
		['SMS_MICRODEPOSITS_VERIFICATION', {}, 'AUTH', { status: 'MANUALLY_VERIFIED' }],
		['AUTHORIZATION_GRANTED', {}, 'ITEM', {}],
		['USER_PERMISSION_REVOKED', {}, 'ITEM', { error: { error_code: 'USER_PERMISSION_REVOKED' } }],
		['USER_ACCOUNT_REVOKED', {}, 'ITEM', { account_id: expect.any(String) }],
		[
			'PENDING_DISCONNECT',
			{},
			'ITEM',
			{ reason: 'INSTITUTION_MIGRATION', disconnect_time: '2026-11-28T12:00:00.000Z' },
		],
		['RECURRING_TRANSACTIONS_UPDATE', {}, 'TRANSACTIONS', { account_ids: expect.any(Array) }],
		['LOGIN_REPAIRED', {}, 'ITEM', {}],
		['SYNC_UPDATES_AVAILABLE', {}, 'TRANSACTIONS', { initial_update_complete: true }],
		['PRODUCT_READY', {}, 'ASSETS', { asset_report_id: expect.any(String) }],
		['ERROR', {}, 'ASSETS', { error: { error_type: 'ASSET_REPORT_ERROR' } }],
	])('sends %s %j as %s', async (code, fields, type, details) => {
		const { received, webhookFetch } = receiver(200);
		const sandbox = stillSandbox({ webhookFetch });
		const products = ['auth', 'transactions', 'identity', 'investments', 'liabilities', 'assets'];
		const { access_token, item_id } = await linkedItem(sandbox, 'ins_109508', { webhook, products });
		const { status, body } = await fire(sandbox, access_token, code, fields);
		expect([status, body.webhook_fired]).toEqual([200, true]);
		await sandbox.webhooks.settled();
		expect(received.map(({ json }) => json)).toMatchObject([
			{ webhook_type: type, webhook_code: code, item_id, environment: 'sandbox', ...details },
		]);
		const read = await plaid(sandbox, '/item/get', { access_token });
		expect(read.body).toMatchObject({
			status: { last_webhook: { code_sent: code, sent_at: '2026-11-21T12:00:00Z' } },
		});
	});

	it.each([
		['without an address', { webhook_code: 'DEFAULT_UPDATE' }, {}, 'SANDBOX_WEBHOOK_INVALID'],
		[
			'for a product that the Item has not',
			{ webhook_code: 'SYNC_UPDATES_AVAILABLE' },
			{ webhook },
			'SANDBOX_PRODUCT_NOT_ENABLED',
		],
		[
			'of a type that is not that of the code',
			{ webhook_code: 'LOGIN_REPAIRED', webhook_type: 'AUTH' },
			{ webhook },
			'INVALID_FIELD',
		],
		['of an unknown code', { webhook_code: 'ITEM_GONE' }, { webhook }, 'INVALID_FIELD'],
		['without a code', {}, { webhook }, 'MISSING_FIELDS'],
	])('refuses one %s', async (_what, fields, options, code) => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox, 'ins_109508', options);
		const { status, body } = await plaid(sandbox, '/sandbox/item/fire_webhook', { access_token, ...fields });
		expect([status, body.error_code]).toEqual([400, code]);
	});
});

describe('the control of webhooks', () => {
	it('sends any webhook, for any Item that has a webhook URL', async () => {
		const { received, webhookFetch } = receiver(200);
		const sandbox = stillSandbox({ webhookFetch });
		const { item_id } = await linkedItem(sandbox, 'ins_109508', { webhook });
		const fields = {
			webhook_type: 'ITEM',
			webhook_code: 'PENDING_EXPIRATION',
			consent_expiration_time: '2026-12-01T00:00:00Z',
		};
		expect((await control(sandbox, 'POST', `items/${item_id}/webhook`, fields)).status).toBe(200);
		expect(received.map(({ json }) => json)).toEqual([{ ...fields, item_id, environment: 'sandbox' }]);
		const silent = await linkedItem(sandbox);
		expect((await control(sandbox, 'POST', `items/${silent.item_id}/webhook`, fields)).status).toBe(400);
	});
});

describe("an Item's webhook", () => {
	it('can be changed, which the new URL is informed of', async () => {
		const { received, webhookFetch } = receiver(200);
		const sandbox = stillSandbox({ webhookFetch });
		const { access_token, item_id } = await linkedItem(sandbox, 'ins_109508', { webhook });
		const to = 'https://shop.example/new';
		const { body } = await plaid(sandbox, '/item/webhook/update', { access_token, webhook: to });
		expect(body.item).toMatchObject({ item_id, webhook: to });
		await sandbox.webhooks.settled();
		expect(received).toMatchObject([
			{ url: to, json: { webhook_code: 'WEBHOOK_UPDATE_ACKNOWLEDGED', new_webhook_url: to, error: null } },
		]);
		const none = await plaid(sandbox, '/item/webhook/update', { access_token, webhook: null });
		expect(none.body.item).toMatchObject({ webhook: null });
		await sandbox.webhooks.settled();
		expect(received).toHaveLength(1);
	});
});

import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/index.ts';
import { control, fireWebhook, keysOf, linkedItem, plaid, receiver, start, stillSandbox } from './callers.ts';
import { verifiedWebhook } from './plaid-verifier.ts';

const webhook = 'https://shop.example/webhooks/plaid';

/** A sandbox whose Item has sent a webhook to a receiver that accepts everything. */
async function sentWebhook() {
	const { received, webhookFetch, codes } = receiver(200);
	const sandbox = stillSandbox({ webhookFetch });
	const item = await linkedItem(sandbox, 'ins_109508', { webhook });
	await plaid(sandbox, '/sandbox/item/reset_login', { access_token: item.access_token });
	await sandbox.webhooks.settled();
	const [first] = received;
	if (!first) throw new Error('No webhook came.');
	return { sandbox, item, received, codes, first };
}

describe("the signature of Plaid's webhooks", () => {
	it('signs the body, indented by two spaces', async () => {
		const { sandbox, item, first } = await sentWebhook();
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
		const { sandbox, first } = await sentWebhook();
		const compact = JSON.stringify(first.json);
		await expect(verifiedWebhook(first.headers, compact, keysOf(sandbox), start)).rejects.toThrow('the body');
	});

	it('fails after five minutes', async () => {
		const { sandbox, first } = await sentWebhook();
		const at = (minutes: number) =>
			verifiedWebhook(first.headers, first.body, keysOf(sandbox), start + minutes * 60_000);
		await expect(at(5)).resolves.toHaveProperty('webhook_code');
		await expect(at(6)).rejects.toThrow('"iat"');
	});

	it('fails for another algorithm', async () => {
		const { sandbox, first } = await sentWebhook();
		const forged = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
		const headers = new Headers({ 'plaid-verification': forged });
		await expect(verifiedWebhook(headers, first.body, keysOf(sandbox), start)).rejects.toThrow('algorithm');
	});

	it('fails for another key with the same id', async () => {
		const { sandbox, first } = await sentWebhook();
		const other = await exportJWK((await generateKeyPair('ES256')).publicKey);
		const keyOf = async (kid: string) => ({ ...(await keysOf(sandbox)(kid)), ...other });
		await expect(verifiedWebhook(first.headers, first.body, keyOf, start)).rejects.toThrow('signature');
	});

	it('uses a new key after a rotation, and the old one has expired', async () => {
		const { sandbox, item, received, first } = await sentWebhook();
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
		await fireWebhook(sandbox, item.access_token, 'NEW_ACCOUNTS_AVAILABLE');
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
		const { status, body } = await fireWebhook(sandbox, access_token, code, fields);
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

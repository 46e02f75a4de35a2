import { beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/index.ts';
import { type Json, linkedItem, linkTokenRequest, plaid, receiver, start, stillSandbox } from './callers.ts';
import { signIn, visitLink } from './link-visit.ts';
import { verifiedWebhook } from './plaid-verifier.ts';

const webhook = 'https://shop.example/link';

let sandbox: Sandbox;
let received: ReturnType<typeof receiver>['received'];
let codes: () => string[];
beforeEach(() => {
	const shop = receiver(200);
	({ received, codes } = shop);
	sandbox = stillSandbox({ webhookFetch: shop.webhookFetch });
});

async function openLink(request: Json) {
	const { body } = await plaid(sandbox, '/link/token/create', { ...linkTokenRequest, ...request });
	if (!body.link_token) throw new Error(String(body.error_message));
	const link_token = String(body.link_token);
	const server = { request: (url: string, init: RequestInit) => sandbox.fetch(url, init) };
	return { link_token, link: await visitLink(server, link_token) };
}

async function connect(request: Json) {
	const { link_token, link } = await openLink(request);
	const [account] = await signIn(link);
	await link.step('accounts', { account_ids: [account?.id] });
	const outcome = await link.end('finish');
	if (outcome.type !== 'success') throw new Error('Link ended without an Item.');
	await sandbox.webhooks.settled();
	return { link_token, outcome };
}

const webhookOf = (code: string) => received.find(({ json }) => json.webhook_code === code)?.json;

describe.each([
	['Hosted Link', { hosted_link: {} }],
	['Multi-Item Link', { enable_multi_item_link: true }],
])('%s', (_name, kind: Json) => {
	it('sends ITEM_ADD_RESULT, EVENTS and SESSION_FINISHED, in this order', async () => {
		const { link_token, outcome } = await connect({ ...kind, webhook });
		const { public_token, metadata } = outcome;
		expect(codes()).toEqual(['LINK ITEM_ADD_RESULT', 'LINK EVENTS', 'LINK SESSION_FINISHED']);
		expect(received.map(({ url }) => url)).toEqual([webhook, webhook, webhook]);
		const ids = {
			webhook_type: 'LINK',
			link_session_id: metadata.link_session_id,
			link_token,
			environment: 'sandbox',
		};
		expect(webhookOf('ITEM_ADD_RESULT')).toEqual({ ...ids, webhook_code: 'ITEM_ADD_RESULT', public_token });
		expect(webhookOf('SESSION_FINISHED')).toEqual({
			...ids,
			webhook_code: 'SESSION_FINISHED',
			status: 'SUCCESS',
			public_tokens: [public_token],
			public_token,
		});
	});

	it('sends the exit of a shopper who left, without a token', async () => {
		const { link } = await openLink({ ...kind, webhook });
		await link.step('consent');
		await link.end('exit');
		await sandbox.webhooks.settled();
		expect(codes()).toEqual(['LINK EVENTS', 'LINK SESSION_FINISHED']);
		expect(webhookOf('SESSION_FINISHED')).toMatchObject({ status: 'EXITED' });
		expect(webhookOf('SESSION_FINISHED')).not.toHaveProperty('public_token');
		expect(webhookOf('SESSION_FINISHED')).not.toHaveProperty('public_tokens');
	});
});

describe('the webhooks of a Link session', () => {
	it('contain its events, each with its own id and without empty details', async () => {
		const { outcome } = await connect({ hosted_link: {}, webhook });
		const events = webhookOf('EVENTS')?.events as {
			event_name: string;
			event_id: string;
			event_metadata: Json;
		}[];
		expect(events.map(({ event_name }) => event_name)).toEqual([
			'OPEN',
			...outcome.events.map(({ name }) => name).filter((name) => name !== 'OPEN'),
		]);
		expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length);
		expect(events.flatMap(({ event_metadata }) => Object.values(event_metadata))).not.toContain(null);
		expect(events.find(({ event_name }) => event_name === 'SELECT_INSTITUTION')).toMatchObject({
			event_metadata: { institution_id: 'ins_109508', institution_name: 'First Platypus Bank' },
		});
	});

	it('are signed like all others', async () => {
		await connect({ hosted_link: {}, webhook });
		const keyOf = async (key_id: string) => {
			const { body } = await plaid(sandbox, '/webhook_verification_key/get', { key_id });
			return body.key as { kid: string; x: string; expired_at: number | null };
		};
		expect(received).toHaveLength(3);
		for (const { headers, body, json } of received) {
			expect(await verifiedWebhook(headers, body, keyOf, start)).toEqual(json);
		}
	});

	it('are not sent if Link runs in the page', async () => {
		await connect({ webhook });
		expect(codes()).toEqual([]);
	});

	it('are not sent if the link token has no webhook URL', async () => {
		await connect({ hosted_link: {} });
		expect(codes()).toEqual([]);
	});
});

describe('a login that is repaired in update mode', () => {
	const itemAt = (institution: string, address: string) =>
		linkedItem(sandbox, institution, { webhook: `https://shop.example/${address}` });
	const needLogin = async (...items: { access_token: string }[]) => {
		for (const { access_token } of items) await plaid(sandbox, '/sandbox/item/reset_login', { access_token });
		await sandbox.webhooks.settled();
		received.length = 0;
	};
	async function repair({ access_token }: { access_token: string }) {
		const { link } = await openLink({ access_token, products: undefined });
		await link.step('consent');
		await link.step('credentials', { username: 'user_good', password: 'pass_good' });
		await link.end('finish');
		await sandbox.webhooks.settled();
	}
	const errorOf = async ({ access_token }: { access_token: string }) =>
		((await plaid(sandbox, '/item/get', { access_token })).body.item as Json).error;

	it('repairs the other Items of that login, which send LOGIN_REPAIRED', async () => {
		const mended = await itemAt('ins_109508', 'mended');
		const other = await itemAt('ins_109508', 'other');
		await needLogin(mended, other);
		await repair(mended);
		expect(received.map(({ url, json }) => [url, json.webhook_code, json.item_id])).toEqual([
			['https://shop.example/other', 'LOGIN_REPAIRED', other.item_id],
		]);
		expect([await errorOf(mended), await errorOf(other)]).toEqual([null, null]);
	});

	it('does not change Items of another bank, or Items whose login was good', async () => {
		const mended = await itemAt('ins_109508', 'mended');
		await itemAt('ins_109508', 'good');
		const elsewhere = await itemAt('ins_109509', 'elsewhere');
		await needLogin(mended, elsewhere);
		await repair(mended);
		expect(codes()).toEqual([]);
		expect(await errorOf(elsewhere)).toMatchObject({ error_code: 'ITEM_LOGIN_REQUIRED' });
	});

	it('sends nothing for an Item that was removed', async () => {
		const mended = await itemAt('ins_109508', 'mended');
		const removed = await itemAt('ins_109508', 'removed');
		await needLogin(mended, removed);
		await plaid(sandbox, '/item/remove', { access_token: removed.access_token });
		received.length = 0;
		await repair(mended);
		expect(codes()).toEqual([]);
	});
});

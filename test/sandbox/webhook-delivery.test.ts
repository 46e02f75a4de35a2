import { afterEach, describe, expect, it, vi } from 'vitest';
import { control, fireWebhook, keysOf, linkedItem, receiver, start, stillSandbox } from './callers.ts';
import { verifiedWebhook } from './plaid-verifier.ts';

const webhook = 'https://shop.example/webhooks/plaid';

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
		const send = (code = 'NEW_ACCOUNTS_AVAILABLE') => fireWebhook(sandbox, item.access_token, code);
		return { ...end, sandbox, send };
	}

	it('is retried after 30 s × 4ⁿ, signed again each time, until it is accepted', async () => {
		const { sandbox, send, received } = await sending(500, 302, 0, 204, 200);
		await send();
		await sandbox.clock.advance('24h');
		const [latest] = sandbox.webhooks.list();
		expect(latest?.state).toBe('delivered');
		expect(latest?.attempts.map(({ at, status }) => [(at - start) / 1_000, status])).toEqual([
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
		const [latest] = sandbox.webhooks.list();
		expect([latest?.state, latest?.attempts.length, latest?.nextAttemptAt]).toEqual(['given up', 7, null]);
		expect((latest?.attempts.at(-1)?.at ?? 0) - start).toBeLessThan(24 * 3_600_000);
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
		await fireWebhook(sandbox, access_token, 'NEW_ACCOUNTS_AVAILABLE');
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
			await fireWebhook(sandbox, access_token, 'NEW_ACCOUNTS_AVAILABLE');
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

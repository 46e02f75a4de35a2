/** A simulation replaces the host, and then controls all time and randomness of a sandbox. */
import { afterEach, expect, it, vi } from 'vitest';
import { createSandbox, type Host } from '../../sandbox/index.ts';
import { bankAccountToken, linkedItem, linkTokenRequest, plaid, receiver, start, stripe } from './callers.ts';
import { signIn, visitLink } from './link-visit.ts';

/** A host whose time changes only when a timer runs, which happens immediately. */
function simulatedHost(): Host {
	let now = start;
	let seeds = 0;
	return {
		now: () => now,
		setTimer: (ms, run) => {
			let isCanceled = false;
			queueMicrotask(() => {
				if (isCanceled) return;
				now += ms;
				run();
			});
			return () => {
				isCanceled = true;
			};
		},
		newSeed: () => `seed ${seeds++}`,
	};
}

/** Link, a payment, a webhook with a retry, and a delayed call. Returns everything that the sandbox recorded. */
async function runFlow() {
	const { received, webhookFetch } = receiver(500, 200);
	const sandbox = createSandbox({ host: simulatedHost(), webhookFetch });
	const { body } = await plaid(sandbox, '/link/token/create', linkTokenRequest);
	const dialog = {
		request: (url: string, init: RequestInit) => sandbox.fetch(url, init),
	};
	const visit = await visitLink(dialog, String(body['link_token']));
	const [account] = await signIn(visit);
	await visit.step('accounts', { account_ids: [account?.id] });
	await visit.end('finish');
	const item = await linkedItem(sandbox, 'ins_109508', { webhook: 'https://shop.example/plaid' });
	const token = await bankAccountToken(sandbox, item);
	await stripe(sandbox, 'POST', '/v1/customers', `source=${token}`);
	sandbox.faults.add({ path: '/item/get', fault: { delay_ms: 3_000 } });
	await plaid(sandbox, '/item/get', { access_token: item.access_token });
	await plaid(sandbox, '/sandbox/item/reset_login', { access_token: item.access_token });
	await sandbox.webhooks.settled();
	await sandbox.clock.advance('1m');
	return {
		requests: structuredClone(sandbox.requests()),
		webhooks: structuredClone(sandbox.webhooks.list()),
		received: received.map(({ body }) => body),
	};
}

afterEach(() => vi.restoreAllMocks());

it('replaces every source of time and randomness', async () => {
	const forbidden = [
		vi.spyOn(Date, 'now'),
		vi.spyOn(globalThis, 'setTimeout'),
		vi.spyOn(globalThis, 'setInterval'),
		vi.spyOn(Math, 'random'),
		vi.spyOn(crypto, 'randomUUID'),
		vi.spyOn(crypto, 'getRandomValues'),
	];
	const { requests, webhooks } = await runFlow();
	expect(forbidden.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0, 0, 0, 0]);
	expect(requests.find(({ path }) => path === '/item/get')?.duration_ms).toBe(3_000);
	expect(webhooks.map(({ state, attempts }) => [state, attempts.length])).toEqual([['delivered', 2]]);
});

it('makes two runs equal, real times included', async () => {
	expect(await runFlow()).toEqual(await runFlow());
});

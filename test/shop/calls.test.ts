import { describe, expect, it } from 'vitest';
import type { Call } from '../../demo/shop/calls/call-log.ts';
import { callTree } from '../../demo/shop/calls/call-tree.ts';
import { mask } from '../../demo/shop/calls/masking.ts';
import { openBrowser } from './browser.ts';
import { stack, withShopStack } from './shop-stack.ts';
import { apiKey, eventsSecret } from './worker-double.ts';

type Steps = { calls: (Call & { depth: number })[]; events: unknown[]; workers_known: boolean };

withShopStack();

const aCall: Call = {
	at: 1000,
	duration_ms: 50,
	from: 'Your page',
	to: 'Your Worker',
	method: 'POST',
	path: '/v1/link_tokens',
	status: 200,
	request: {},
	answer: null,
};
/** As the page reports it, without the caller. */
const { from: _, ...reported } = aCall;

describe('the calls of a checkout', () => {
	it('are in order, each below the one that caused it', async () => {
		const browser = await openBrowser(stack.shop());
		const order = await browser.order();
		const connection = stack.worker.connect();
		stack.worker.onPayment(() =>
			stack.plaid('/institutions/get', { count: 1, offset: 0, country_codes: ['US'] }),
		);
		const at = Date.now();
		await browser.post(`/orders/${order}/payments`, { connection });
		const path = `/orders/${order}/payments`;
		const answer = await browser.post('/payment/calls', {
			started_at: at,
			calls: [{ ...reported, at, duration_ms: Date.now() - at, to: 'Your server', path }],
			events: [{ at, name: 'bank-authorized' }],
		});
		expect(answer.status).toBe(200);

		const { calls } = (await (await browser.get('/payment/calls')).json()) as Steps;
		expect(
			calls.map(({ depth, from, to, method, path }) => [depth, `${from} → ${to}`, `${method} ${path}`]),
		).toEqual([
			[0, 'Your page → Your server', `POST ${path}`],
			[1, 'Your server → Your Worker', `GET /v1/connections/${connection}`],
			[1, 'Your server → Your Worker', 'POST /v1/payments'],
			[2, 'Your Worker → Plaid', 'POST /institutions/get'],
		]);
	});

	it('hold no key and no complete token', async () => {
		const browser = await openBrowser(stack.shop());
		const order = await browser.order();
		const { sessions, connect } = stack.worker;
		await browser.post(`/orders/${order}/payments`, { connection: connect() });
		const session = `ss_${String(sessions.length).padStart(43, '0')}`;
		await browser.post('/payment/calls', {
			started_at: 0,
			calls: [
				{
					...reported,
					request: { session },
					answer: {
						link_token: 'link-sandbox-11111111-2222',
						access_token: 'access-sandbox-33',
						bank_account_token: 'btok_1A2b3C4d5E6f',
					},
				},
			],
			events: [],
		});
		const seen = await Promise.all(
			['/payment/calls', '/payment/get', '/success', `/orders/${order}/state`].map(async (path) =>
				(await browser.get(path)).text(),
			),
		);
		const all = seen.join('\n');
		expect(all).toContain('btok_…5E6f');
		const secrets = [
			'btok_1A2b',
			session,
			apiKey,
			eventsSecret,
			'access-sandbox-',
			'link-sandbox-1111',
			browser.cookie,
		];
		for (const secret of secrets) expect(all).not.toContain(secret);
	});

	it('belong to one browser', async () => {
		const shop = stack.shop();
		const [one, other] = [await openBrowser(shop), await openBrowser(shop)];
		await one.post(`/orders/${await one.order()}/payments`, { connection: stack.worker.connect() });
		const { calls } = (await (await other.get('/payment/calls')).json()) as Steps;
		expect(calls).toEqual([]);
		expect((await shop.request('/payment/calls')).status).toBe(404);
	});

	it('are without the Worker’s own calls if there is no sandbox', async () => {
		const browser = await openBrowser(stack.shop({ sandboxUrl: null }));
		await browser.post(`/orders/${await browser.order()}/payments`, { connection: stack.worker.connect() });
		const { calls, workers_known } = (await (await browser.get('/payment/calls')).json()) as Steps;
		expect(calls.map(({ method, path }) => `${method} ${path.split('/')[2]}`)).toEqual([
			'POST sessions',
			'GET connections',
			'POST payments',
		]);
		expect(workers_known).toBe(false);
	});

	it.each([
		['a call to an unknown party', { calls: [{ ...reported, to: 'The moon' }] }],
		['a time that is not a number', { started_at: 'now' }],
		['more than 100 calls', { calls: Array(101).fill(reported) }],
		['an unknown field', { html: '<b>' }],
	])('are refused from a page that reports %s', async (_what, wrong) => {
		const browser = await openBrowser(stack.shop());
		const answer = await browser.post('/payment/calls', { started_at: 0, calls: [], events: [], ...wrong });
		expect(answer.status).toBe(400);
	});
});

describe('callTree', () => {
	const plaidCall: Call = {
		...aCall,
		at: 1010,
		duration_ms: 5,
		from: 'Your Worker',
		to: 'Plaid',
		path: '/link/token/create',
	};

	it('leaves out the Worker’s calls at another time', () => {
		const calls = callTree([aCall], [{ ...plaidCall, at: 900 }, plaidCall, { ...plaidCall, at: 1100 }]);
		expect(calls.map(({ at }) => at)).toEqual([1000, 1010]);
	});

	it('leaves out the Worker’s calls for another shopper at the same time', () => {
		const mine = { ...aCall, answer: { link_token: 'link-sandbox-…aaaa' } };
		const forMe: Call = { ...plaidCall, answer: { link_token: 'link-sandbox-…aaaa' } };
		const forAnother: Call = { ...plaidCall, answer: { link_token: 'link-sandbox-…bbbb' } };
		expect(callTree([mine], [forAnother, forMe])).toEqual([
			{ ...mine, depth: 0 },
			{ ...forMe, depth: 1 },
		]);
	});

	it('leaves out a debit for another order', () => {
		const mine: Call = { ...aCall, path: '/v1/payments', answer: { stripe: { payment_intent: 'pi_1' } } };
		const debit: Call = { ...plaidCall, to: 'Stripe', path: '/v1/payment_intents' };
		const calls = callTree(
			[mine],
			[
				{ ...debit, answer: { id: 'pi_2' } },
				{ ...debit, answer: { id: 'pi_1' } },
			],
		);
		expect(calls.map(({ answer }) => answer)).toEqual([mine.answer, { id: 'pi_1' }]);
	});

	it('puts a cause before its effect if their clocks differ by some milliseconds', () => {
		const calls = callTree([aCall], [{ ...plaidCall, at: 997 }]);
		expect(calls.map(({ path }) => path)).toEqual(['/v1/link_tokens', '/link/token/create']);
	});
});

describe('masking', () => {
	it.each([
		['a bank account token', 'btok_1A2b3C4d5E6f', 'btok_…5E6f'],
		['a public token', 'public-sandbox-11111111-2222-3333', 'public-sandbox-…3333'],
		['a link token', 'link-production-11111111-2222-3333', 'link-production-…3333'],
		['an access token', 'access-sandbox-11111111-2222-3333', 'access-••••'],
		['an element’s session', 'ss_0123456789abcdef', 'ss_…cdef'],
		['a Stripe key', 'sk_test_51AbcDef0123456789', 'sk_test_…'],
		['a header', 'Bearer psc_0123456789', 'Bearer ••••'],
		['a token inside a sentence', "No such token: 'btok_1A2b3C4d5E6f'", "No such token: 'btok_…5E6f'"],
		['a masked token', 'btok_…5E6f', 'btok_…5E6f'],
		['an id', 'conn_0123456789', 'conn_0123456789'],
	])('reduces %s to its prefix and last characters, and leaves other text', (_what, text, shown) => {
		expect(mask({ deep: [{ text }] })).toEqual({ deep: [{ text: shown }] });
	});

	it('hides any value of a field with a secret’s name', () => {
		const body = {
			secret: 'abc',
			account_number: '000123456789',
			nested: { routing_number: 110 },
			mask: '0000',
		};
		expect(mask(body)).toEqual({
			secret: '••••',
			account_number: '••••',
			nested: { routing_number: '••••' },
			mask: '0000',
		});
	});
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../../demo/shop/journal.ts';
import { mask } from '../../demo/shop/masking.ts';
import { inSequence } from '../../demo/shop/sequence.ts';
import { openBrowser } from './browser.ts';
import { type Market, openMarket } from './market.ts';
import { apiKey, eventsSecret } from './worker-double.ts';

type Steps = { calls: (Call & { depth: number })[]; events: unknown[]; workers_known: boolean };

let market: Market;
beforeAll(async () => {
	market = await openMarket();
});
afterAll(() => market.close());

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
/** As the page tells it: who called needs no telling. */
const { from: _, ...told } = aCall;

describe('the calls of a checkout', () => {
	it('are told in their order, each beneath the one that caused it', async () => {
		const browser = await openBrowser(market.shop());
		const order = await browser.order();
		const connection = market.worker.connect();
		market.worker.onPayment(() =>
			market.plaid('/institutions/get', { count: 1, offset: 0, country_codes: ['US'] }),
		);
		const at = Date.now();
		await browser.post(`/orders/${order}/payments`, { connection });
		const path = `/orders/${order}/payments`;
		const answer = await browser.post('/payment/calls', {
			started_at: at,
			calls: [{ ...told, at, duration_ms: Date.now() - at, to: 'Your server', path }],
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

	it('hold no key and no whole token', async () => {
		const browser = await openBrowser(market.shop());
		const order = await browser.order();
		const { sessions, connect } = market.worker;
		await browser.post(`/orders/${order}/payments`, { connection: connect() });
		const session = `ss_${String(sessions.length).padStart(43, '0')}`;
		await browser.post('/payment/calls', {
			started_at: 0,
			calls: [
				{
					...told,
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

	it('are those of this browser only', async () => {
		const shop = market.shop();
		const [one, other] = [await openBrowser(shop), await openBrowser(shop)];
		await one.post(`/orders/${await one.order()}/payments`, { connection: market.worker.connect() });
		const { calls } = (await (await other.get('/payment/calls')).json()) as Steps;
		expect(calls).toEqual([]);
		expect((await shop.request('/payment/calls')).status).toBe(404);
	});

	it('are told as far as they are known, where there is no sandbox to ask', async () => {
		const browser = await openBrowser(market.shop({ sandboxUrl: null }));
		await browser.post(`/orders/${await browser.order()}/payments`, { connection: market.worker.connect() });
		const { calls, workers_known } = (await (await browser.get('/payment/calls')).json()) as Steps;
		expect(calls.map(({ method, path }) => `${method} ${path.split('/')[2]}`)).toEqual([
			'POST sessions',
			'GET connections',
			'POST payments',
		]);
		expect(workers_known).toBe(false);
	});

	it.each([
		['a call to nobody', { calls: [{ ...told, to: 'The moon' }] }],
		['a time that is no number', { started_at: 'now' }],
		['a thousand calls', { calls: Array(101).fill(told) }],
		['a field of its own', { html: '<b>' }],
	])('are not taken from a page that tells %s', async (_what, wrong) => {
		const browser = await openBrowser(market.shop());
		const answer = await browser.post('/payment/calls', { started_at: 0, calls: [], events: [], ...wrong });
		expect(answer.status).toBe(400);
	});
});

describe('the order of the calls', () => {
	const plaidCall: Call = {
		...aCall,
		at: 1010,
		duration_ms: 5,
		from: 'Your Worker',
		to: 'Plaid',
		path: '/link/token/create',
	};

	it('leaves out what the Worker asked of Plaid at another time', () => {
		const steps = inSequence([aCall], [{ ...plaidCall, at: 900 }, plaidCall, { ...plaidCall, at: 1100 }]);
		expect(steps.map(({ at }) => at)).toEqual([1000, 1010]);
	});

	it('leaves out what the Worker asked at the same time for another shopper', () => {
		const mine = { ...aCall, answer: { link_token: 'link-sandbox-…aaaa' } };
		const forMe: Call = { ...plaidCall, answer: { link_token: 'link-sandbox-…aaaa' } };
		const forAnother: Call = { ...plaidCall, answer: { link_token: 'link-sandbox-…bbbb' } };
		expect(inSequence([mine], [forAnother, forMe])).toEqual([
			{ ...mine, depth: 0 },
			{ ...forMe, depth: 1 },
		]);
	});

	it('leaves out a debit that the Worker took for another order', () => {
		const mine: Call = { ...aCall, path: '/v1/payments', answer: { stripe: { payment_intent: 'pi_1' } } };
		const debit: Call = { ...plaidCall, to: 'Stripe', path: '/v1/payment_intents' };
		const steps = inSequence(
			[mine],
			[
				{ ...debit, answer: { id: 'pi_2' } },
				{ ...debit, answer: { id: 'pi_1' } },
			],
		);
		expect(steps.map(({ answer }) => answer)).toEqual([mine.answer, { id: 'pi_1' }]);
	});

	it('puts a cause before its effect, though their clocks be some milliseconds apart', () => {
		const steps = inSequence([aCall], [{ ...plaidCall, at: 997 }]);
		expect(steps.map(({ path }) => path)).toEqual(['/v1/link_tokens', '/link/token/create']);
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
		['what is masked already', 'btok_…5E6f', 'btok_…5E6f'],
		['an id', 'conn_0123456789', 'conn_0123456789'],
	])('shows of %s only its kind and its end', (_what, text, shown) => {
		expect(mask({ deep: [{ text }] })).toEqual({ deep: [{ text: shown }] });
	});

	it('hides a field that is secret by its name, whatever stands in it', () => {
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

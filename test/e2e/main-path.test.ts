import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
	acceptButton,
	connectBank,
	connectButton,
	detailsOf,
	type HeardEvent,
	hearEvents,
	launchChromium,
} from './shopper.ts';
import { type JournalEntry, type Stack, startStack } from './stack.ts';

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
	[stack, browser] = await Promise.all([startStack(), launchChromium()]);
});
afterAll(async () => {
	await browser?.close();
	await stack?.close();
});

describe('a shopper who connects a bank', () => {
	let context: BrowserContext;
	let page: Page;
	let heard: HeardEvent[];
	/** What Plaid and Stripe were asked before the shopper authorized the payment. */
	let untilConnected: JournalEntry[];
	/** All that reached the page: addresses, answers with their headers, the console, what it shows and what it keeps. */
	let seenByThePage: () => Promise<string>;

	beforeEach(async () => {
		await stack.reset();
		context = await browser.newContext();
		page = await context.newPage();
		const seen: string[] = [];
		const answers: Promise<void>[] = [];
		page.on('console', (message) => seen.push(message.text()));
		page.on('request', (request) => seen.push(request.url()));
		page.on('response', (response) => {
			seen.push(JSON.stringify(response.headers()));
			answers.push(
				response.text().then(
					(text) => void seen.push(text),
					() => {}, // A redirect or an answer cut by navigation has no body.
				),
			);
		});
		seenByThePage = async () => {
			await Promise.all(answers);
			const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
			return [...seen, await page.content(), kept].join('\n');
		};
		heard = await hearEvents(page);

		await page.goto(stack.shopUrl);
		await connectButton(page).click();
		await connectBank(page);
		await acceptButton(page).waitFor();
		untilConnected = await stack.requests();
		await acceptButton(page).click();
		await page.getByRole('heading', { name: 'Success! You have completed Plaid Link' }).waitFor();
	});
	afterEach(() => context.close());

	it('gives the page exactly one bank-token, with a Stripe bank account token', () => {
		const tokens = detailsOf(heard, 'bank-token');
		expect(tokens).toHaveLength(1);
		expect(tokens[0]).toEqual({
			bankAccountToken: expect.stringMatching(/^btok_[A-Za-z0-9]+$/),
			connection: expect.stringMatching(/^conn_/),
			account: {
				id: expect.any(String),
				name: 'Plaid Checking',
				mask: '0000',
				type: 'depository',
				subtype: 'checking',
			},
			institution: { id: 'ins_109508', name: 'First Platypus Bank' },
			livemode: false,
			requestId: expect.stringMatching(/^req_/),
		});
	});

	it('tells its states in their order', () => {
		const statuses = detailsOf(heard, 'bank-status').map(({ status }) => status);
		expect(statuses).toEqual(['loading', 'ready', 'open', 'exchanging', 'authorizing', 'connected']);
	});

	it('costs one link token, one exchange and one Stripe token', async () => {
		for (const path of [
			'/link/token/create',
			'/item/public_token/exchange',
			'/processor/stripe/bank_account_token/create',
		]) {
			const requests = untilConnected.filter((request) => request.path === path);
			expect(
				requests.map(({ status }) => status),
				path,
			).toEqual([200]);
		}
	});

	it('costs one Customer, one bank account and one PaymentIntent to pay', async () => {
		const made = (await stack.requests())
			.filter(({ method }) => method === 'POST')
			.map(({ path, status }) => `${path.replace(/cus_\w+/, ':id')} ${status}`)
			.filter((call) => /^\/v1\/(customers|customers\/:id\/sources|payment_intents) /.test(call));
		expect(made).toEqual(['/v1/customers 200', '/v1/customers/:id/sources 200', '/v1/payment_intents 200']);
		// The page keeps its own token: the payment has asked for another one.
		expect(await stack.requests('/processor/stripe/bank_account_token/create')).toHaveLength(2);
		expect(await stack.requests('/item/public_token/exchange')).toHaveLength(1);
	});

	it('shows the merchant the bank, the balances, the payment, and what Stripe has of it', async () => {
		const main = page.getByRole('main');
		for (const text of [
			'First Platypus Bank',
			'Plaid Checking',
			'$110.00',
			/pay_[A-Za-z0-9]+/,
			/pi_[A-Za-z0-9]+/,
			/cus_[A-Za-z0-9]+/,
			/ba_[A-Za-z0-9]+/,
		]) {
			await main.getByText(text).first().waitFor();
		}
	});

	it('shows the calls of this run in their order', async () => {
		const calls = (await (await page.request.get(`${stack.shopUrl}/payment/calls`)).json()) as {
			calls: { path: string }[];
		};
		const paths = calls.calls.map(({ path }) =>
			path
				.replace(/conn_\w+/, ':id')
				.replace(/order_\w+/, ':order')
				.replace(/\?.*/, ''),
		);
		const inOrder = [
			'/v1/link_tokens',
			'/link/token/create',
			'/v1/bank_account_tokens',
			'/item/public_token/exchange',
			'/processor/stripe/bank_account_token/create',
			'/v1/authorizations',
			'/v1/authorizations',
			'/orders/:order/payments',
			'/v1/connections/:id',
			'/v1/payments',
			'/accounts/balance/get',
			'/v1/customers',
			'/v1/payment_intents',
		];
		const told = paths.filter((path) => inOrder.includes(path));
		// The payment asks for a Stripe token of its own, after the balance.
		expect(told.toSpliced(told.lastIndexOf('/processor/stripe/bank_account_token/create'), 1)).toEqual(
			inOrder,
		);
	});

	it('never shows an access token, an account number or a secret to the page or in the log', async () => {
		expect(await stack.isExchanged()).toBe(true);
		// The numbers of user_good's accounts at Plaid, and of the one that Stripe is given.
		const accountNumbers = ['111122223333', '000123456789'];
		const places = { page: await seenByThePage(), log: stack.workerLog() };
		// What is there must be found, or the search would prove nothing.
		expect(places.page).toContain(String(detailsOf(heard, 'bank-token')[0]?.bankAccountToken));
		expect(places.log).toContain('/v1/bank_account_tokens');
		for (const secret of [stack.accessToken(), ...accountNumbers, ...stack.secrets]) {
			for (const [place, content] of Object.entries(places)) {
				// The secret itself must not end in a test report either.
				expect(content.includes(secret), `${place} holds a secret (${secret.slice(0, 6)}…)`).toBe(false);
			}
		}
	});
});

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
	connectBank,
	connectButton,
	detailsOf,
	type HeardEvent,
	hearEvents,
	launchChromium,
} from './shopper.ts';
import { type Stack, startStack } from './stack.ts';

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
		expect(statuses).toEqual(['loading', 'ready', 'open', 'exchanging', 'connected']);
	});

	it('costs one link token, one exchange and one Stripe token', async () => {
		for (const path of [
			'/link/token/create',
			'/item/public_token/exchange',
			'/processor/stripe/bank_account_token/create',
		]) {
			const requests = await stack.requests(path);
			expect(
				requests.map(({ status }) => status),
				path,
			).toEqual([200]);
		}
	});

	it('shows the merchant the bank, the balances, the fate of the token, and the Customer', async () => {
		const main = page.getByRole('main');
		for (const text of [
			'First Platypus Bank',
			'Plaid Checking',
			'$110.00',
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
		const paths = calls.calls.map(({ path }) => path.replace(/conn_\w+/, ':id').replace(/\?.*/, ''));
		const inOrder = [
			'/v1/link_tokens',
			'/link/token/create',
			'/v1/bank_account_tokens',
			'/item/public_token/exchange',
			'/processor/stripe/bank_account_token/create',
			'/v1/connections/:id/accounts',
			'/accounts/balance/get',
			'/v1/customers',
		];
		expect(paths.filter((path) => inOrder.includes(path))).toEqual(inOrder);
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

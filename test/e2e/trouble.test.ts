import { describe, expect, it, vi } from 'vitest';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import {
	acceptButton,
	connectBank,
	connectButton,
	detailsOf,
	dialog,
	goTo,
	hearEvents,
	payByBank,
	type Step,
	signIn,
} from './shopper.ts';
import { context, heard, page, stack, visitStack } from './visit.ts';

visitStack();

const tokens = () => detailsOf(heard, 'bank-token');
const errors = () => detailsOf(heard, 'bank-error');
const becomes = (status: string) =>
	vi.waitFor(() => expect(detailsOf(heard, 'bank-status').at(-1)).toMatchObject({ status }), 20_000);
const status = () =>
	page.evaluate(() => document.querySelector<PlaidStripeConnect>('plaid-stripe-connect')?.status);
/** What a shopper's page makes the Worker ask of Plaid. A webhook of the test before may still be looked into. */
const asked = async () =>
	(await stack.requests())
		.map(({ path }) => path)
		.filter((path) => ['/link/token/create', '/item/public_token/exchange'].includes(path));
const successPage = () =>
	page.getByRole('heading', { name: 'Success! You have completed Plaid Link' }).waitFor();

it('asks for nothing before the shopper comes near', async () => {
	await page.goto(stack.shopUrl);
	await page.waitForFunction(() => customElements.get('plaid-stripe-connect'));
	expect(await asked()).toEqual([]);
	await connectButton(page).hover();
	await becomes('ready');
	expect(await asked()).toEqual(['/link/token/create']);
});

it('opens one Link for a double click', async () => {
	await page.goto(stack.shopUrl);
	await connectButton(page).dblclick();
	await payByBank(page);
	await successPage();
	expect(await stack.requests('/link/token/create')).toHaveLength(1);
	expect(tokens()).toHaveLength(1);
});

it('keeps two tabs apart: each has its own connection', async () => {
	const second = await context.newPage();
	const heardBySecond = await hearEvents(second);
	for (const tab of [page, second]) {
		await tab.goto(stack.shopUrl);
		await connectButton(tab).click();
	}
	await connectBank(page);
	await connectBank(second);
	await vi.waitFor(
		() => expect([tokens().length, detailsOf(heardBySecond, 'bank-token').length]).toEqual([1, 1]),
		20_000,
	);
	expect(tokens()[0]?.connection).not.toBe(detailsOf(heardBySecond, 'bank-token')[0]?.connection);
	expect(await stack.requests('/item/public_token/exchange')).toHaveLength(2);
});

it('asks again when the answer is lost, and Plaid is asked once', async () => {
	await page.goto(stack.shopUrl);
	let lost = 0;
	await page.route('**/v1/bank_account_tokens', async (route) => {
		if (route.request().method() !== 'POST' || lost++ > 0) return route.continue();
		await route.fetch(); // The Worker does its work …
		await route.abort('connectionreset'); // … and the page never hears of it.
	});
	await connectButton(page).click();
	await payByBank(page);
	await successPage();
	expect(lost).toBe(2);
	expect(await stack.requests('/item/public_token/exchange')).toHaveLength(1);
	expect(tokens()).toHaveLength(1);
});

it('picks up an unfinished exchange after a reload', async () => {
	await page.goto(stack.shopUrl);
	await page.route('**/v1/bank_account_tokens', (route) => route.abort('connectionreset'));
	await connectButton(page).click();
	await connectBank(page);
	await becomes('exchanging');
	await page.unroute('**/v1/bank_account_tokens');
	await page.reload();
	await acceptButton(page).click();
	await successPage();
	expect(await stack.requests('/link/token/create')).toHaveLength(1);
	expect(tokens()).toHaveLength(1);
});

it('renews a link token that has expired, without a word', async () => {
	await page.goto(stack.shopUrl);
	await connectButton(page).hover();
	await becomes('ready');
	await stack.control('POST', 'clock', { advance: '5h' });
	await connectButton(page).click();
	await payByBank(page);
	await successPage();
	expect(errors()).toEqual([]);
	expect(await stack.requests('/link/token/create')).toHaveLength(2);
});

it('lets a wrong password be mended', async () => {
	await page.goto(stack.shopUrl);
	await connectButton(page).click();
	await goTo(page, 'credentials');
	await signIn(page, 'pass_wrong');
	await dialog(page).getByText('The provided credentials were not correct. Please try again.').waitFor();
	await signIn(page, 'pass_good');
	await dialog(page).getByRole('radio', { name: 'Plaid Checking ••0000' }).check();
	await dialog(page).getByRole('button', { name: 'Continue' }).click();
	await dialog(page).getByRole('button', { name: 'Finish' }).click();
	await acceptButton(page).click();
	await successPage();
});

describe('leaving Link', () => {
	const exits: [Step, string | null][] = [
		['consent', null],
		['institutions', null],
		['credentials', 'requires_credentials'],
		['accounts', 'requires_account_selection'],
	];
	it.each(exits)('at %s is told by bank-exit, and the page is as before', async (step, exitStatus) => {
		await page.goto(stack.shopUrl);
		await connectButton(page).click();
		await goTo(page, step);
		await dialog(page).getByRole('button', { name: 'Close' }).click();
		await vi.waitFor(() => expect(detailsOf(heard, 'bank-exit')).toHaveLength(1), 20_000);
		expect(detailsOf(heard, 'bank-exit')[0]).toMatchObject({ status: exitStatus, error: null });
		expect(tokens()).toEqual([]);
		expect(await status()).toBe('idle');
		expect(await page.locator('iframe').count()).toBe(0);
		expect(await page.evaluate(() => document.body.style.overflow)).toBe('');
		expect(await stack.requests('/item/public_token/exchange')).toEqual([]);
		// And the button opens Link again.
		await connectButton(page).click();
		await goTo(page, 'consent');
	});

	it('at the last step, before "Finish", connects nothing', async () => {
		await page.goto(stack.shopUrl);
		await connectButton(page).click();
		await goTo(page, 'connected');
		await dialog(page).getByRole('button', { name: 'Close' }).click();
		await vi.waitFor(() => expect(detailsOf(heard, 'bank-exit')).toHaveLength(1), 20_000);
		expect(detailsOf(heard, 'bank-exit')[0]).toMatchObject({
			status: null,
			institution: { id: 'ins_109508', name: 'First Platypus Bank' },
			error: null,
		});
		expect(await status()).toBe('idle');
		expect(await page.locator('iframe').count()).toBe(0);
		expect(tokens()).toEqual([]);
		expect(await stack.requests('/item/public_token/exchange')).toEqual([]);
	});
});

it('says that the backend is down, and works when it is back', async () => {
	await page.goto(stack.shopUrl);
	await page.waitForFunction(() => customElements.get('plaid-stripe-connect'));
	await stack.killWorker();
	await connectButton(page).click();
	await vi.waitFor(
		() => expect(errors()[0]).toMatchObject({ code: 'backend_unreachable', retryable: true }),
		30_000,
	);
	await stack.startWorkerAgain();
	await page.locator('plaid-stripe-connect').getByRole('button', { name: 'Try again' }).click();
	await payByBank(page);
	await successPage();
}, 120_000);

it("says that Link's script is blocked, and works when it is not any more", async () => {
	await page.route('**/link-initialize.js', (route) => route.abort('blockedbyclient'));
	await page.goto(stack.shopUrl);
	await connectButton(page).click();
	await vi.waitFor(
		() => expect(errors()[0]).toMatchObject({ code: 'link_script_blocked', retryable: true }),
		20_000,
	);
	await page.unroute('**/link-initialize.js');
	await page.locator('plaid-stripe-connect').getByRole('button', { name: 'Try again' }).click();
	await payByBank(page);
	await successPage();
});

it('is refused on an origin that is not listed', async () => {
	await page.goto(stack.shopUrl.replace('localhost', '127.0.0.1'));
	await connectButton(page).click();
	await vi.waitFor(() => expect(errors()[0]).toMatchObject({ code: 'origin_not_allowed' }), 20_000);
	expect(await asked()).toEqual([]);
});

describe('the Worker, asked by hand', () => {
	const ask = (body: BodyInit, headers: Record<string, string> = {}) =>
		fetch(`${stack.backendUrl}/v1/bank_account_tokens`, {
			method: 'POST',
			headers: { origin: stack.shopUrl, 'content-type': 'application/json', ...headers },
			body,
		});
	const good = { link_token: 'link-sandbox-1', public_token: 'public-sandbox-1' };
	const table: [string, () => Promise<Response>, number, string][] = [
		[
			'an origin that is not listed',
			() => ask(JSON.stringify(good), { origin: 'https://evil.example' }),
			403,
			'origin_not_allowed',
		],
		['a body that is not JSON', () => ask('<html>'), 400, 'body_not_json'],
		[
			'10 MB of it',
			() => ask(JSON.stringify({ ...good, account_id: 'x'.repeat(10_000_000) })),
			413,
			'body_too_large',
		],
		['an unknown field', () => ask(JSON.stringify({ ...good, amount: 1 })), 400, 'parameter_unknown'],
		['a link token that it never made', () => ask(JSON.stringify(good)), 404, 'link_session_not_found'],
	];
	it.each(table)('refuses %s', async (_what, request, httpStatus, code) => {
		const answer = await request();
		expect(answer.status).toBe(httpStatus);
		const { error } = (await answer.json()) as {
			error: { code: string; message: string; request_id: string };
		};
		expect(error.code).toBe(code);
		expect(error.message.length).toBeGreaterThan(20);
		expect(answer.headers.get('request-id')).toBe(error.request_id);
		expect(await asked()).toEqual([]);
	});
});

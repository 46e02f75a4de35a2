import { beforeEach, expect, it, vi } from 'vitest';
import { connectBank, connectButton, detailsOf, dialog } from './shopper.ts';
import { heard, page, stack, visitStack } from './visit.ts';

visitStack();

beforeEach(async () => {
	await page.goto(stack.shopUrl);
});

const successful = async (path: string) =>
	(await stack.requests(path)).filter(({ status }) => status === 200);

it('picks the exchange up when the Worker is killed after the access token was stored', async () => {
	await stack.control('POST', 'faults', {
		path: '/processor/stripe/bank_account_token/create',
		times: 1,
		fault: { delay_ms: 60_000 }, // Long enough that only the kill ends the call.
	});
	await connectButton(page).click();
	await connectBank(page);
	await vi.waitFor(
		() =>
			expect(stack.query('select step from exchanges order by created_at desc limit 1')).toEqual([
				{ step: 'exchanged' },
			]),
		20_000,
	);
	await stack.killWorker();
	await stack.startWorkerAgain();

	await vi.waitFor(() => expect(detailsOf(heard, 'bank-token')).toHaveLength(1), 55_000);
	expect(detailsOf(heard, 'bank-token')[0]).toMatchObject({
		bankAccountToken: expect.stringMatching(/^btok_/),
	});
	expect(await successful('/item/public_token/exchange')).toHaveLength(1);
	expect(await successful('/link/token/create')).toHaveLength(1);
	expect(stack.query('select step from exchanges order by created_at desc limit 1')).toEqual([
		{ step: 'tokenized' },
	]);
}, 120_000);

it('tells the shopper to begin anew when the Worker is killed after Plaid spent the public token', async () => {
	const connections = () => stack.query('select id from connections').length;
	const before = connections();
	await stack.control('POST', 'faults', {
		path: '/item/public_token/exchange',
		times: 1,
		fault: { delay_ms: 1500 },
	});
	await connectButton(page).click();
	await connectBank(page);
	// The Worker has asked, and dies before the answer …
	await vi.waitFor(
		async () => expect(await stack.requests('/item/public_token/exchange')).toHaveLength(1),
		20_000,
	);
	await stack.killWorker();
	// … while Plaid does its part.
	await vi.waitFor(async () => expect(await stack.isExchanged()).toBe(true), 20_000);
	expect(stack.query('select step from exchanges order by created_at desc limit 1')).toEqual([
		{ step: 'received' },
	]);
	await stack.startWorkerAgain();

	await vi.waitFor(
		() => expect(detailsOf(heard, 'bank-error').map(({ code }) => code)).toEqual(['exchange_lost']),
		55_000,
	);
	expect(detailsOf(heard, 'bank-token')).toEqual([]);
	// Nothing is left half-done: the exchange has ended, and there is no connection without a bank account.
	expect(stack.query('select step from exchanges order by created_at desc limit 1')).toEqual([
		{ step: 'lost' },
	]);
	expect(connections()).toBe(before);

	// The way on is a fresh Link session, not the same exchange again.
	await connectButton(page).click();
	await dialog(page).getByRole('button', { name: 'Continue' }).waitFor();
	await connectBank(page);
	await vi.waitFor(() => expect(detailsOf(heard, 'bank-token')).toHaveLength(1), 20_000);
	expect(await successful('/link/token/create')).toHaveLength(2);
}, 120_000);

/** The payment for an order, from the basket to its final status, as the shopper and the merchant see it. */
import Stripe from 'stripe';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Authorization } from '../../worker/contract.ts';
import {
	bankDoes,
	bankRefuses,
	becomes,
	merchantSees,
	orderOf,
	payOrder,
	sandboxBank,
	shopperSees,
} from './order-page.ts';
import { acceptButton, connectBank, connectButton, payByBank } from './shopper.ts';
import { violations } from './violations.ts';
import { browser, context, page, stack, visitStack } from './visit.ts';

visitStack({ bypassCSP: true });

let stripe: Stripe;

beforeAll(async () => {
	const { hostname, port } = new URL(stack.sandboxUrl);
	stripe = new Stripe('sk_test_any', { host: hostname, port: Number(port), protocol: 'http' });
});

const intents = async () => (await stripe.paymentIntents.list({ expand: ['data.latest_charge'] })).data;
const shopperReads = (text: string | RegExp) => shopperSees(page).getByText(text).first().waitFor();
const failure = () => page.getByRole('main').locator('.failure');
const askWorker = async <Answer>(path: string, body?: object): Promise<Answer> => {
	const answer = await fetch(`${stack.backendUrl}${path}`, {
		method: body ? 'POST' : 'GET',
		headers: { authorization: `Bearer ${stack.apiKey}`, 'content-type': 'application/json' },
		...(body && { body: JSON.stringify(body) }),
	});
	return (await answer.json()) as Answer;
};

it('goes from an empty basket to a settled payment, and back to the shopper', async () => {
	await page.goto(`${stack.shopUrl}/basket`);
	await page.getByRole('button', { name: 'Remove Stoneware mug' }).click();
	await page.getByRole('button', { name: 'Remove Linen tea towels' }).click();
	await page.getByText('Nothing yet.').waitFor();
	await page.getByRole('button', { name: 'Add Bread board' }).click();
	await page.getByRole('link', { name: 'Go to the checkout' }).click();
	await connectButton(page).click();
	await connectBank(page);
	await page.getByText('Amount: $48.00').waitFor();
	await acceptButton(page).click();
	await page.getByRole('heading', { name: 'Success! You have completed Plaid Link' }).waitFor();
	await page.getByRole('link', { name: 'Follow the payment' }).click();

	await shopperReads('Your payment is on its way');
	await becomes(page, 'processing');
	await bankDoes(page, 'Pay');
	await shopperReads('$48.00 has arrived from First Platypus Bank.');
	await becomes(page, 'succeeded');

	await merchantSees(page).getByLabel('Give back, of $48.00').fill('20');
	await merchantSees(page).getByRole('button', { name: 'Refund' }).click();
	await shopperReads('$20.00 is on its way back to you.');
	await bankDoes(page, 'Take the refund');
	await shopperReads('We have given back $20.00 of it.');
	await becomes(page, 'succeeded');

	await merchantSees(page).getByLabel('Give back, of $28.00').waitFor();
	await merchantSees(page).getByRole('button', { name: 'Refund' }).click();
	await shopperReads('Your money is on its way back');
	await becomes(page, 'refunded');
	await bankDoes(page, 'Take the refund');
	await shopperReads('You have your money back');

	const { order, payment } = await orderOf(page);
	expect(payment.history.map(({ type }) => type)).toEqual([
		'payment.processing',
		'payment.succeeded',
		'payment.refunded',
		'payment.refund_succeeded',
		'payment.refunded',
		'payment.refund_succeeded',
	]);
	const all = await intents();
	expect(all).toHaveLength(1);
	expect(all[0]).toMatchObject({
		id: payment.stripe.payment_intent,
		amount: 4800,
		amount_received: 4800,
		currency: 'usd',
		status: 'succeeded',
		metadata: { order: order.id },
		payment_method_types: ['us_bank_account'],
		payment_method_options: { us_bank_account: { transaction_purpose: 'goods' } },
	});
	const refunds = await stripe.refunds.list({ payment_intent: String(all[0]?.id) });
	expect(refunds.data.map(({ amount, status }) => [amount, status])).toEqual([
		[2800, 'succeeded'],
		[2000, 'succeeded'],
	]);
});

it('succeeds by itself as time passes', async () => {
	await payOrder(page, stack);
	await sandboxBank(page).getByRole('button', { name: '5 minutes' }).click();
	await becomes(page, 'succeeded');
});

describe('the authorization', () => {
	it('is stored word for word, and the mandate at Stripe has its time, IP address and user agent', async () => {
		await page.goto(stack.shopUrl);
		await connectButton(page).click();
		await connectBank(page);
		await page.getByText('Account holder: Jenny Rosen').waitFor();
		const shown = await page.evaluate(() => {
			const root = document.querySelector('plaid-stripe-connect')?.shadowRoot;
			return [...(root?.querySelectorAll('[part=text] p') ?? [])]
				.map(({ textContent }) => textContent)
				.join('\n\n');
		});
		await acceptButton(page).click();
		await page.getByRole('link', { name: 'Follow the payment' }).click();
		await becomes(page, 'processing');

		const { payment } = await orderOf(page);
		const stored = await askWorker<Authorization>(`/v1/authorizations/${payment.authorization}`);
		expect(stored.text).toBe(shown);
		expect(stored.text).toContain('Account: First Platypus Bank, Plaid Checking, ending in 0000');
		expect(stored).toMatchObject({ status: 'used', amount: 6000, name: 'Jenny Rosen' });

		const [intent] = await intents();
		const charge = intent?.latest_charge as Stripe.Charge;
		const mandate = await stripe.mandates.retrieve(
			String(charge.payment_method_details?.us_bank_account?.mandate),
		);
		expect(mandate).toMatchObject({ id: payment.stripe.mandate, status: 'active' });
		expect(mandate.customer_acceptance).toEqual({
			accepted_at: Math.floor(Date.parse(stored.accepted_at ?? '') / 1000),
			online: { ip_address: stored.ip_address, user_agent: await page.evaluate(() => navigator.userAgent) },
			type: 'online',
		});
		expect(stored.ip_address).toMatch(/^(127\.0\.0\.1|::1)$/);

		// The order's page shows it to both.
		for (const [panel, summary] of [
			[shopperSees(page), /What you authorized/],
			[merchantSees(page), 'The authorization that is kept'],
		] as const) {
			await panel.getByText(summary).click();
			expect(await panel.locator('.authorization-text').textContent()).toBe(shown);
		}
	});

	it('that is declined makes no debit, and can be accepted afterwards', async () => {
		await page.goto(stack.shopUrl);
		await connectButton(page).click();
		await connectBank(page);
		await acceptButton(page).waitFor();
		await page.locator('plaid-stripe-connect').getByRole('button', { name: 'Decline' }).click();
		await page.getByText('You have not authorized the payment.').waitFor();
		expect(await intents()).toEqual([]);
		await connectButton(page).click();
		// The bank is connected already: only the authorization is asked for again.
		await acceptButton(page).click();
		await page.getByRole('link', { name: 'Follow the payment' }).waitFor();
		expect(await intents()).toHaveLength(1);
	});

	it('that is revoked before the payment leads to a new one', async () => {
		let revoked = '';
		await page.route('**/orders/*/payments', async (route) => {
			if (revoked === '') {
				const { connection } = route.request().postDataJSON() as { connection: string };
				const { authorization } = await askWorker<{ authorization: string }>(`/v1/connections/${connection}`);
				revoked = (await askWorker<Authorization>(`/v1/authorizations/${authorization}/revoke`, {})).status;
			}
			await route.continue();
		});
		await page.goto(stack.shopUrl);
		await connectButton(page).click();
		await payByBank(page);
		await failure().getByText('The payment was not made.').waitFor();
		expect(revoked).toBe('revoked');
		expect(await intents()).toEqual([]);
		await failure().getByRole('button', { name: 'Connect a bank again' }).click();
		await connectButton(page).click();
		await payByBank(page);
		await page.getByRole('link', { name: 'Follow the payment' }).waitFor();
		expect(await intents()).toHaveLength(1);
	});
});

const another = 'This account cannot be debited. Please choose another account or another way to pay.';
const bankSays = 'Your bank did not allow this payment. Please ask your bank, or choose another way to pay.';

describe('a payment that the bank refuses', () => {
	it.each([
		['account_closed', another, 'The bank account has been closed.'],
		['no_account', another, 'The bank finds no such account.'],
		[
			'insufficient_funds',
			'There was not enough money in this account. Please make sure that there is, or choose another way to pay.',
			'The account did not have enough money.',
		],
		[
			'debit_not_authorized',
			bankSays,
			'The account holder told the bank that they did not authorize the debit.',
		],
		['invalid_currency', another, 'The account cannot be debited in US dollars.'],
	])('for %s is explained to the shopper and to the merchant', async (code, shopper, merchant) => {
		await payOrder(page, stack);
		await bankRefuses(page, code);
		await becomes(page, 'failed');
		await shopperReads('Your payment did not go through');
		await shopperReads(`${shopper} Nothing was taken from your account.`);
		await merchantSees(page).locator('.meaning').getByText(merchant).waitFor();
		await merchantSees(page).locator('.facts').getByText(code, { exact: true }).first().waitFor();
		// The shopper sees no code and no id.
		expect(await shopperSees(page).textContent()).not.toMatch(/\w_\w/);
		expect(
			await merchantSees(page)
				.getByRole('button', { name: /Refund|Cancel/ })
				.count(),
		).toBe(0);

		if (code === 'insufficient_funds') {
			// Only money was missing: the authorization is still valid, and the debit can be made again.
			await shopperSees(page).getByRole('button', { name: 'Try the account ••0000 once more' }).click();
			await becomes(page, 'processing');
		} else {
			await shopperSees(page).getByRole('link', { name: 'Pay again' }).click();
			await failure().getByText(shopper).waitFor();
			await connectButton(page).click();
			await payByBank(page);
			await page.getByRole('link', { name: 'Follow the payment' }).click();
		}
		await bankDoes(page, 'Pay');
		await becomes(page, 'succeeded');
		const all = await intents();
		expect(all.map(({ status }) => status)).toEqual(['succeeded', 'requires_payment_method']);
		expect(new Set(all.map(({ metadata }) => metadata.order)).size).toBe(1);
	});

	it.each([
		['payment_intent_payment_attempt_failed', 402, 'card_error', 'Stripe blocked the debit as too risky.'],
		['charge_exceeds_source_limit', 400, 'invalid_request_error', 'debit within a week'],
	])(
		'at once, by Stripe, with %s, leaves the shopper at the checkout',
		async (code, status, type, merchant) => {
			await stack.control('POST', 'faults', {
				path: '/v1/payment_intents/:id/confirm',
				method: 'POST',
				times: 1,
				fault: { stripe_error: { type, code, status, message: 'Stripe says no.' } },
			});
			await page.goto(stack.shopUrl);
			await connectButton(page).click();
			await payByBank(page);
			await failure()
				.getByText('This payment did not go through. Please choose another way to pay.')
				.waitFor();
			await failure().getByText('What the merchant is told').click();
			await failure().getByText('payment_refused').waitFor();
			await failure().getByText(merchant).waitFor();
			await failure().getByRole('button', { name: 'Connect a bank again' }).click();
			await connectButton(page).click();
			await payByBank(page);
			await page.getByRole('link', { name: 'Follow the payment' }).click();
			await merchantSees(page).getByText(`failed: ${code}`).waitFor();
		},
	);

	it('because its account is blocked at Stripe says so', async () => {
		await payOrder(page, stack);
		const { payment } = await orderOf(page);
		await stack.control('POST', `payments/${payment.stripe.payment_intent}`, { outcome: 'blocked' });
		await becomes(page, 'failed');
		await page.goto(stack.shopUrl);
		await connectButton(page).click();
		await payByBank(page);
		await failure().getByText(another).waitFor();
		await failure().getByText('What the merchant is told').click();
		await failure().getByText('Stripe debits this account no more, because of earlier returns.').waitFor();
	});

	it('before it is made, because the account has too little, asks for another account', async () => {
		await page.goto(`${stack.shopUrl}/basket`);
		await page.getByRole('button', { name: 'Add Bread board' }).click();
		await page.getByRole('link', { name: 'Go to the checkout' }).click();
		await connectButton(page).click();
		await payByBank(page);
		await failure()
			.getByText('There is not enough money in this account. Please choose another way to pay.')
			.waitFor();
		expect(await intents()).toEqual([]);
		// For a smaller basket the same account has enough.
		await page.getByRole('link', { name: 'Change the basket' }).click();
		await page.getByRole('button', { name: 'Remove Bread board' }).click();
		await page.getByRole('link', { name: 'Go to the checkout' }).click();
		await connectButton(page).click();
		await payByBank(page);
		await page.getByRole('link', { name: 'Follow the payment' }).waitFor();
		expect((await intents()).map(({ amount }) => amount)).toEqual([6000]);
	});
});

describe('a payment that the bank takes back after it was paid', () => {
	it.each([
		['a dispute', 'debit_not_authorized', 'debit_not_authorized', /did not authorize the debit/],
		['a late return', 'no_account', 'incorrect_account_details', /no such account any more/],
		['a bank that could not process it', 'refer_to_customer', 'bank_cannot_process', /could not process it/],
	])('by %s is final, and ends the mandate', async (what, outcome, code, merchant) => {
		await payOrder(page, stack);
		await bankDoes(page, 'Pay');
		await becomes(page, 'succeeded');
		if (what === 'a dispute') await bankDoes(page, 'Take it back');
		else await bankRefuses(page, outcome);
		await becomes(page, 'disputed');
		await shopperReads('Your bank has taken this payment back');
		await merchantSees(page).locator('.meaning').getByText(merchant).waitFor();
		await merchantSees(page).locator('.facts').getByText(code, { exact: true }).first().waitFor();
		expect(await page.getByRole('button', { name: /Refund|Cancel the payment/ }).count()).toBe(0);
		const { payment } = await orderOf(page);
		expect((await stripe.mandates.retrieve(String(payment.stripe.mandate))).status).toBe('inactive');
		expect((await stripe.disputes.retrieve(String(payment.stripe.dispute))).status).toBe('lost');
	});
});

describe('what the merchant can do', () => {
	it('cancels a payment that has not gone to the bank', async () => {
		await payOrder(page, stack);
		await merchantSees(page).getByRole('button', { name: 'Cancel the payment' }).click();
		await becomes(page, 'canceled');
		await shopperReads('This payment was cancelled');
		expect((await intents()).map(({ status }) => status)).toEqual(['canceled']);
		await sandboxBank(page).getByText('It has done its part.').waitFor();
	});

	it('reads payment_not_cancelable once the bank has the payment', async () => {
		await payOrder(page, stack);
		await bankDoes(page, 'Get it');
		await sandboxBank(page).getByText('Done').waitFor();
		await merchantSees(page).getByRole('button', { name: 'Cancel the payment' }).click();
		await merchantSees(page).getByRole('alert').getByText('payment_not_cancelable').waitFor();
		await becomes(page, 'processing');
	});

	it('sees a refund that failed, and so does the shopper', async () => {
		await payOrder(page, stack);
		await bankDoes(page, 'Pay');
		await merchantSees(page).getByLabel('Give back, of $60.00').fill('10');
		await merchantSees(page).getByRole('button', { name: 'Refund' }).click();
		await shopperReads('$10.00 is on its way back to you.');
		await bankDoes(page, 'Refuse the refund');
		await merchantSees(page).getByRole('listitem').getByText('payment.refund_failed').waitFor();
		await shopperReads('We could not give money back to your account');
		await merchantSees(page).getByLabel('Give back, of $60.00').waitFor();
	});

	it('reads amount_too_large for a refund of more than was paid', async () => {
		await payOrder(page, stack);
		await bankDoes(page, 'Pay');
		await merchantSees(page).getByLabel('Give back').fill('60.01');
		await merchantSees(page).getByRole('button', { name: 'Refund' }).click();
		await merchantSees(page).getByRole('alert').getByText('amount_too_large').waitFor();
		expect((await stripe.refunds.list()).data).toEqual([]);
	});
});

it('is up to date on a page that was opened before, and on one opened afterwards', async () => {
	await payOrder(page, stack);
	const second = await context.newPage();
	await second.goto(page.url());
	await becomes(second, 'processing');
	await bankDoes(page, 'Pay');
	await becomes(second, 'succeeded');
	const third = await context.newPage();
	await third.goto(page.url());
	await becomes(third, 'succeeded');
	// Another browser with the same address is sent to the shop.
	const stranger = await browser.newContext();
	const theirs = await stranger.newPage();
	await theirs.goto(page.url());
	expect(new URL(theirs.url()).pathname).toBe('/');
	await stranger.close();
});

it('is accessible in every state, on a phone and a desktop, in the light and the dark color scheme', async () => {
	const check = async (state: string) => {
		for (const width of [320, 1280]) {
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.setViewportSize({ width, height: 900 });
				await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
				expect(await violations(page), `${state}, ${width}, ${colorScheme}`).toEqual([]);
				const wide = await page.evaluate(() => document.documentElement.scrollWidth);
				expect(wide, `${state}, ${width}`).toBeLessThanOrEqual(width);
			}
		}
	};
	await page.goto(`${stack.shopUrl}/basket`);
	await check('basket');
	await payOrder(page, stack);
	await shopperSees(page)
		.getByText(/What you authorized/)
		.click();
	await merchantSees(page).getByText('The authorization that is kept').click();
	await check('processing');
	await bankRefuses(page, 'insufficient_funds');
	await becomes(page, 'failed');
	await check('failed');
	await shopperSees(page).getByRole('link', { name: 'Pay with another bank' }).click();
	await failure().waitFor();
	await check('to be paid again');
	await connectButton(page).click();
	await connectBank(page);
	await acceptButton(page).waitFor();
	await check('to be authorized');
	await page.locator('plaid-stripe-connect').getByRole('button', { name: 'Decline' }).click();
	await page.getByText('You have not authorized the payment.').waitFor();
	await check('declined');
	await page.goBack();
	await shopperSees(page)
		.getByRole('button', { name: /once more/ })
		.click();
	await becomes(page, 'processing');
	await bankDoes(page, 'Pay');
	await merchantSees(page).getByLabel('Give back').fill('20');
	await merchantSees(page).getByRole('button', { name: 'Refund' }).click();
	await shopperReads('is on its way back');
	await check('refunded in part');
	await merchantSees(page).getByRole('button', { name: 'JSON' }).click();
	await bankDoes(page, 'Take it back');
	await shopperReads('Your bank has taken this payment back');
	await check('disputed, as JSON');
}, 120_000);

it('can be used by keyboard alone, and the focus stays in the panel', async () => {
	await payOrder(page, stack);
	const pay = sandboxBank(page).getByRole('button', { name: 'Pay', exact: true });
	await pay.focus();
	await page.keyboard.press('Enter');
	await becomes(page, 'succeeded');
	const input = merchantSees(page).getByLabel('Give back');
	await input.focus();
	await page.keyboard.press('ControlOrMeta+A');
	await page.keyboard.type('10.50');
	await page.keyboard.press('Enter');
	await shopperReads('$10.50 is on its way back to you.');
	await vi.waitFor(async () =>
		expect(await page.evaluate(() => document.activeElement?.closest('#merchant') !== null)).toBe(true),
	);
	// Enter in the field made one refund.
	expect((await stripe.refunds.list()).data.map(({ amount }) => amount)).toEqual([1050]);
});

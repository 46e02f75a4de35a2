/** What becomes of a payment after it was taken, as merchant and shopper see it. */
import { describe, expect, it } from 'vitest';
import page from '../../docs/payments.md?raw';
import { declineCodes, failureOf } from '../../worker/payments/decline-codes.ts';
import { tables } from './backend.ts';
import { code, openShop, type Shop, stripeSecret, toldOf } from './payments.ts';

/** Merchant's words, shopper's words: a part of each. */
const returns: [string, string, string][] = [
	['insufficient_funds', 'did not have enough money', 'not enough money in this account'],
	['account_closed', 'has been closed', 'choose another account'],
	['no_account', 'finds no such account', 'choose another account'],
	['debit_not_authorized', 'did not authorize', 'ask your bank'],
	['invalid_currency', 'US dollars', 'choose another account'],
	['bank_account_restricted', 'does not take debits', 'choose another account'],
	['refer_to_customer', 'did not say why', 'ask your bank'],
];

describe('the words for a failure', () => {
	it('stand in the documentation, all of them and no others', () => {
		const rows = Object.entries(declineCodes).map(
			([reason, { message, display_message }]) => `| \`${reason}\` | ${message} | ${display_message} |`,
		);
		expect(page).toContain(`|---|---|---|\n${rows.join('\n')}\n\n`);
	});

	it('are Stripe’s own where the code is new, and of a general kind where it has none', () => {
		expect(failureOf('a_new_code', 'The bank was on holiday.')).toEqual({
			code: 'a_new_code',
			message: 'The bank was on holiday.',
			display_message: expect.stringContaining('did not go through'),
		});
		expect(failureOf('constructor', null).message).toContain('Stripe’s dashboard');
		expect(failureOf('routing_number_invalid').message).toBe(declineCodes.no_account?.message);
	});
});

describe('a debit that the bank returns', () => {
	it.each(returns)('%s: has failed, with the reason in words', async (reason, merchant, shopper) => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection, metadata: { order: '1' } });
		await shop.settle(payment, reason);
		const failure = {
			code: reason,
			message: expect.stringContaining(merchant),
			display_message: expect.stringContaining(shopper),
		};
		expect(await shop.read(payment.id)).toMatchObject({
			status: 'failed',
			failure,
			history: [{ type: 'payment.processing' }, { type: 'payment.failed' }],
		});
		expect((await shop.told()).at(-1)).toMatchObject({
			type: 'payment.failed',
			data: {
				connection,
				payment: {
					id: payment.id,
					status: 'failed',
					amount: 2_500,
					amount_refunded: 0,
					failure,
					metadata: { order: '1' },
				},
			},
		});
		expect(code(await shop.cancel(payment.id))).toBe('payment_not_cancelable');
		expect(code(await shop.refund(payment.id))).toBe('payment_not_refundable');
	});

	it.each([
		['insufficient_funds', 'dispute', 'insufficient_funds', 'enough money'],
		['account_closed', 'dispute', 'incorrect_account_details', 'no such account any more'],
		['bank_account_restricted', 'dispute', 'bank_cannot_process', 'could not process'],
		['dispute', 'dispute', 'debit_not_authorized', 'did not authorize'],
	])('late, as %s: a payment that had succeeded is disputed', async (outcome, _, reason, merchant) => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'succeeded');
		await shop.settle(payment, outcome);
		expect(await shop.read(payment.id)).toMatchObject({
			status: 'disputed',
			failure: { code: reason, message: expect.stringContaining(merchant) },
			stripe: { dispute: expect.stringMatching(/^du_/) },
			history: [{ type: 'payment.processing' }, { type: 'payment.succeeded' }, { type: 'payment.disputed' }],
		});
		// Stripe takes the mandate away with it, and so nothing more is debited.
		expect(await toldOf(shop, 'authorization.')).toEqual(['authorization.accepted', 'authorization.revoked']);
		expect(code(await shop.pay({ connection, authorization }))).toBe('authorization_revoked');
		expect(code(await shop.refund(payment.id))).toBe('payment_not_refundable');
	});

	it('and whose account Stripe blocks with it, asks for a fresh token', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const { body: payment } = await shop.pay({ connection });
		await shop.backend.sandbox.clock.advance('10s');
		await shop.settle(payment, 'blocked');
		expect(await shop.read(payment.id)).toMatchObject({ status: 'failed' });
		expect((await shop.backend.read(`/v1/connections/${connection}`)).body.bank_account_token).toBe('renew');
		expect(await toldOf(shop, 'connection.')).toEqual([
			'connection.created',
			'connection.bank_account_token_outdated',
		]);
		const refused = await shop.pay({ connection });
		expect([refused.status, refused.body.error]).toMatchObject([
			402,
			{
				code: 'payment_refused',
				message: expect.stringContaining('Stripe debits this account no more'),
				display_message: expect.stringContaining('choose another account'),
				stripe: { type: 'card_error', code: 'bank_account_unusable' },
			},
		]);
	});
});

describe('a debit that Stripe refuses at once', () => {
	const refusals: [string, string, (shop: Shop, connection: string) => Promise<void>, string][] = [
		[
			'too risky',
			'payment_intent_payment_attempt_failed',
			(shop, connection) => shop.haveAccount(connection, 'riskLevelHighest'),
			'too risky',
		],
		[
			'too much for this week',
			'charge_exceeds_source_limit',
			(shop, connection) => shop.haveAccount(connection, 'weeklyLimitExceeded'),
			'within a week',
		],
		[
			'too much at once',
			'charge_exceeds_transaction_limit',
			async (shop) => shop.backend.sandbox.stripe.set({ transaction_limit: 2_000 }),
			'at once',
		],
	];
	it.each(refusals)('%s: has failed, and the authorization stands', async (_, reason, arrange, words) => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		await arrange(shop, connection);
		const refused = await shop.pay({ connection }, 'order-1');
		expect([refused.status, refused.body.error]).toMatchObject([
			402,
			{
				code: 'payment_refused',
				message: expect.stringContaining(words),
				display_message: expect.stringContaining('choose another way to pay'),
				stripe: { code: reason },
			},
		]);
		const { payment = '' } = refused.body.error;
		expect(await shop.read(payment)).toMatchObject({
			status: 'failed',
			failure: { code: reason },
			history: [{ type: 'payment.failed' }],
		});
		expect((await shop.intents()).map(({ status }) => status)).toEqual(['requires_payment_method']);
		expect((await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status).toBe('accepted');

		// The same request gets the same, also when its answer is not kept any more.
		await shop.backend.database.prepare('delete from idempotency_keys').run();
		const again = await shop.pay({ connection }, 'order-1');
		expect([again.status, again.body.error.payment]).toEqual([402, payment]);
		expect(await shop.intents()).toHaveLength(1);
	});
});

it('a mandate that Stripe holds for ended revokes the authorization, though its event never came', async () => {
	const shop = await openShop({ webhooks: false });
	const { connection, authorization } = await shop.shopper({ authorization: { kind: 'recurring' } });
	const { body: first } = await shop.pay({ connection });
	await shop.settle(first, 'succeeded');
	await shop.settle(first, 'dispute');
	const refused = await shop.pay({ connection });
	expect([refused.status, refused.body.error]).toMatchObject([
		402,
		{ code: 'payment_refused', stripe: { code: 'payment_intent_mandate_invalid' } },
	]);
	expect(code(await shop.pay({ connection, authorization }))).toBe('authorization_revoked');
});

it('a dispute that is only seen by looking revokes the authorization, by whatever mandate it was debited', async () => {
	const shop = await openShop({ webhooks: false });
	const { connection, authorization } = await shop.shopper({ authorization: { kind: 'recurring' } });
	const [one, other] = await Promise.all(['a', 'b'].map((key) => shop.pay({ connection }, key)));
	const { body: kept } = await shop.backend.read(`/v1/authorizations/${authorization}`);
	const disputed = [one, other].find((paid) => paid?.body.stripe.mandate !== kept.mandate)?.body;
	if (!disputed) throw new Error('Both were debited by the mandate that is kept.');
	await shop.settle(disputed, 'succeeded');
	await shop.settle(disputed, 'dispute');
	expect(code(await shop.refund(disputed.id))).toBe('payment_not_refundable');
	expect((await shop.read(disputed.id)).status).toBe('disputed');
	expect(code(await shop.pay({ connection, authorization }))).toBe('authorization_revoked');
	expect(await toldOf(shop, 'authorization.')).toEqual(['authorization.accepted', 'authorization.revoked']);
});

describe('an authorization for one debit', { timeout: 20_000 }, () => {
	it('stands again after a return for lack of money, for the same amount, twice', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		const status = async () => (await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status;
		for (let attempt = 1; attempt <= 3; attempt++) {
			if (attempt > 1)
				expect(code(await shop.pay({ connection, amount: 2_400 }))).toBe('amount_not_authorized');
			const { body: payment } = await shop.pay({ connection });
			expect([payment.status, await status()]).toEqual(['processing', 'used']);
			await shop.settle(payment, 'insufficient_funds');
			expect(await status(), `${attempt}`).toBe(attempt < 3 ? 'accepted' : 'used');
		}
		expect(code(await shop.pay({ connection, authorization }))).toBe('authorization_used');
		expect(await shop.intents()).toHaveLength(3);
	});

	it.each(['account_closed', 'debit_not_authorized', 'succeeded'])('is used up by %s', async (outcome) => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, outcome);
		expect(code(await shop.pay({ connection, authorization }))).toBe('authorization_used');
	});

	it('stands again though its mandate, being for one debit, was used', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'insufficient_funds');
		const created = Math.floor(shop.backend.sandbox.clock.now() / 1000);
		const tell = async (type: string) => {
			const object = { id: payment.stripe.mandate, object: 'mandate', type, status: 'inactive' };
			const event = {
				id: `evt_${type}`,
				object: 'event',
				type: 'mandate.updated',
				created,
				data: { object },
			};
			const payload = JSON.stringify(event);
			const signing = { payload, secret: stripeSecret, timestamp: created };
			const signature = await shop.stripe.webhooks.generateTestHeaderStringAsync(signing);
			const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
			await shop.backend.ask('/webhooks/stripe', { method: 'POST', headers, body: payload });
			return (await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status;
		};
		expect(await tell('single_use')).toBe('accepted');
		expect(await tell('multi_use')).toBe('revoked');
	});

	it('stands again after the payment was canceled', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.cancel(payment.id);
		const second = await shop.pay({ connection, amount: 1_000 });
		expect(second.body.status).toBe('processing');
	});
});

describe('cancelling', () => {
	it('goes as long as the bank does not have it, and may be said twice', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		for (let n = 0; n < 2; n++) {
			const canceled = await shop.cancel(payment.id);
			expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled']);
		}
		await shop.backend.sandbox.webhooks.settled();
		expect(await toldOf(shop, 'payment.')).toEqual(['payment.processing', 'payment.canceled']);
		expect((await shop.intents()).map(({ status }) => status)).toEqual(['canceled']);
	});

	it.each(['sent', 'succeeded'])('is too late once it is %s', async (outcome) => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, outcome);
		const refused = await shop.cancel(payment.id);
		expect([refused.status, refused.body.error]).toMatchObject([
			409,
			{ code: 'payment_not_cancelable', stripe: { code: 'payment_intent_unexpected_state' } },
		]);
		expect((await shop.read(payment.id)).status).toBe(outcome === 'sent' ? 'processing' : 'succeeded');
	});

	it('at Stripe’s dashboard is noticed by a cancel that comes later', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.stripe.paymentIntents.cancel(payment.stripe.payment_intent ?? '');
		expect((await shop.cancel(payment.id)).body.status).toBe('canceled');
	});
});

describe('a refund', () => {
	async function succeeded() {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'succeeded');
		return { shop, payment };
	}

	it('of a part, and of the rest', async () => {
		const { shop, payment } = await succeeded();
		const part = await shop.refund(payment.id, { amount: 1_000, metadata: { why: 'broken' } });
		expect([part.status, part.body]).toMatchObject([
			200,
			{ status: 'succeeded', amount_refunded: 1_000, refunds: [{ amount: 1_000, status: 'pending' }] },
		]);
		const tooMuch = await shop.refund(payment.id, { amount: 1_501 });
		expect([tooMuch.status, tooMuch.body.error]).toMatchObject([
			400,
			{ code: 'amount_too_large', param: 'amount', message: '1500 cents can be given back.' },
		]);
		expect(code(await shop.refund(payment.id, { amount: 0 }))).toBe('amount_too_small');
		const rest = await shop.refund(payment.id);
		expect(rest.body).toMatchObject({ status: 'refunded', amount_refunded: 2_500 });
		expect(code(await shop.refund(payment.id))).toBe('payment_not_refundable');
		await shop.settle(payment, 'refunded');
		const end = await shop.read(payment.id);
		expect(end.refunds.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
		expect(await toldOf(shop, 'payment.')).toEqual([
			'payment.processing',
			'payment.succeeded',
			'payment.refunded',
			'payment.refunded',
			'payment.refund_succeeded',
			'payment.refund_succeeded',
		]);
		expect((await shop.told()).slice(-4, -2).map(({ data }) => data.payment?.amount_refunded)).toEqual([
			1_000, 2_500,
		]);
		const { data } = await shop.stripe.refunds.list();
		expect(data.at(-1)?.metadata).toMatchObject({ why: 'broken' });
	});

	it('that has arrived is told once', async () => {
		const { shop, payment } = await succeeded();
		await shop.refund(payment.id);
		expect(await toldOf(shop, 'payment.refund_')).toEqual([]);
		await shop.settle(payment, 'refunded');
		expect(await shop.read(payment.id)).toMatchObject({
			status: 'refunded',
			refunds: [{ amount: 2_500, status: 'succeeded' }],
		});
		expect(await toldOf(shop, 'payment.refund_')).toEqual(['payment.refund_succeeded']);
	});

	it('that the bank does not take leaves the payment as it was', async () => {
		const { shop, payment } = await succeeded();
		await shop.refund(payment.id);
		await shop.settle(payment, 'refund_failed');
		expect(await shop.read(payment.id)).toMatchObject({
			status: 'succeeded',
			amount_refunded: 0,
			refunds: [{ amount: 2_500, status: 'failed', failure_reason: 'unknown' }],
		});
		expect((await toldOf(shop, 'payment.')).at(-1)).toBe('payment.refund_failed');
	});

	it('is made once for a key, however often and however late it is asked for', async () => {
		const { shop, payment } = await succeeded();
		const answers = await Promise.all(
			Array.from({ length: 10 }, () => shop.refund(payment.id, { amount: 700 }, 'r-1')),
		);
		expect(answers.some(({ status }) => status === 200)).toBe(true);
		await shop.backend.sandbox.clock.advance('3d');
		await shop.backend.database.prepare('delete from idempotency_keys').run();
		const late = await shop.refund(payment.id, { amount: 700 }, 'r-1');
		expect(late.body).toMatchObject({ amount_refunded: 700 });
		expect((await shop.stripe.refunds.list()).data).toHaveLength(1);
	});

	it('needs a key', async () => {
		const { shop, payment } = await succeeded();
		const answer = await shop.backend.send(`/v1/payments/${payment.id}/refunds`, {});
		expect([answer.status, code(answer)]).toEqual([400, 'parameter_missing']);
	});

	it('is told by Stripe when it is too late for one', async () => {
		const { shop, payment } = await succeeded();
		await shop.backend.sandbox.clock.advance('181d');
		const refused = await shop.refund(payment.id);
		expect([refused.status, refused.body.error]).toMatchObject([
			409,
			{
				code: 'payment_not_refundable',
				message: expect.stringContaining('180 days'),
				stripe: { code: 'charge_not_refundable' },
			},
		]);
	});

	it('made at Stripe’s dashboard is told, too', async () => {
		const { shop, payment } = await succeeded();
		await shop.stripe.refunds.create({ payment_intent: payment.stripe.payment_intent ?? '', amount: 300 });
		await shop.backend.sandbox.webhooks.settled();
		expect(await shop.read(payment.id)).toMatchObject({ amount_refunded: 300, status: 'succeeded' });
		expect((await toldOf(shop, 'payment.')).at(-1)).toBe('payment.refunded');
	});
});

describe('Stripe’s events', { timeout: 60_000 }, () => {
	/** Processing, success, a part given back, taken back by the bank. */
	async function live(shop: Shop) {
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'succeeded');
		await shop.refund(payment.id, { amount: 400 });
		await shop.settle(payment, 'refunded');
		await shop.settle(payment, 'dispute');
		return payment.id;
	}
	const end = {
		status: 'disputed',
		amount_refunded: 400,
		failure: { code: 'debit_not_authorized' },
		refunds: [{ amount: 400, status: 'succeeded' }],
	};

	it.each(['normal', 'duplicate', 'shuffle'] as const)('come to the same end: %s', async (mode) => {
		for (let run = 0; run < (mode === 'shuffle' ? 6 : 1); run++) {
			const shop = await openShop();
			shop.backend.sandbox.webhooks.mode(mode);
			const id = await live(shop);
			shop.backend.sandbox.webhooks.mode('normal');
			await shop.backend.sandbox.webhooks.settled();
			expect(await shop.read(id)).toMatchObject(end);
			const told = await toldOf(shop, 'payment.');
			expect(new Set(told).size).toBe(told.length);
			expect(told.at(-1)).toBe('payment.disputed');
			expect(await toldOf(shop, 'authorization.')).toEqual([
				'authorization.accepted',
				'authorization.revoked',
			]);
		}
	});

	it('may all come at the end, in any order', async () => {
		const shop = await openShop();
		shop.backend.sandbox.webhooks.mode('hold');
		const id = await live(shop);
		expect((await shop.read(id)).status).not.toBe('disputed');
		shop.backend.sandbox.webhooks.mode('normal');
		await shop.backend.sandbox.webhooks.settled();
		expect(await shop.read(id)).toMatchObject(end);
	});

	it('may be faster than the answer to our own call', async () => {
		const shop = await openShop({
			fetch: (sandbox) => async (input, init) => {
				const response = await sandbox.fetch(input, init);
				const creates = init?.method === 'POST' && String(input).endsWith('/v1/payment_intents');
				if (!creates) return response;
				const { id } = (await response.clone().json()) as { id: string };
				await sandbox.fetch(`http://localhost:8788/_sandbox/payments/${id}`, {
					method: 'POST',
					body: JSON.stringify({ outcome: 'succeeded' }),
				});
				await sandbox.webhooks.settled();
				return response;
			},
		});
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		expect(payment).toMatchObject({ status: 'succeeded' });
		expect(await toldOf(shop, 'payment.')).toEqual(['payment.succeeded']);
		expect(await shop.intents()).toHaveLength(1);
	});

	it('of payments that are not ours ask for nothing', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: ours } = await shop.pay({ connection });
		await shop.backend.sandbox.webhooks.settled();
		const before = shop.backend.sandbox.requests().length;
		const { customer, payment_method } = ours.stripe;
		const other = await shop.stripe.paymentIntents.create({
			...{ amount: 700, currency: 'usd', confirm: true, customer: customer ?? '' },
			...{ payment_method: payment_method ?? '', allowed_payment_method_types: ['us_bank_account'] },
		});
		await shop.settle({ stripe: { ...ours.stripe, payment_intent: other.id } }, 'succeeded');
		expect(shop.backend.sandbox.requests().slice(before)).toHaveLength(1);
		expect((await shop.backend.rows('payments')).length).toBe(1);
	});

	it('are not taken while Stripe cannot be asked, so that they come again', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.backend.sandbox.webhooks.settled();
		shop.backend.sandbox.faults.add({
			path: '/v1/payment_intents/:id',
			fault: { stripe_error: { type: 'api_error', status: 429 } },
		});
		await shop.settle(payment, 'succeeded');
		expect((await shop.read(payment.id)).status).toBe('processing');
		shop.backend.sandbox.faults.clear();
		await shop.backend.sandbox.clock.advance('4h');
		await shop.backend.sandbox.webhooks.settled();
		expect((await shop.read(payment.id)).status).toBe('succeeded');
	});
});

describe('without webhooks', { timeout: 60_000 }, () => {
	it('the clock looks, ever more rarely, until it has ended', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		shop.backend.sandbox.stripe.set({ settle_after: '4d' });
		await shop.settle(payment, 'processing');
		const looks = () => shop.backend.calls(`/v1/payment_intents/${payment.stripe.payment_intent}`).length;
		for (let hour = 0; hour < 48; hour++) {
			await shop.backend.sandbox.clock.advance('1h');
			await shop.backend.clock('* * * * *');
		}
		expect(looks()).toBeGreaterThan(4);
		expect(looks()).toBeLessThan(16);
		await shop.settle(payment, 'succeeded');
		await shop.backend.sandbox.clock.advance('1d');
		await shop.backend.clock('* * * * *');
		expect((await shop.read(payment.id)).status).toBe('succeeded');
		const seen = looks();
		await shop.backend.sandbox.clock.advance('30d');
		await shop.backend.clock('* * * * *');
		expect(looks()).toBe(seen);
	});

	it('the hour’s look for events that never came has the same effects', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'succeeded');
		await shop.settle(payment, 'dispute');
		await shop.backend.clock('17 * * * *');
		expect((await shop.read(payment.id)).status).toBe('disputed');
		expect(await toldOf(shop, 'authorization.')).toContain('authorization.revoked');
	});
});

describe('what the merchant has to mend', () => {
	const post = (shop: Shop, status: number, more: object = {}) =>
		shop.backend.sandbox.faults.add({
			path: '/v1/payment_intents',
			method: 'POST',
			times: 1,
			fault: { stripe_error: { type: 'invalid_request_error', status, ...more } },
		});
	const checks = async (shop: Shop) => {
		const { body } = await shop.backend.ask<{ checks: { name: string; message?: string }[] }>('/health');
		return body.checks.map(({ name }) => name);
	};

	it.each([
		['stripe_credentials_invalid', (shop: Shop) => post(shop, 401), 'Stripe refuses this deployment'],
		[
			'stripe_permission_missing',
			(shop: Shop) =>
				post(shop, 403, {
					message: "Having the 'rak_payment_intent_write' permission would allow this request to continue.",
				}),
			'rak_payment_intent_write',
		],
		[
			'stripe_ach_not_enabled',
			(shop: Shop) => shop.backend.sandbox.stripe.set({ ach: false }),
			'Stripe takes no ACH debits',
		],
	])(
		'%s: is told in the answer and in /health, and the same request goes on once it is',
		async (name, spoil, words) => {
			const shop = await openShop();
			const { connection } = await shop.shopper();
			spoil(shop);
			const refused = await shop.pay({ connection }, 'order-1');
			expect([refused.status, refused.body.error]).toMatchObject([
				503,
				{ code: name, message: expect.stringContaining(words), retryable: false },
			]);
			expect(await checks(shop)).toContain(name);
			shop.backend.sandbox.stripe.set({ ach: true });
			const paid = await shop.pay({ connection }, 'order-1');
			expect(paid.body).toMatchObject({ status: 'processing' });
			expect(await shop.intents()).toHaveLength(1);
			expect(await checks(shop)).not.toContain(name);
		},
	);
});

describe('what is kept, logged and told of a payment', () => {
	it.each(['bank_account_token', 'external_token'])(
		'has no secret, no token and nothing of a person in it: %s',
		async (PAYMENT_ROUTE) => {
			const shop = await openShop({ variables: { PAYMENT_ROUTE } });
			const { connection } = await shop.shopper();
			const cut = { path: '/v1/payment_intents', method: 'POST', fault: { cut: 'after' }, times: 3 } as const;
			shop.backend.sandbox.faults.add(cut);
			const answers = [await shop.pay({ connection }, 'order-1'), await shop.pay({ connection }, 'order-1')];
			const { body: payment } = answers[1] as (typeof answers)[number];
			await shop.settle(payment, 'succeeded');
			answers.push(await shop.refund(payment.id, { amount: 100 }), await shop.cancel(payment.id));
			const rows = await Promise.all(tables.map((table) => shop.backend.rows(table)));
			const texts = [...answers.map(({ text }) => text), ...shop.backend.log, JSON.stringify(rows)].join(
				'\n',
			);
			expect(texts).toContain(payment.id);
			expect(texts).not.toMatch(
				/access-sandbox-|btok_[A-Za-z0-9]{6}|processor-sandbox|000123456789|110000000|whsec_|sk_test_/,
			);
			for (const personal of ['Ada Byron', 'ada@example.com', '203.0.113.9', 'a phone'])
				expect(texts).not.toContain(personal);
		},
		30_000,
	);

	it('has each call to Stripe in the line of its request', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		await shop.pay({ connection });
		const line = JSON.parse(shop.backend.log.at(-1) ?? '{}') as { route: string; stripe: { path: string }[] };
		expect(line.route).toBe('/v1/payments');
		expect(line.stripe.map(({ path }) => path.replace(/(cus|ba)_\w+/, '$1'))).toEqual([
			'/v1/customers',
			'/v1/customers/cus/sources',
			expect.stringMatching(/^\/v1\/customers\/cus\/sources\/ba/),
			'/v1/payment_intents',
		]);
	});
});

describe('the other route, Plaid’s processor token', () => {
	it('comes to the same payment', async () => {
		const shop = await openShop({ variables: { PAYMENT_ROUTE: 'external_token' } });
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const first = await shop.pay({ connection });
		expect(first.body).toMatchObject({
			status: 'processing',
			stripe: { payment_method: expect.stringMatching(/^pm_/), mandate: expect.any(String) },
		});
		const second = await shop.pay({ connection });
		expect(second.body.stripe).toMatchObject({
			payment_method: first.body.stripe.payment_method,
			mandate: first.body.stripe.mandate,
		});
		expect(shop.backend.calls('/processor/token/create')).toMatchObject([{ body: { processor: 'stripe' } }]);
		expect(shop.backend.calls('/v1/payment_methods')).toHaveLength(1);
		await shop.settle(second.body, 'succeeded');
		expect((await shop.read(second.body.id)).status).toBe('succeeded');
	});

	it('is one of two: another name is told when the Worker starts', async () => {
		const shop = await openShop({ webhooks: false });
		shop.backend.restart({ PAYMENT_ROUTE: 'charges' });
		const { body } = await shop.backend.ask<{ checks: { message?: string }[] }>('/health');
		expect(body.checks[0]?.message).toContain('PAYMENT_ROUTE must be');
	});
});

/** Debits that fail: returned by the bank, before or after success, or refused by Stripe at once. */

import { describe, expect, it } from 'vitest';
import page from '../../docs/payments.md?raw';
import { declineCodes, failureOf } from '../../worker/payments/decline-codes.ts';
import { errorCode, eventTypes, openShop, type Shop } from './shop.ts';

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

describe('the messages of a failure', () => {
	it('are the table in docs/payments.md', () => {
		const rows = Object.entries(declineCodes).map(
			([reason, { message, display_message }]) => `| \`${reason}\` | ${message} | ${display_message} |`,
		);
		expect(page).toContain(`|---|---|---|\n${rows.join('\n')}\n\n`);
	});

	it('are Stripe’s message for an unknown code, or a general one', () => {
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
	it.each(returns)(
		'%s: the payment is failed, with messages for merchant and shopper',
		async (reason, merchant, shopper) => {
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
			expect((await shop.events()).at(-1)).toMatchObject({
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
			expect(errorCode(await shop.cancel(payment.id))).toBe('payment_not_cancelable');
			expect(errorCode(await shop.refund(payment.id))).toBe('payment_not_refundable');
		},
	);

	it.each([
		['insufficient_funds', 'dispute', 'insufficient_funds', 'enough money'],
		['account_closed', 'dispute', 'incorrect_account_details', 'no such account any more'],
		['bank_account_restricted', 'dispute', 'bank_cannot_process', 'could not process'],
		['dispute', 'dispute', 'debit_not_authorized', 'did not authorize'],
	])('late, as %s: the payment that had succeeded is disputed', async (outcome, _, reason, merchant) => {
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
		expect(await eventTypes(shop, 'authorization.')).toEqual([
			'authorization.accepted',
			'authorization.revoked',
		]);
		expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_revoked');
		expect(errorCode(await shop.refund(payment.id))).toBe('payment_not_refundable');
	});

	it('marks the bank account token as outdated when Stripe blocks the account', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const { body: payment } = await shop.pay({ connection });
		await shop.backend.sandbox.clock.advance('10s');
		await shop.settle(payment, 'blocked');
		expect(await shop.read(payment.id)).toMatchObject({ status: 'failed' });
		expect((await shop.backend.read(`/v1/connections/${connection}`)).body.bank_account_token).toBe('renew');
		expect(await eventTypes(shop, 'connection.')).toEqual([
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
			(shop, connection) => shop.useTestAccount(connection, 'riskLevelHighest'),
			'too risky',
		],
		[
			'too much for this week',
			'charge_exceeds_source_limit',
			(shop, connection) => shop.useTestAccount(connection, 'weeklyLimitExceeded'),
			'within a week',
		],
		[
			'too much at once',
			'charge_exceeds_transaction_limit',
			async (shop) => shop.backend.sandbox.stripe.set({ transaction_limit: 2_000 }),
			'at once',
		],
	];
	it.each(refusals)(
		'%s: the payment is failed, and the authorization can be used again',
		async (_, reason, arrange, words) => {
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

			// The repeat gets the same refusal, also when the stored answer is gone.
			await shop.backend.database.prepare('delete from idempotency_keys').run();
			const again = await shop.pay({ connection }, 'order-1');
			expect([again.status, again.body.error.payment]).toEqual([402, payment]);
			expect(await shop.intents()).toHaveLength(1);
		},
	);
});

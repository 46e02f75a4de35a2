/** The pure transition of a payment: the row and Stripe's state in, the change out. */
import { describe, expect, it } from 'vitest';
import type { PaymentRefund, PaymentStatus } from '../../worker/contract.ts';
import type { StripeState, StripeStatus } from '../../worker/payments/stripe-state.ts';
import { isNewer, pollAfterMs, transition } from '../../worker/payments/transition.ts';
import type { PaymentRow } from '../../worker/store/schema.ts';

const now = Date.UTC(2026, 10, 28);
const hourMs = 60 * 60 * 1000;

const paymentRow = (columns: Partial<PaymentRow> = {}): PaymentRow => ({
	id: 'pay_1',
	keyHash: '',
	request: '',
	connectionId: 'conn_1',
	authorizationId: 'auth_1',
	amount: 2_500,
	purpose: 'goods',
	description: null,
	statementDescriptor: null,
	metadata: {},
	status: 'processing',
	statusSince: now - hourMs,
	failure: null,
	nextAction: null,
	refunds: [],
	amountRefunded: 0,
	history: [],
	owner: null,
	leaseUntil: 0,
	askedAt: now - hourMs,
	confirmsSeparately: true,
	intentToConfirm: 'pi_1',
	keysSpent: 0,
	customer: 'cus_1',
	paymentMethod: 'ba_1',
	mandate: null,
	paymentIntent: 'pi_1',
	dispute: null,
	lookAt: now,
	lastChange: null,
	livemode: false,
	createdAt: now - hourMs,
	updatedAt: now - hourMs,
	...columns,
});
const stripeState = (status: StripeStatus, more: Partial<StripeState> = {}): StripeState => ({
	status,
	failure: null,
	nextAction: null,
	sent: true,
	paymentIntent: 'pi_1',
	mandate: null,
	dispute: null,
	refunds: [],
	...more,
});
const failure = (code: string) => ({ code, message: '', display_message: '' });
const refund = (status: PaymentRefund['status'], amount = 1_000): PaymentRefund => ({
	id: 're_1',
	amount,
	status,
	failure_reason: null,
	created_at: '2026-11-28T00:00:00.000Z',
});

describe('a status', () => {
	const reported: StripeStatus[] = ['processing', 'canceled', 'failed', 'succeeded', 'disputed'];
	it.each<[PaymentStatus, StripeStatus[]]>([
		['pending', ['processing', 'canceled', 'failed', 'succeeded', 'disputed']],
		['processing', ['canceled', 'failed', 'succeeded', 'disputed']],
		['canceled', ['failed', 'succeeded', 'disputed']],
		['failed', ['succeeded', 'disputed']],
		['succeeded', ['disputed']],
		['refunded', ['disputed']],
		['disputed', []],
	])('%s moves forward to %j only', (status, newer) => {
		expect(reported.filter((next) => isNewer(paymentRow({ status }), next))).toEqual(newer);
	});

	it('canceled without a PaymentIntent moves to whatever Stripe reports', () => {
		const row = paymentRow({ status: 'canceled', paymentIntent: null });
		expect(reported.filter((next) => isNewer(row, next))).toEqual(reported);
	});

	it('that is reported again changes nothing', () => {
		const { events, columns } = transition(paymentRow(), stripeState('processing'), now);
		expect(events).toEqual([]);
		expect(columns).toMatchObject({ status: 'processing', statusSince: now - hourMs, history: [] });
		expect(columns).not.toHaveProperty('owner');
	});
});

describe('a one-time authorization', () => {
	const restores = (columns: Partial<PaymentRow>, state: StripeState) =>
		transition(paymentRow(columns), state, now).restoresAuthorization;

	it('can be used again if nothing went to the bank, or after insufficient_funds', () => {
		expect(restores({}, stripeState('canceled'))).toBe(true);
		expect(
			restores({ status: 'pending' }, stripeState('failed', { sent: false, failure: failure('x') })),
		).toBe(true);
		expect(restores({}, stripeState('failed', { failure: failure('insufficient_funds') }))).toBe(true);
	});

	it('stays used after any other return, after success and while in doubt', () => {
		expect(restores({}, stripeState('failed', { failure: failure('account_closed') }))).toBe(false);
		expect(restores({}, stripeState('failed', { sent: false, failure: failure('account_closed') }))).toBe(
			false,
		);
		expect(restores({ status: 'pending' }, stripeState('failed', { failure: failure('x') }))).toBe(false);
		expect(restores({}, stripeState('succeeded'))).toBe(false);
		expect(restores({ status: 'canceled' }, stripeState('canceled'))).toBe(false);
	});
});

describe('refunds', () => {
	const changeOf = (columns: Partial<PaymentRow>, ...refunds: PaymentRefund[]) => {
		const change = transition(paymentRow(columns), stripeState('succeeded', { refunds }), now);
		const { status, amountRefunded, lookAt } = change.columns;
		return { events: change.events, status, amountRefunded, lookAt };
	};

	it('of a part leave the payment succeeded, and keep it polled until they have ended', () => {
		expect(changeOf({ status: 'succeeded', lookAt: null }, refund('pending'))).toEqual({
			events: ['payment.refunded'],
			status: 'succeeded',
			amountRefunded: 1_000,
			lookAt: now + hourMs,
		});
		expect(
			changeOf({ status: 'succeeded', refunds: [refund('pending')] }, refund('succeeded')),
		).toMatchObject({
			events: ['payment.refund_succeeded'],
			lookAt: null,
		});
	});

	it('of all of it make the payment refunded', () => {
		expect(changeOf({ status: 'succeeded' }, refund('succeeded', 2_500))).toMatchObject({
			events: ['payment.refunded', 'payment.refund_succeeded'],
			status: 'refunded',
		});
	});

	it('that the bank refuses are subtracted again, once', () => {
		const refunded = { status: 'refunded', refunds: [refund('succeeded', 2_500)] } as const;
		expect(changeOf({ ...refunded, refunds: [...refunded.refunds] }, refund('failed', 2_500))).toMatchObject({
			events: ['payment.refund_failed'],
			status: 'succeeded',
			amountRefunded: 0,
		});
		expect(
			changeOf({ status: 'succeeded', refunds: [refund('failed')] }, refund('succeeded')).events,
		).toEqual([]);
	});
});

it('a payment is polled after an hour at first, and after a day at most', () => {
	const age = (hours: number) => pollAfterMs(paymentRow({ createdAt: now - hours * hourMs }), now) / hourMs;
	expect([age(0), age(2), age(10), age(48), age(500)]).toEqual([1, 1, 5, 24, 24]);
});

import { describe, expect, it } from 'vitest';
import { errorCode, eventTypes, openShop } from './shop.ts';

describe('a refund', () => {
	async function succeeded(options: { webhooks?: boolean } = {}) {
		const shop = await openShop(options);
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		await shop.settle(payment, 'succeeded');
		return { shop, payment };
	}

	it('of a part, then of the rest', async () => {
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
		expect(errorCode(await shop.refund(payment.id, { amount: 0 }))).toBe('amount_too_small');
		const rest = await shop.refund(payment.id);
		expect(rest.body).toMatchObject({ status: 'refunded', amount_refunded: 2_500 });
		expect(errorCode(await shop.refund(payment.id))).toBe('payment_not_refundable');
		await shop.settle(payment, 'refunded');
		const end = await shop.read(payment.id);
		expect(end.refunds.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
		expect(await eventTypes(shop, 'payment.')).toEqual([
			'payment.processing',
			'payment.succeeded',
			'payment.refunded',
			'payment.refunded',
			'payment.refund_succeeded',
			'payment.refund_succeeded',
		]);
		expect((await shop.events()).slice(-4, -2).map(({ data }) => data.payment?.amount_refunded)).toEqual([
			1_000, 2_500,
		]);
		const { data } = await shop.stripe.refunds.list();
		expect(data.at(-1)?.metadata).toMatchObject({ why: 'broken' });
	});

	it('that has arrived is one payment.refund_succeeded event', async () => {
		const { shop, payment } = await succeeded();
		await shop.refund(payment.id);
		expect(await eventTypes(shop, 'payment.refund_')).toEqual([]);
		await shop.settle(payment, 'refunded');
		expect(await shop.read(payment.id)).toMatchObject({
			status: 'refunded',
			refunds: [{ amount: 2_500, status: 'succeeded' }],
		});
		expect(await eventTypes(shop, 'payment.refund_')).toEqual(['payment.refund_succeeded']);
	});

	it('that the bank refuses leaves the payment as it was: payment.refund_failed', async () => {
		const { shop, payment } = await succeeded();
		await shop.refund(payment.id);
		await shop.settle(payment, 'refund_failed');
		expect(await shop.read(payment.id)).toMatchObject({
			status: 'succeeded',
			amount_refunded: 0,
			refunds: [{ amount: 2_500, status: 'failed', failure_reason: 'unknown' }],
		});
		expect((await eventTypes(shop, 'payment.')).at(-1)).toBe('payment.refund_failed');
	});

	it('is made once for a key, however often and however late the request is sent again', async () => {
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

	it('for which Stripe has stored a failure is made once, before and after it has stored it', async () => {
		for (const isMade of [false, true]) {
			const stored = new Map<string, Response>();
			const shop = await openShop({
				fetch: (sandbox) => async (input, init) => {
					if (init?.method !== 'POST' || !String(input).endsWith('/v1/refunds'))
						return sandbox.fetch(input, init);
					const key = new Headers(init.headers).get('idempotency-key') ?? '';
					if (stored.size > 0 && !stored.has(key)) return sandbox.fetch(input, init);
					const headers: HeadersInit = stored.has(key) ? { 'Idempotent-Replayed': 'true' } : {};
					if (isMade && !stored.has(key)) await sandbox.fetch(input, init);
					const failure = { error: { type: 'api_error', message: 'An error.' } };
					stored.set(key, Response.json(failure, { status: 500, headers }));
					return Response.json(failure, { status: 500, headers });
				},
			});
			const { connection } = await shop.shopper();
			const { body: payment } = await shop.pay({ connection });
			await shop.settle(payment, 'succeeded');
			const refunded = await shop.refund(payment.id, { amount: 700 }, 'r-1');
			expect([refunded.status, refunded.body.amount_refunded]).toEqual([200, 700]);
			expect((await shop.stripe.refunds.list()).data).toHaveLength(1);
		}
	}, 30_000);

	it('that is older than a hundred others is still found by its key', async () => {
		const { shop, payment } = await succeeded({ webhooks: false });
		await shop.refund(payment.id, { amount: 10 }, 'r-1');
		const payment_intent = payment.stripe.payment_intent ?? '';
		for (let n = 0; n < 101; n++) await shop.stripe.refunds.create({ payment_intent, amount: 1 });
		await shop.backend.sandbox.clock.advance('2d');
		await shop.backend.database.prepare('delete from idempotency_keys').run();
		const late = await shop.refund(payment.id, { amount: 10 }, 'r-1');
		expect([errorCode(late), late.body.amount_refunded]).toEqual([undefined, 111]);
		expect(late.body.refunds).toHaveLength(102);
	}, 60_000);

	it('needs an Idempotency-Key: parameter_missing', async () => {
		const { shop, payment } = await succeeded();
		const answer = await shop.backend.send(`/v1/payments/${payment.id}/refunds`, {});
		expect([answer.status, errorCode(answer)]).toEqual([400, 'parameter_missing']);
	});

	it('is refused after 180 days with Stripe’s message: payment_not_refundable', async () => {
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

	it('made at Stripe’s dashboard is an event, too', async () => {
		const { shop, payment } = await succeeded();
		await shop.stripe.refunds.create({ payment_intent: payment.stripe.payment_intent ?? '', amount: 300 });
		await shop.backend.sandbox.webhooks.settled();
		expect(await shop.read(payment.id)).toMatchObject({ amount_refunded: 300, status: 'succeeded' });
		expect((await eventTypes(shop, 'payment.')).at(-1)).toBe('payment.refunded');
	});
});

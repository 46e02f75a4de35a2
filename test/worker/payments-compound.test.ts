/**
 * Two failures at once. Whatever they are: one debit under one authorization, and nothing is reported as ended while
 * Stripe could still debit.
 */
import { describe, expect, it } from 'vitest';
import { skipStripePauses } from './one-debit.ts';
import { errorCode, openShop, type Shop } from './shop.ts';

skipStripePauses();

const live = async (shop: Shop) =>
	(await shop.intents()).filter(({ status }) => status === 'processing' || status === 'succeeded');

const onlyPayment = async (shop: Shop) => {
	const [row] = await shop.backend.rows('payments');
	return String(row?.id);
};

/** A network that holds the next call whose path matches, until it is released. */
function slowNetwork() {
	let held: RegExp | null = null;
	let reached = () => {};
	let release = () => {};
	return {
		fetch:
			({ fetch }: Shop['backend']['sandbox']): typeof fetch =>
			async (input, init) => {
				if (init?.method === 'POST' && held?.test(new URL(String(input)).pathname)) {
					held = null;
					await new Promise<void>((resolve) => {
						release = resolve;
						reached();
					});
				}
				// The caller may have given up long ago: the call arrives all the same.
				return fetch(input, { ...init, signal: null });
			},
		hold(path: RegExp): Promise<void> {
			held = path;
			return new Promise((resolve) => {
				reached = resolve;
			});
		},
		release: () => release(),
	};
}

const createPath = /^\/v1\/payment_intents$/;
const confirmPath = /\/confirm$/;

describe.each([
	['create', createPath],
	['confirm', confirmPath],
])('a %s call that Stripe works on for longer than the lease', (_, path) => {
	it('canceled meanwhile, it debits nothing, and another payment uses the authorization', async () => {
		const network = slowNetwork();
		const shop = await openShop({ fetch: network.fetch });
		const { connection } = await shop.shopper();
		const isHeld = network.hold(path);
		const first = shop.pay({ connection }, 'order-1');
		await isHeld;
		const id = await onlyPayment(shop);
		expect(errorCode(await shop.cancel(id))).toBe('idempotency_in_progress');
		await shop.backend.sandbox.clock.advance('6m');
		const canceled = await shop.cancel(id);
		expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled']);
		const second = await shop.pay({ connection }, 'order-2');
		expect(second.body.status).toBe('processing');

		network.release();
		await first;
		await shop.backend.settled();
		expect((await live(shop)).map(({ id: intent }) => intent)).toEqual([second.body.stripe.payment_intent]);
		expect((await shop.read(id)).status).toBe('canceled');
		expect((await shop.pay({ connection }, 'order-1')).body.status).toBe('canceled');
	});

	it('sent again meanwhile, it makes one debit', async () => {
		const network = slowNetwork();
		const shop = await openShop({ fetch: network.fetch });
		const { connection } = await shop.shopper();
		const isHeld = network.hold(path);
		const first = shop.pay({ connection }, 'order-1');
		await isHeld;
		await shop.backend.sandbox.clock.advance('6m');
		await shop.backend.database.prepare('delete from idempotency_keys').run();
		expect((await shop.pay({ connection }, 'order-1')).body.status).toBe('processing');
		network.release();
		await first;
		expect(await live(shop)).toHaveLength(1);
		expect((await shop.read(await onlyPayment(shop))).status).toBe('processing');
	});
});

describe('while Stripe cannot be asked', () => {
	it.each(['/v1/payment_intents', '/v1/payment_intents/:id/confirm'])(
		'after a lost answer from %s, nothing ends: not by cancel, not by revoking, not after days',
		async (path) => {
			const shop = await openShop({ webhooks: false });
			const { connection, authorization } = await shop.shopper();
			const { faults, clock } = shop.backend.sandbox;
			faults.add({ path, method: 'POST', fault: { cut: 'after' } });
			await shop.pay({ connection }, 'order-1');
			const id = await onlyPayment(shop);
			faults.add({ path: '/v1/*', fault: { cut: 'before' } });
			expect(errorCode(await shop.cancel(id))).toBe('stripe_unavailable');
			for (let day = 0; day < 3; day++) {
				await clock.advance('25h');
				await shop.backend.clock('* * * * *');
			}
			expect((await shop.read(id)).status).toBe('pending');
			expect((await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status).toBe('used');
			expect(errorCode(await shop.pay({ connection, authorization }))).toBe('authorization_used');

			faults.clear();
			await clock.advance('25h');
			await shop.backend.clock('* * * * *');
			const { status, stripe } = await shop.read(id);
			const [intent] = await shop.intents();
			expect([stripe.payment_intent, (await shop.intents()).length]).toEqual([intent?.id, 1]);
			expect(status).toBe(intent?.status);
			expect(['canceled', 'succeeded']).toContain(status);
		},
	);
});

describe('a write to the database that runs again, late', () => {
	/** D1 may still run a statement whose answer timed out, after the Worker has sent it again and gone on. */
	async function openLateShop() {
		const batches: D1PreparedStatement[][] = [];
		let isLate = false;
		let replay = async () => {};
		const shop = await openShop({
			webhooks: false,
			database: (database) => {
				replay = async () => {
					for (const statements of batches) await database.batch(statements);
				};
				return new Proxy(database, {
					get(target, name) {
						if (name === 'batch')
							return (statements: D1PreparedStatement[]) => {
								if (isLate) batches.push(statements);
								return target.batch(statements);
							};
						const value = Reflect.get(target, name);
						return typeof value === 'function' ? value.bind(target) : value;
					},
				});
			},
			fetch: (sandbox) => async (input, init) => {
				const isConfirm = String(input).endsWith('/confirm');
				const response = await sandbox.fetch(input, init);
				if (isLate && isConfirm) await replay();
				return response;
			},
		});
		return {
			shop,
			late() {
				isLate = true;
			},
		};
	}

	it('changes nothing: one debit, also where the payment method is gone and Stripe’s answer is lost', async () => {
		const { shop, late } = await openLateShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const { customer, payment_method } = (await shop.pay({ connection }, 'order-0')).body.stripe;
		await shop.stripe.customers.deleteSource(customer ?? '', payment_method ?? '');
		late();
		let calls = 0;
		shop.backend.sandbox.faults.add({
			path: '/v1/payment_intents/:id/confirm',
			method: 'POST',
			fault: { cut: 'after' },
		});
		for (; calls < 3; calls++) {
			await shop.pay({ connection }, 'order-1');
			if (calls === 1) shop.backend.sandbox.faults.clear();
		}
		expect((await shop.pay({ connection }, 'order-1')).body.status).toBe('processing');
		const debits = (await live(shop)).filter(({ amount }) => amount === 2_500);
		expect(debits).toHaveLength(2);
		expect(await shop.intents()).toHaveLength(2);
	});
});

describe('a payment that version 0.1.0 left pending, whose one call created and confirmed', () => {
	/** As 0.1.0 left it: asked for, and Stripe’s answer lost. */
	async function leave(shop: Shop, connection: string) {
		const { faults } = shop.backend.sandbox;
		faults.add({ path: '/v1/payment_intents', method: 'POST', fault: { cut: 'before' } });
		await shop.pay({ connection }, 'order-1');
		faults.clear();
		await shop.backend.database.prepare('update payments set confirms_separately = 0').run();
		return onlyPayment(shop);
	}

	it('is repeated under the key that 0.1.0 used', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		await leave(shop, connection);
		expect((await shop.pay({ connection }, 'order-1')).body.status).toBe('processing');
		expect(shop.backend.calls(confirmPath)).toEqual([]);
		expect(shop.backend.calls('/v1/payment_intents').at(-1)?.body).toMatchObject({ confirm: 'true' });
		expect(await live(shop)).toHaveLength(1);
	});

	it('is not canceled while 0.1.0 may still wait for Stripe', async () => {
		const shop = await openShop({ webhooks: false });
		const { connection } = await shop.shopper();
		const id = await leave(shop, connection);
		expect(errorCode(await shop.cancel(id))).toBe('idempotency_in_progress');
		await shop.backend.sandbox.clock.advance('6m');
		expect((await shop.cancel(id)).body.status).toBe('canceled');
	});
});

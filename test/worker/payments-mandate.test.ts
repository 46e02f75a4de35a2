/** A mandate belongs to the payment method that it was made with. An unrevoked recurring authorization goes on paying. */
import { describe, expect, it } from 'vitest';
import { errorCode, eventTypes, openShop, type Shop } from './shop.ts';

type Paid = Awaited<ReturnType<Shop['pay']>>['body'];

const renew = (shop: Shop) =>
	shop.backend.database
		.prepare("update connections set bank_account_token_state = 'renew', payment_method = null")
		.run();

/** Removes the account at Stripe, whichever kind of object it is. */
const detach = (shop: Shop, { stripe: { customer, payment_method } }: Paid) =>
	payment_method?.startsWith('ba_')
		? shop.stripe.customers.deleteSource(customer ?? '', payment_method)
		: shop.stripe.paymentMethods.detach(payment_method ?? '');

const changes: Record<string, (shop: Shop, connection: string, last: Paid) => Promise<unknown>> = {
	'nothing changes': async () => {},
	'the bank changes the account’s numbers': async (shop, _, last) => {
		// The new numbers make another bank account at Stripe; the sandbox's tokens are all for the same one.
		await detach(shop, last);
		await renew(shop);
	},
	'the payment method is detached at Stripe': (shop, _, last) => detach(shop, last),
	'the merchant names another Customer': async (shop, connection) => {
		const { id } = await shop.stripe.customers.create({ name: 'Ada Byron' });
		await shop.backend.send(`/v1/connections/${connection}`, { stripe_customer: id });
	},
};

describe.each(['bank_account_token', 'external_token'])('over the route %s', (PAYMENT_ROUTE) => {
	it.each(Object.entries(changes))(
		'five payments succeed, when in between each of them %s',
		async (_, change) => {
			const shop = await openShop({ variables: { PAYMENT_ROUTE } });
			const { connection, authorization } = await shop.shopper({ authorization: { kind: 'recurring' } });
			const paid: Paid[] = [];
			for (let n = 0; n < 5; n++) {
				const { body } = await shop.pay({ connection, authorization });
				expect(body.status, `payment ${n}`).toBe('processing');
				await shop.settle(body, 'succeeded');
				const mandate = await shop.stripe.mandates.retrieve((await shop.read(body.id)).stripe.mandate ?? '');
				expect(mandate.payment_method).toBe(body.stripe.payment_method);
				// Without a change, the next payment names the mandate of this one.
				const again = await shop.pay({ connection, authorization });
				expect([again.body.status, again.body.stripe.mandate]).toEqual(['processing', mandate.id]);
				// A late report about the first payment changes nothing.
				const [first] = paid;
				if (first && first.amount_refunded === 0) await shop.refund(first.id, { amount: 100 }, `refund-${n}`);
				const { body: stored } = await shop.backend.read(`/v1/authorizations/${authorization}`);
				expect(stored).toMatchObject({ status: 'accepted', mandate: mandate.id });
				paid.push(body);
				await change(shop, connection, body);
			}
			expect(await eventTypes(shop, 'authorization.')).toEqual(['authorization.accepted']);
		},
		60_000,
	);
});

describe('a mandate that Stripe refuses', () => {
	async function paidOnce() {
		const shop = await openShop({ webhooks: false });
		const { connection, authorization } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const { body: first } = await shop.pay({ connection });
		return { shop, connection, authorization, first };
	}

	it('because it is of another payment method, as version 0.1.0 stored them: the acceptance is presented again', async () => {
		const { shop, connection, authorization, first } = await paidOnce();
		const other = await shop.stripe.paymentIntents.create({
			...{ amount: 100, currency: 'usd', confirm: true, payment_method: 'pm_usBankAccount_success' },
			allowed_payment_method_types: ['us_bank_account'],
			customer: first.stripe.customer ?? '',
			setup_future_usage: 'off_session',
			mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
			expand: ['latest_charge'],
		});
		const charge = other.latest_charge as {
			payment_method_details: { us_bank_account: { mandate: string } };
		};
		await shop.backend.database
			.prepare('update payments set mandate = ?')
			.bind(charge.payment_method_details.us_bank_account.mandate)
			.run();
		expect((await shop.pay({ connection })).body.status).toBe('processing');
		expect((await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status).toBe('accepted');
	});

	it('because it was revoked at Stripe: the payment fails, and the authorization is revoked', async () => {
		const { shop, connection, authorization, first } = await paidOnce();
		await shop.settle(first, 'succeeded');
		const mandate = first.stripe.mandate ?? '';
		expect((await shop.stripe.mandates.retrieve(mandate)).status).toBe('active');
		await shop.settle(first, 'dispute');
		// The event about the dispute has not arrived: only Stripe's refusal says it.
		const refused = await shop.pay({ connection }, 'after-the-dispute');
		expect([refused.status, errorCode(refused)]).toEqual([402, 'payment_refused']);
		expect((await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status).toBe('revoked');
		expect((await shop.intents()).map(({ status }) => status)).toEqual(['canceled', 'succeeded']);
	});
});

describe('numbers that change while the account is attached', () => {
	it.each(['bank_account_token', 'external_token'])(
		'over the route %s: the next payment attaches the account again',
		async (PAYMENT_ROUTE) => {
			let meanwhile: (() => Promise<unknown>) | null = null;
			const shop = await openShop({
				variables: { PAYMENT_ROUTE },
				fetch: (sandbox) => async (input, init) => {
					const response = await sandbox.fetch(input, init);
					if (/token\/create$/.test(new URL(String(input)).pathname)) await meanwhile?.();
					return response;
				},
			});
			const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
			await shop.backend.sandbox.clock.advance('1m');
			meanwhile = async () => {
				meanwhile = null;
				await shop.backend.sandbox.clock.advance('1s');
				await shop.backend.database
					.prepare(
						`update connections set bank_account_token_state = 'renew', payment_method = null,
							bank_account_token_occurred_at = ?`,
					)
					.bind(shop.backend.sandbox.clock.now())
					.run();
			};
			expect((await shop.pay({ connection })).body.status).toBe('processing');
			const [row] = await shop.backend.rows('connections');
			expect([row?.bank_account_token_state, row?.payment_method]).toEqual(['renew', null]);
			const made = () => shop.backend.calls(/\/(bank_account_token|processor\/token)\/create$/).length;
			const before = made();
			expect((await shop.pay({ connection })).body.status).toBe('processing');
			expect(made()).toBe(before + 1);
		},
	);
});

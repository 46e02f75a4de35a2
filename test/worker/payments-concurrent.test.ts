/** Requests and changes that meet: two payments at once, or an authorization, connection or account that changes midway. */
import { describe, expect, it } from 'vitest';
import { expectOneDebit, skipStripePauses } from './one-debit.ts';
import { errorCode, openShop } from './shop.ts';

skipStripePauses();

describe('payments and changes at the same time', () => {
	it('eight payments under one one-time authorization: one is made', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper();
		const answers = await Promise.all(
			Array.from({ length: 8 }, (_, n) => shop.pay({ connection }, `order-${n}`)),
		);
		const seen = answers.map((answer): string => errorCode(answer) ?? answer.body.status);
		expect(seen.filter((one) => one === 'processing')).toHaveLength(1);
		for (const one of seen)
			expect(['processing', 'authorization_used', 'authorization_required']).toContain(one);
		await expectOneDebit(shop, 'one of them');
	});

	it('three payments under a recurring authorization: all are made, with one Customer and one bank account', async () => {
		const shop = await openShop();
		const { connection } = await shop.shopper({ authorization: { kind: 'recurring' } });
		const answers = await Promise.all(['a', 'b', 'c'].map((key) => shop.pay({ connection }, key)));
		expect(answers.map(({ body }) => body.status)).toEqual(['processing', 'processing', 'processing']);
		expect(await shop.intents()).toHaveLength(3);
		// Attached once, by the first of them.
		const customer = answers[0]?.body.stripe.customer ?? '';
		const { data } = await shop.stripe.customers.listSources(customer, { object: 'bank_account' });
		expect(data).toHaveLength(1);
		expect((await shop.stripe.customers.list()).data).toHaveLength(1);
	});

	it('another account is chosen before Stripe is asked: nothing is debited, authorization_required', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		shop.backend.sandbox.faults.add({ path: '/v1/customers', method: 'POST', fault: { cut: 'before' } });
		expect(errorCode(await shop.pay({ connection }, 'order-1'))).toBe('stripe_unavailable');
		shop.backend.sandbox.faults.clear();
		await shop.backend.database
			.prepare(`update connections set account_id = 'another' where id = ?`)
			.bind(connection)
			.run();
		expect(errorCode(await shop.pay({ connection }, 'order-1'))).toBe('authorization_required');
		expect(await shop.intents()).toEqual([]);
		expect((await shop.backend.rows('payments')).map(({ status }) => status)).toEqual(['canceled']);
		expect((await shop.backend.read(`/v1/authorizations/${authorization}`)).body.status).toBe('accepted');
	});

	it('the authorization is revoked before Stripe is asked: nothing is debited, authorization_revoked', async () => {
		const shop = await openShop();
		const { connection, authorization } = await shop.shopper();
		shop.backend.sandbox.faults.add({ path: '/v1/customers', method: 'POST', fault: { cut: 'before' } });
		expect(errorCode(await shop.pay({ connection }, 'order-1'))).toBe('stripe_unavailable');
		shop.backend.sandbox.faults.clear();
		await shop.backend.send(`/v1/authorizations/${authorization}/revoke`);
		expect(errorCode(await shop.pay({ connection }, 'order-1'))).toBe('authorization_revoked');
		expect(await shop.intents()).toEqual([]);
		expect((await shop.backend.rows('payments')).map(({ status }) => status)).toEqual(['canceled']);
	});

	it.each([
		['the authorization is revoked', 'authorization_revoked'],
		['the connection is removed', 'connection_removed'],
	])('%s while Plaid creates the token: nothing is debited', async (_, refusal) => {
		let meanwhile: (() => Promise<unknown>) | null = null;
		const shop = await openShop({
			fetch: (sandbox) => async (input, init) => {
				const response = await sandbox.fetch(new Request(input, init));
				const isLast = /bank_account_token\/create$/.test(new URL(String(input)).pathname);
				if (isLast) await meanwhile?.();
				return response;
			},
		});
		const { connection, authorization } = await shop.shopper();
		meanwhile = () =>
			refusal === 'authorization_revoked'
				? shop.backend.send(`/v1/authorizations/${authorization}/revoke`)
				: shop.backend.database
						.prepare(`update connections set status = 'removed' where id = ?`)
						.bind(connection)
						.run();
		expect(errorCode(await shop.pay({ connection }, 'order-1'))).toBe(refusal);
		expect(await shop.intents()).toEqual([]);
		const [row] = await shop.backend.rows('payments');
		expect(await shop.read(String(row?.id))).toMatchObject({
			status: 'canceled',
			failure: { code: refusal },
		});
	});

	it('another account is chosen while Plaid creates the token: it stays chosen, and the authorized one is debited', async () => {
		let choose = false;
		const shop = await openShop({
			fetch: (sandbox) => async (input, init) => {
				const response = await sandbox.fetch(new Request(input, init));
				if (choose && /bank_account_token\/create$/.test(new URL(String(input)).pathname))
					await shop.backend.database.prepare(`update connections set account_id = 'another'`).run();
				return response;
			},
		});
		const { connection } = await shop.shopper();
		choose = true;
		expect((await shop.pay({ connection }, 'order-1')).body.status).toBe('processing');
		expect((await shop.backend.rows('connections')).map(({ account_id }) => account_id)).toEqual(['another']);
	});
});

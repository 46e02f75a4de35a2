import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/index.ts';
import { stillSandbox, stripe } from './callers.ts';
import { error, eventTypes, intentOf, paid, pay, payer, paymentForm } from './stripe-callers.ts';

async function succeeded(sandbox: Sandbox) {
	const who = await payer(sandbox);
	const payment = await paid(sandbox, who);
	await sandbox.stripe.settle(payment.intent, 'succeeded');
	return { ...who, ...payment };
}

const refund = (sandbox: Sandbox, form: string) => stripe(sandbox, 'POST', '/v1/refunds', form);
const chargeOf = async (sandbox: Sandbox, id: string) =>
	(await stripe(sandbox, 'GET', `/v1/charges/${id}?expand[]=refunds`)).body;

describe('a refund', () => {
	it('of a part leaves exactly the rest refundable', async () => {
		const sandbox = stillSandbox();
		const { intent, charge } = await succeeded(sandbox);
		const first = await refund(sandbox, `payment_intent=${intent}&amount=500&reason=requested_by_customer`);
		expect(first.body).toMatchObject({
			object: 'refund',
			id: expect.stringMatching(/^pyr_/),
			amount: 500,
			status: 'pending',
			reason: 'requested_by_customer',
			charge,
			payment_intent: intent,
			balance_transaction: expect.stringMatching(/^txn_/),
		});
		expect(error(await refund(sandbox, `charge=${charge}&amount=1501`))).toMatchObject({
			status: 400,
			param: 'amount',
			message: 'Refund amount ($15.01) is greater than unrefunded amount on charge ($15.00)',
		});
		expect((await refund(sandbox, `charge=${charge}`)).body.amount).toBe(1500);
		expect(await chargeOf(sandbox, charge)).toMatchObject({
			amount_refunded: 2000,
			refunded: true,
			refunds: { data: [{ amount: 1500 }, { amount: 500 }] },
		});
		expect(error(await refund(sandbox, `charge=${charge}`))).toMatchObject({
			code: 'charge_already_refunded',
			message: `Charge ${charge} has already been refunded.`,
		});
	});

	it('of more than was paid is refused', async () => {
		const sandbox = stillSandbox();
		const { charge } = await succeeded(sandbox);
		expect(error(await refund(sandbox, `charge=${charge}&amount=2001`)).message).toBe(
			'Refund amount ($20.01) is greater than charge amount ($20.00)',
		);
	});

	it("succeeds after days, on the sandbox's clock", async () => {
		const sandbox = stillSandbox();
		const { intent } = await succeeded(sandbox);
		const { body } = await refund(sandbox, `payment_intent=${intent}`);
		await sandbox.clock.advance('5m');
		const { body: after } = await stripe(sandbox, 'GET', `/v1/refunds/${body.id}`);
		expect(after.status).toBe('succeeded');
		expect(after).not.toHaveProperty('pending_reason');
		expect((await eventTypes(sandbox)).slice(-4)).toEqual([
			'charge.refunded',
			'refund.created',
			'refund.updated',
			'charge.refund.updated',
		]);
	});

	it('of a pending payment waits until it has succeeded', async () => {
		const sandbox = stillSandbox();
		const { charge } = await paid(sandbox, await payer(sandbox));
		const { body } = await refund(sandbox, `charge=${charge}`);
		expect(body).toMatchObject({
			status: 'pending',
			pending_reason: 'charge_pending',
			balance_transaction: null,
		});
		await sandbox.clock.advance('5m');
		const begun = await stripe(sandbox, 'GET', `/v1/refunds/${body.id}`);
		expect(begun.body).toMatchObject({ status: 'pending', pending_reason: 'processing' });
		await sandbox.clock.advance('5m');
		expect((await stripe(sandbox, 'GET', `/v1/refunds/${body.id}`)).body.status).toBe('succeeded');
	});

	it('of a pending payment fails with it', async () => {
		const sandbox = stillSandbox();
		const { charge } = await paid(sandbox, await payer(sandbox));
		const { body } = await refund(sandbox, `charge=${charge}`);
		await sandbox.stripe.settle(charge, 'insufficient_funds');
		expect((await stripe(sandbox, 'GET', `/v1/refunds/${body.id}`)).body.status).toBe('failed');
		expect(error(await refund(sandbox, `charge=${charge}`)).message).toContain('did not succeed');
	});

	it('can fail, which returns the money to the balance', async () => {
		const sandbox = stillSandbox();
		const { charge } = await succeeded(sandbox);
		const { body } = await refund(sandbox, `charge=${charge}&amount=500`);
		await sandbox.stripe.settle(charge, 'refund_failed');
		expect((await stripe(sandbox, 'GET', `/v1/refunds/${body.id}`)).body).toMatchObject({
			status: 'failed',
			failure_balance_transaction: expect.stringMatching(/^txn_/),
		});
		expect(await chargeOf(sandbox, charge)).toMatchObject({ amount_refunded: 0, refunded: false });
		expect((await eventTypes(sandbox)).slice(-2)).toEqual(['refund.failed', 'charge.refund.updated']);
	});

	it('is possible for 180 days', async () => {
		const sandbox = stillSandbox();
		const { charge } = await succeeded(sandbox);
		await sandbox.clock.advance('181d');
		expect(error(await refund(sandbox, `charge=${charge}`)).code).toBe('charge_not_refundable');
	});

	it('cannot be canceled', async () => {
		const sandbox = stillSandbox();
		const { charge } = await succeeded(sandbox);
		const { body } = await refund(sandbox, `charge=${charge}`);
		const refused = error(await stripe(sandbox, 'POST', `/v1/refunds/${body.id}/cancel`));
		expect(refused).toMatchObject({ status: 400, message: expect.stringContaining('status of pending') });
	});

	it('can be created and completed at once by the control', async () => {
		const sandbox = stillSandbox();
		const { intent } = await paid(sandbox, await payer(sandbox));
		await sandbox.stripe.settle(intent, 'refunded');
		const { body } = await stripe(sandbox, 'GET', `/v1/refunds?payment_intent=${intent}`);
		expect(body.data).toMatchObject([{ amount: 2000, status: 'succeeded' }]);
	});
});

describe('a dispute', () => {
	it('is lost from the start and revokes the mandate', async () => {
		const sandbox = stillSandbox();
		const { intent, charge, ...who } = await succeeded(sandbox);
		await sandbox.stripe.settle(intent, 'dispute');
		expect((await eventTypes(sandbox)).slice(-3)).toEqual([
			'charge.dispute.created',
			'charge.dispute.closed',
			'mandate.updated',
		]);
		const { body } = await stripe(sandbox, 'GET', `/v1/disputes?payment_intent=${intent}`);
		expect(body.data).toMatchObject([
			{ charge, amount: 2000, reason: 'debit_not_authorized', status: 'lost', is_charge_refundable: false },
		]);
		expect(await intentOf(sandbox, intent)).toMatchObject({
			status: 'succeeded',
			latest_charge: { disputed: true },
		});
		expect(error(await refund(sandbox, `charge=${charge}`)).code).toBe('charge_disputed');
		const { customer, account } = who;
		const form = `amount=2000&currency=usd&customer=${customer}&payment_method=${account}&allowed_payment_method_types[]=us_bank_account&confirm=true`;
		expect(error(await stripe(sandbox, 'POST', '/v1/payment_intents', form)).message).toContain(
			'requires a mandate, but no existing mandate was found',
		);
	});

	it('revokes older mandates of the account, too', async () => {
		const sandbox = stillSandbox();
		const who = await payer(sandbox);
		await paid(sandbox, who);
		const { intent } = await paid(sandbox, who);
		await sandbox.stripe.settle(intent, 'dispute');
		const form = paymentForm(who, 'confirm=true');
		expect(error(await stripe(sandbox, 'POST', '/v1/payment_intents', form)).status).toBe(400);
	});

	it('follows a return after the payment has succeeded', async () => {
		const sandbox = stillSandbox();
		const { intent } = await succeeded(sandbox);
		await sandbox.stripe.settle(intent, 'account_closed');
		const { body } = await stripe(sandbox, 'GET', '/v1/disputes');
		expect(body.data).toMatchObject([{ reason: 'incorrect_account_details' }]);
	});

	it("blocks the account if it is the account's second", async () => {
		const sandbox = stillSandbox();
		const who = await payer(sandbox);
		for (let time = 0; time < 2; time++) {
			const { intent } = await paid(sandbox, who);
			await sandbox.stripe.settle(intent, 'dispute');
		}
		expect(error(await pay(sandbox, who))).toMatchObject({ status: 402, code: 'bank_account_unusable' });
	});

	it('follows every payment from the test account that disputes', async () => {
		const sandbox = stillSandbox();
		const { customer } = await payer(sandbox);
		await paid(sandbox, { customer, account: 'pm_usBankAccount_dispute' });
		await sandbox.clock.advance('5m');
		const { body } = await stripe(sandbox, 'GET', '/v1/disputes');
		expect(body.data).toMatchObject([{ status: 'lost' }]);
		const [{ id } = { id: '' }] = body.data as { id: string }[];
		expect(error(await stripe(sandbox, 'POST', `/v1/disputes/${id}/close`)).message).toContain(
			'already closed',
		);
	});
});

describe('a debit by the Charges API', () => {
	const form = async (sandbox: Sandbox) => {
		const { customer, account } = await payer(sandbox);
		return `amount=2000&currency=usd&customer=${customer}&source=${account}`;
	};

	it('is refused for a new account', async () => {
		const sandbox = stillSandbox();
		const refused = error(await stripe(sandbox, 'POST', '/v1/charges', await form(sandbox)));
		expect(refused).toMatchObject({ status: 400, message: expect.stringContaining('Payment Intents API') });
	});

	it('is pending for an old account, with a balance transaction from the start', async () => {
		const sandbox = stillSandbox();
		sandbox.stripe.set({ legacy_charges: true });
		const { body } = await stripe(sandbox, 'POST', '/v1/charges', await form(sandbox));
		expect(body).toMatchObject({
			status: 'pending',
			payment_intent: null,
			payment_method_details: { type: 'ach_debit', ach_debit: { last4: '6789', country: 'US' } },
			balance_transaction: expect.stringMatching(/^txn_/),
		});
		await sandbox.clock.advance('5m');
		expect(await chargeOf(sandbox, body.id as string)).toMatchObject({ status: 'succeeded', paid: true });
		expect((await eventTypes(sandbox)).slice(-2)).toEqual(['charge.pending', 'charge.succeeded']);
	});
});

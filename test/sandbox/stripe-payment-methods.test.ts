import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/index.ts';
import { bankAccountToken, type Json, linkedItem, plaid, stillSandbox, stripe } from './callers.ts';
import { error, pay, payer } from './stripe-callers.ts';

const preview = { 'stripe-version': '2026-10-28.preview' };
const externalForm = (token: string) =>
	`type=us_bank_account&billing_details[name]=Jenny&us_bank_account[external_token][type]=plaid_processor_token&us_bank_account[external_token][plaid_processor_token]=${token}`;

async function processorToken(sandbox: Sandbox) {
	const item = await linkedItem(sandbox);
	const { body } = await plaid(sandbox, '/processor/token/create', {
		access_token: item.access_token,
		account_id: item.accounts[0]?.account_id,
		processor: 'stripe',
	});
	return { token: body.processor_token as string, item };
}

describe('a bank account seen as a PaymentMethod', () => {
	it('has the same id, and the holder as its billing name', async () => {
		const sandbox = stillSandbox();
		const { customer, account } = await payer(sandbox);
		await stripe(
			sandbox,
			'POST',
			`/v1/customers/${customer}/sources/${account}`,
			'account_holder_name=Jenny Rosen&account_holder_type=company',
		);
		const { body } = await stripe(sandbox, 'GET', `/v1/payment_methods/${account}`);
		expect(body).toMatchObject({
			id: account,
			object: 'payment_method',
			type: 'us_bank_account',
			customer,
			billing_details: { name: 'Jenny Rosen', email: null },
			us_bank_account: {
				last4: '6789',
				routing_number: '110000000',
				account_holder_type: 'company',
				financial_connections_account: null,
			},
		});
	});

	it('is in the lists of its Customer', async () => {
		const sandbox = stillSandbox();
		const { customer, account } = await payer(sandbox);
		for (const path of [
			`/v1/payment_methods?customer=${customer}&type=us_bank_account`,
			`/v1/customers/${customer}/payment_methods`,
		]) {
			expect((await stripe(sandbox, 'GET', path)).body.data).toMatchObject([{ id: account }]);
		}
		const own = `/v1/customers/${customer}/payment_methods/${account}`;
		expect((await stripe(sandbox, 'GET', own)).body.object).toBe('payment_method');
		const cards = await stripe(sandbox, 'GET', `/v1/payment_methods?customer=${customer}&type=card`);
		expect(cards.body.data).toEqual([]);
	});

	it('is not found by a key of the other mode: resource_missing', async () => {
		const sandbox = stillSandbox();
		const { account } = await payer(sandbox);
		const live = { authorization: 'Bearer sk_live_0123456789' };
		expect(error(await stripe(sandbox, 'GET', `/v1/payment_methods/${account}`, '', live))).toMatchObject({
			status: 404,
			message: `No such PaymentMethod: '${account}'; a similar object exists in test mode, but a live mode key was used to make this request.`,
		});
	});
});

describe("Plaid's processor token", () => {
	it('becomes a verified PaymentMethod in the preview version, without a source', async () => {
		const sandbox = stillSandbox();
		const { token } = await processorToken(sandbox);
		const made = await stripe(sandbox, 'POST', '/v1/payment_methods', externalForm(token), preview);
		expect(made.body).toMatchObject({
			id: expect.stringMatching(/^pm_/),
			billing_details: { name: 'Jenny' },
			us_bank_account: { last4: '6789' },
		});
		const { body } = await stripe(sandbox, 'POST', '/v1/customers', 'name=Jenny');
		const attach = `/v1/payment_methods/${made.body.id}/attach`;
		expect((await stripe(sandbox, 'POST', attach, `customer=${body.id}`)).body.customer).toBe(body.id);
		const paid = await pay(sandbox, { customer: body.id as string, account: made.body.id as string });
		expect(paid.body.status).toBe('processing');
	});

	it('can be sent with the payment itself', async () => {
		const sandbox = stillSandbox();
		const { token } = await processorToken(sandbox);
		const { customer } = await payer(sandbox);
		const data = externalForm(token)
			.split('&')
			.map((pair) => pair.replace(/^(\w+)/, 'payment_method_data[$1]'))
			.join('&');
		const form = `amount=2000&currency=usd&customer=${customer}&allowed_payment_method_types[]=us_bank_account&confirm=true&mandate_data[customer_acceptance][type]=offline&setup_future_usage=off_session&${data}`;
		const { body } = await stripe(sandbox, 'POST', '/v1/payment_intents', form, preview);
		expect(body.status).toBe('processing');
		const methods = await stripe(sandbox, 'GET', `/v1/customers/${customer}/payment_methods`);
		expect((methods.body.data as Json[]).map(({ id }) => id)).toContain(body.payment_method);
	});

	it.each([
		['2026-10-28.endive', 'parameter_unknown'],
		['2026-09-30.preview', 'parameter_unknown'],
	])('is unknown to version %s', async (version, code) => {
		const sandbox = stillSandbox();
		const { token } = await processorToken(sandbox);
		const refused = error(
			await stripe(sandbox, 'POST', '/v1/payment_methods', externalForm(token), {
				'stripe-version': version,
			}),
		);
		expect(refused).toMatchObject({ status: 400, code, param: 'us_bank_account[external_token]' });
	});

	it('is refused if Plaid did not create it or its Item was removed', async () => {
		const sandbox = stillSandbox();
		const { token, item } = await processorToken(sandbox);
		await plaid(sandbox, '/item/remove', { access_token: item.access_token });
		for (const one of [token, 'processor-sandbox-none']) {
			const refused = error(await stripe(sandbox, 'POST', '/v1/payment_methods', externalForm(one), preview));
			expect(refused).toMatchObject({
				status: 400,
				param: 'us_bank_account[external_token][plaid_processor_token]',
			});
		}
	});
});

describe('a PaymentMethod that is not a source', () => {
	it('is used up by a payment without a Customer', async () => {
		const sandbox = stillSandbox();
		const made = await stripe(sandbox, 'GET', '/v1/payment_methods/pm_usBankAccount_success');
		const form = `amount=2000&currency=usd&payment_method=${made.body.id}&allowed_payment_method_types[]=us_bank_account&confirm=true&mandate_data[customer_acceptance][type]=offline`;
		const first = await stripe(
			sandbox,
			'POST',
			'/v1/payment_intents',
			`${form}&expand[]=latest_charge.payment_method_details.us_bank_account.mandate`,
		);
		expect(first.body).toMatchObject({
			status: 'processing',
			latest_charge: {
				payment_method_details: {
					us_bank_account: { mandate: { type: 'single_use', single_use: { amount: 2000, currency: 'usd' } } },
				},
			},
		});
		expect(error(await stripe(sandbox, 'POST', '/v1/payment_intents', form)).message).toContain(
			'It may not be used again.',
		);
	});

	it('can be attached, updated and detached, and is unusable afterwards', async () => {
		const sandbox = stillSandbox();
		const { customer } = await payer(sandbox);
		const { body } = await stripe(sandbox, 'GET', '/v1/payment_methods/pm_usBankAccount_success');
		const path = `/v1/payment_methods/${body.id}`;
		expect(error(await stripe(sandbox, 'POST', path, 'metadata[a]=1')).message).toContain('must save');
		await stripe(sandbox, 'POST', `${path}/attach`, `customer=${customer}`);
		const changed = await stripe(
			sandbox,
			'POST',
			path,
			'billing_details[email]=jenny@shop.example&us_bank_account[account_holder_type]=company',
		);
		expect(changed.body).toMatchObject({
			billing_details: { email: 'jenny@shop.example' },
			us_bank_account: { account_holder_type: 'company' },
		});
		expect((await stripe(sandbox, 'POST', `${path}/detach`)).body.customer).toBeNull();
		expect(error(await stripe(sandbox, 'POST', `${path}/detach`)).status).toBe(400);
		expect(error(await stripe(sandbox, 'POST', `${path}/attach`, `customer=${customer}`)).status).toBe(400);
	});

	it('created from numbers is not verified and cannot be attached: bank_account_unverified', async () => {
		const sandbox = stillSandbox();
		const { customer } = await payer(sandbox);
		const made = await stripe(
			sandbox,
			'POST',
			'/v1/payment_methods',
			'type=us_bank_account&billing_details[name]=J&us_bank_account[account_number]=000123456789&us_bank_account[routing_number]=110000000&us_bank_account[account_holder_type]=individual',
		);
		const attach = `/v1/payment_methods/${made.body.id}/attach`;
		const refused = error(await stripe(sandbox, 'POST', attach, `customer=${customer}`));
		expect(refused.code).toBe('bank_account_unverified');
		expect(JSON.stringify(sandbox.requests())).not.toContain('000123456789');
	});

	it.each([
		['type=card', 'type'],
		['type=us_bank_account', 'us_bank_account'],
		['type=us_bank_account&us_bank_account[routing_number]=110000000', 'us_bank_account[account_number]'],
		[
			'type=us_bank_account&us_bank_account[routing_number]=11&us_bank_account[account_number]=000123456789',
			'us_bank_account[routing_number]',
		],
		[
			'type=us_bank_account&us_bank_account[routing_number]=110000000&us_bank_account[account_number]=000123456789',
			'billing_details[name]',
		],
	])('is refused with %s', async (form, param) => {
		const refused = error(await stripe(stillSandbox(), 'POST', '/v1/payment_methods', form));
		expect(refused).toMatchObject({ status: 400, param });
	});
});

describe('the same bank account', () => {
	it('has the same fingerprint with every token', async () => {
		const sandbox = stillSandbox();
		const item = await linkedItem(sandbox);
		const token = await bankAccountToken(sandbox, item);
		const shown = await stripe(sandbox, 'GET', `/v1/tokens/${token}`);
		const { account } = await payer(sandbox);
		const method = await stripe(sandbox, 'GET', `/v1/payment_methods/${account}`);
		expect((shown.body.bank_account as Json).fingerprint).toBe(
			(method.body.us_bank_account as Json).fingerprint,
		);
	});
});

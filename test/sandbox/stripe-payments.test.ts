import { describe, expect, it } from 'vitest';
import { bankAccountToken, control, linkedItem, stillSandbox, stripe } from './callers.ts';
import { accepted, error, eventTypes, intentOf, paid, pay, payer, paymentForm } from './stripe-callers.ts';

describe('a payment', () => {
	it('is processing once it is confirmed with an acceptance, which is stored as a mandate', async () => {
		const sandbox = stillSandbox();
		const who = await payer(sandbox);
		const { body } = await pay(
			sandbox,
			who,
			'description=Order 7&metadata[order]=7&statement_descriptor=SHOP 7&payment_method_options[us_bank_account][transaction_purpose]=goods&expand[]=latest_charge.payment_method_details.us_bank_account.mandate',
		);
		expect(body).toMatchObject({
			object: 'payment_intent',
			status: 'processing',
			amount: 2000,
			amount_received: 0,
			customer: who.customer,
			payment_method: who.account,
			payment_method_types: ['us_bank_account'],
			allowed_payment_method_types: ['us_bank_account'],
			payment_method_options: { us_bank_account: { transaction_purpose: 'goods' } },
			last_payment_error: null,
			latest_charge: {
				id: expect.stringMatching(/^py_/),
				status: 'pending',
				paid: false,
				balance_transaction: null,
				description: 'Order 7',
				metadata: { order: '7' },
				statement_descriptor: 'SHOP 7',
				payment_method_details: {
					type: 'us_bank_account',
					us_bank_account: {
						last4: '6789',
						mandate: {
							object: 'mandate',
							status: 'active',
							type: 'multi_use',
							payment_method: who.account,
							customer_acceptance: {
								type: 'online',
								accepted_at: sandbox.clock.now() / 1000,
								online: { ip_address: '203.0.113.7', user_agent: 'Test' },
							},
						},
					},
				},
			},
		});
	});

	it("is sent to the bank and then settles, on the sandbox's clock", async () => {
		const sandbox = stillSandbox();
		const { intent } = await paid(sandbox, await payer(sandbox));
		await sandbox.clock.advance('59s');
		expect(await intentOf(sandbox, intent)).toMatchObject({ latest_charge: { balance_transaction: null } });
		await sandbox.clock.advance('1s');
		const sent = await intentOf(sandbox, intent);
		expect(sent).toMatchObject({ status: 'processing', latest_charge: { status: 'pending' } });
		const { balance_transaction: id } = sent.latest_charge as { balance_transaction: string };
		const { body } = await stripe(sandbox, 'GET', `/v1/balance_transactions/${id}`);
		expect(body).toMatchObject({ amount: 2000, fee: 16, net: 1984, type: 'payment', status: 'pending' });
		await sandbox.clock.advance('4m');
		expect(await intentOf(sandbox, intent)).toMatchObject({
			status: 'succeeded',
			amount_received: 2000,
			latest_charge: {
				status: 'succeeded',
				paid: true,
				payment_method_details: { us_bank_account: { payment_reference: expect.stringMatching(/^\d{15}$/) } },
			},
		});
	});

	it('settles after the time in the settings', async () => {
		const sandbox = stillSandbox();
		sandbox.stripe.set({ settle_after: '2h' });
		const { intent } = await paid(sandbox, await payer(sandbox));
		await sandbox.clock.advance('119m');
		expect((await intentOf(sandbox, intent)).status).toBe('processing');
		await sandbox.clock.advance('1m');
		expect((await intentOf(sandbox, intent)).status).toBe('succeeded');
	});

	it('takes four business days in live mode: from a Saturday until Thursday', async () => {
		const sandbox = stillSandbox();
		sandbox.stripe.set({ mode: 'live' });
		const live = { authorization: 'Bearer sk_live_0123456789' };
		const source = await bankAccountToken(sandbox, await linkedItem(sandbox));
		const { body } = await stripe(sandbox, 'POST', '/v1/customers', `source=${source}`, live);
		const who = { customer: body.id as string, account: body.default_source as string };
		const form = paymentForm(who, `confirm=true&${accepted}`);
		const made = await stripe(sandbox, 'POST', '/v1/payment_intents', form, live);
		expect(made.body).toMatchObject({ status: 'processing', livemode: true });
		const status = async () =>
			(await stripe(sandbox, 'GET', `/v1/payment_intents/${made.body.id}`, '', live)).body.status;
		await sandbox.clock.advance('4d23h');
		expect(await status()).toBe('processing');
		await sandbox.clock.advance('1h');
		expect(await status()).toBe('succeeded');
		expect((await stripe(sandbox, 'GET', '/v1/payment_intents')).body.data).toEqual([]);
	});

	it.each([
		['btok_us_verified_noAccount', 'no_account', "The customer's bank account could not be located."],
		['btok_us_verified_accountClosed', 'account_closed', "The customer's bank account has been closed."],
		[
			'btok_us_verified_insufficientFunds',
			'insufficient_funds',
			"The customer's account has insufficient funds to cover this payment.",
		],
		[
			'btok_us_verified_debitNotAuthorized',
			'debit_not_authorized',
			'The customer has notified their bank that this payment was unauthorized.',
		],
		['btok_us_verified_invalidCurrency', 'invalid_currency', expect.any(String)],
	])('from %s fails with %s, and wants another payment method', async (token, code, message) => {
		const sandbox = stillSandbox();
		const { intent } = await paid(sandbox, await payer(sandbox, token));
		await sandbox.clock.advance('5m');
		expect(await intentOf(sandbox, intent)).toMatchObject({
			status: 'requires_payment_method',
			payment_method: null,
			amount_received: 0,
			last_payment_error: { code, message, payment_method: { object: 'payment_method' } },
			latest_charge: { status: 'failed', failure_code: code, failure_message: message, paid: false },
		});
	});

	it('can be confirmed again from another account after it has failed', async () => {
		const sandbox = stillSandbox();
		const who = await payer(sandbox, 'btok_us_verified_insufficientFunds');
		const { intent, charge } = await paid(sandbox, who);
		await sandbox.clock.advance('5m');
		const sources = `/v1/customers/${who.customer}/sources`;
		const other = await stripe(sandbox, 'POST', sources, 'source=btok_us_verified');
		const confirm = `/v1/payment_intents/${intent}/confirm`;
		const again = await stripe(sandbox, 'POST', confirm, `payment_method=${other.body.id}&${accepted}`);
		expect(again.body).toMatchObject({ status: 'processing', last_payment_error: null });
		expect(again.body.latest_charge).not.toBe(charge);
		await sandbox.clock.advance('5m');
		expect((await intentOf(sandbox, intent)).status).toBe('succeeded');
		const { body } = await stripe(sandbox, 'GET', `/v1/charges?payment_intent=${intent}`);
		expect((body.data as { status: string }[]).map(({ status }) => status)).toEqual(['succeeded', 'failed']);
	});

	it.each([
		['pm_usBankAccount_riskLevelHighest', 402, 'card_error', 'payment_intent_payment_attempt_failed'],
		['pm_usBankAccount_weeklyLimitExceeded', 400, 'invalid_request_error', 'charge_exceeds_source_limit'],
	])('from %s is refused at once', async (method, status, type, code) => {
		const sandbox = stillSandbox();
		const { customer } = await payer(sandbox);
		const refused = error(await pay(sandbox, { customer, account: method }));
		expect(refused).toMatchObject({
			status,
			type,
			code,
			charge: expect.stringMatching(/^py_/),
			payment_intent: { status: 'requires_payment_method', last_payment_error: { code } },
		});
		expect((await eventTypes(sandbox)).slice(-3)).toEqual([
			'payment_intent.created',
			'charge.failed',
			'payment_intent.payment_failed',
		]);
	});

	it('from the test account that stays processing never settles', async () => {
		const sandbox = stillSandbox();
		const { customer } = await payer(sandbox);
		const { intent } = await paid(sandbox, { customer, account: 'pm_usBankAccount_processing' });
		await sandbox.clock.advance('90d');
		expect((await intentOf(sandbox, intent)).status).toBe('processing');
	});

	it("above the account's limit is refused: charge_exceeds_transaction_limit", async () => {
		const sandbox = stillSandbox();
		sandbox.stripe.set({ transaction_limit: 1999 });
		expect(error(await pay(sandbox, await payer(sandbox)))).toMatchObject({
			status: 400,
			code: 'charge_exceeds_transaction_limit',
			message: 'Your account currently does not support bank account payment amounts greater than $19.99.',
		});
	});
});

describe('a mandate', () => {
	it('is required: without one, the intent stays requires_confirmation', async () => {
		const sandbox = stillSandbox();
		const form = paymentForm(await payer(sandbox), 'confirm=true');
		const refused = error(await stripe(sandbox, 'POST', '/v1/payment_intents', form));
		expect(refused).toMatchObject({
			status: 400,
			type: 'invalid_request_error',
			message:
				'This PaymentIntent requires a mandate, but no existing mandate was found. Collect mandate acceptance from the customer and try again, providing acceptance data in the mandate_data parameter.',
			payment_intent: { object: 'payment_intent', status: 'requires_confirmation' },
		});
		const { id } = refused.payment_intent as { id: string };
		const offline = 'mandate_data[customer_acceptance][type]=offline';
		const confirmed = await stripe(sandbox, 'POST', `/v1/payment_intents/${id}/confirm`, offline);
		expect(confirmed.body.status).toBe('processing');
	});

	it('covers later payments from the account', async () => {
		const sandbox = stillSandbox();
		const who = await payer(sandbox);
		await paid(sandbox, who);
		const form = paymentForm(who, 'confirm=true&off_session=true');
		expect((await stripe(sandbox, 'POST', '/v1/payment_intents', form)).body.status).toBe('processing');
	});

	it('can be created without a payment, by a SetupIntent', async () => {
		const sandbox = stillSandbox();
		const { customer, account } = await payer(sandbox);
		const form = `customer=${customer}&payment_method=${account}&allowed_payment_method_types[]=us_bank_account&confirm=true`;
		expect(error(await stripe(sandbox, 'POST', '/v1/setup_intents', form))).toMatchObject({
			status: 400,
			setup_intent: { status: 'requires_confirmation' },
		});
		const { body } = await stripe(sandbox, 'POST', '/v1/setup_intents', `${form}&${accepted}`);
		expect(body).toMatchObject({ object: 'setup_intent', status: 'succeeded', usage: 'off_session' });
		const mandate = await stripe(sandbox, 'GET', `/v1/mandates/${body.mandate}`);
		expect(mandate.body).toMatchObject({ status: 'active', payment_method: account });
		const payment = paymentForm({ customer, account }, `confirm=true&mandate=${body.mandate}`);
		expect((await stripe(sandbox, 'POST', '/v1/payment_intents', payment)).body.status).toBe('processing');
	});

	it.each([
		['mandate_data[customer_acceptance][type]=online', 'mandate_data[customer_acceptance][online]'],
		[
			'mandate_data[customer_acceptance][type]=online&mandate_data[customer_acceptance][online][ip_address]=203.0.113.7',
			'mandate_data[customer_acceptance][online][user_agent]',
		],
		['mandate_data[customer_acceptance][accepted_at]=1795224557', 'mandate_data[customer_acceptance][type]'],
	])('given as %s lacks %s', async (data, param) => {
		const sandbox = stillSandbox();
		const form = paymentForm(await payer(sandbox), `confirm=true&${data}`);
		const refused = error(await stripe(sandbox, 'POST', '/v1/payment_intents', form));
		expect(refused).toMatchObject({ status: 400, code: 'parameter_missing', param });
		expect((await stripe(sandbox, 'GET', '/v1/payment_intents')).body.data).toEqual([]);
	});
});

describe('a PaymentIntent', () => {
	it('can be created, updated, given an account and confirmed step by step', async () => {
		const sandbox = stillSandbox();
		const { customer, account } = await payer(sandbox);
		const made = await stripe(
			sandbox,
			'POST',
			'/v1/payment_intents',
			'amount=2000&currency=usd&allowed_payment_method_types[]=us_bank_account&metadata[a]=1&metadata[b]=2',
		);
		expect(made.body.status).toBe('requires_payment_method');
		const path = `/v1/payment_intents/${made.body.id}`;
		const changed = await stripe(
			sandbox,
			'POST',
			path,
			`amount=2500&customer=${customer}&payment_method=${account}&metadata[a]=&description=Order`,
		);
		expect(changed.body).toMatchObject({
			status: 'requires_confirmation',
			amount: 2500,
			metadata: { b: '2' },
			description: 'Order',
		});
		expect((await stripe(sandbox, 'POST', `${path}/confirm`, accepted)).body.status).toBe('processing');
	});

	it.each([
		['amount=49&currency=usd', 'amount_too_small', 'amount', 'Amount must be at least $0.50 usd'],
		[
			'amount=100000000&currency=usd',
			'amount_too_large',
			'amount',
			'Amount must be no more than $999,999.99',
		],
		['amount=ten&currency=usd', 'parameter_invalid_integer', 'amount', 'Invalid integer: ten'],
		['currency=usd', 'parameter_missing', 'amount', 'Missing required param: amount.'],
		['amount=2000', 'parameter_missing', 'currency', 'Missing required param: currency.'],
		['amount=2000&currency=dollars', undefined, 'currency', 'Invalid currency: dollars'],
		[
			'amount=2000&currency=eur&allowed_payment_method_types[]=us_bank_account',
			'payment_intent_invalid_parameter',
			'allowed_payment_method_types',
			expect.stringContaining('The payment method type "us_bank_account" is invalid.'),
		],
		[
			'amount=2000&currency=usd&capture_method=manual&allowed_payment_method_types[]=us_bank_account',
			'payment_intent_invalid_parameter',
			'allowed_payment_method_types',
			expect.any(String),
		],
		[
			'amount=2000&currency=usd&allowed_payment_method_types[]=us_bank_account&automatic_payment_methods[enabled]=true',
			undefined,
			'allowed_payment_method_types',
			'You may only specify one of these parameters: allowed_payment_method_types, automatic_payment_methods.',
		],
		[
			'amount=2000&currency=usd&payment_method_options[us_bank_account][purpose]=goods',
			'parameter_unknown',
			'payment_method_options[us_bank_account][purpose]',
			expect.any(String),
		],
		[
			'amount=2000&currency=usd&payment_method_options[us_bank_account][transaction_purpose]=gifts',
			undefined,
			'payment_method_options[us_bank_account][transaction_purpose]',
			expect.stringContaining('must be one of goods, other, services, or unspecified'),
		],
		[
			'amount=2000&currency=usd&customer=cus_none',
			'resource_missing',
			'customer',
			"No such customer: 'cus_none'",
		],
		[
			'amount=2000&currency=usd&payment_method=pm_none',
			'resource_missing',
			'payment_method',
			"No such PaymentMethod: 'pm_none'",
		],
		[
			'amount=2000&currency=usd&statement_descriptor=<b>',
			undefined,
			'statement_descriptor',
			expect.any(String),
		],
		[
			'amount=2000&currency=usd&mandate_data[customer_acceptance][type]=offline',
			undefined,
			'mandate_data',
			expect.stringContaining('confirm=true'),
		],
	])('is refused with %s', async (form, code, param, message) => {
		const sandbox = stillSandbox();
		const refused = error(await stripe(sandbox, 'POST', '/v1/payment_intents', form));
		expect(refused).toMatchObject({ status: 400, param, message, ...(code ? { code } : {}) });
		expect((await stripe(sandbox, 'GET', '/v1/payment_intents')).body.data).toEqual([]);
	});

	it('requires a return_url unless its payment methods cannot redirect', async () => {
		const sandbox = stillSandbox();
		const { customer, account } = await payer(sandbox);
		const form = `amount=2000&currency=usd&customer=${customer}&payment_method=${account}&confirm=true&${accepted}`;
		expect(error(await stripe(sandbox, 'POST', '/v1/payment_intents', form)).message).toContain(
			'you must provide a `return_url`',
		);
		const never = `${form}&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never`;
		expect((await stripe(sandbox, 'POST', '/v1/payment_intents', never)).body).toMatchObject({
			status: 'processing',
			payment_method_types: ['card', 'us_bank_account'],
			automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
		});
	});

	it('is refused if ACH is not enabled', async () => {
		const sandbox = stillSandbox();
		const who = await payer(sandbox);
		sandbox.stripe.set({ ach: false });
		expect(error(await pay(sandbox, who)).message).toMatch(
			/^The payment method type "us_bank_account" is invalid\. Please ensure the provided type is activated/,
		);
		const { customer, account } = who;
		const dynamic = `amount=2000&currency=usd&customer=${customer}&payment_method=${account}&confirm=true&${accepted}&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never`;
		expect(error(await stripe(sandbox, 'POST', '/v1/payment_intents', dynamic)).message).toContain(
			'The PaymentMethod provided (us_bank_account) is not allowed for this PaymentIntent.',
		);
	});

	it("accepts an account only with the account's Customer", async () => {
		const sandbox = stillSandbox();
		const [first, second] = [await payer(sandbox), await payer(sandbox)];
		const alone = `amount=2000&currency=usd&payment_method=${first.account}`;
		expect(error(await stripe(sandbox, 'POST', '/v1/payment_intents', alone)).message).toContain(
			`belongs to the Customer ${first.customer}. Please include the Customer in the \`customer\` parameter`,
		);
		const crossed = paymentForm({ customer: second.customer, account: first.account });
		expect(error(await stripe(sandbox, 'POST', '/v1/payment_intents', crossed)).message).toContain(
			`The customer does not have a payment method with the ID ${first.account}.`,
		);
	});

	it('refuses an account that is not verified: bank_account_unverified', async () => {
		const sandbox = stillSandbox();
		const token = await stripe(
			sandbox,
			'POST',
			'/v1/tokens',
			'bank_account[country]=US&bank_account[currency]=usd&bank_account[account_number]=000123456789&bank_account[routing_number]=110000000',
		);
		const refused = error(await pay(sandbox, await payer(sandbox, token.body.id as string)));
		expect(refused).toMatchObject({
			status: 400,
			code: 'bank_account_unverified',
			message: "The customer's bank account must be verified to create an ACH payment.",
		});
	});

	describe('with micro-deposits', () => {
		const waiting = async () => {
			const sandbox = stillSandbox();
			sandbox.stripe.set({ microdeposits: true });
			const who = await payer(sandbox);
			const { body } = await pay(sandbox, who);
			const verify = (form: string) =>
				stripe(sandbox, 'POST', `/v1/payment_intents/${body.id}/verify_microdeposits`, form);
			return { sandbox, who, body, verify };
		};

		it('waits in requires_action, and goes on once they are verified; the account needs none again', async () => {
			const { sandbox, who, body, verify } = await waiting();
			expect(body).toMatchObject({
				status: 'requires_action',
				latest_charge: null,
				next_action: {
					type: 'verify_with_microdeposits',
					verify_with_microdeposits: {
						hosted_verification_url: expect.stringMatching(
							/^https:\/\/payments\.stripe\.com\/microdeposit\//,
						),
						microdeposit_type: 'amounts',
					},
				},
			});
			expect(error(await verify('amounts[0]=1&amounts[1]=2')).code).toBe(
				'payment_method_microdeposit_verification_amounts_mismatch',
			);
			expect((await verify('amounts[0]=32&amounts[1]=45')).body).toMatchObject({
				status: 'processing',
				next_action: null,
			});
			expect((await pay(sandbox, who)).body.status).toBe('processing');
			expect(error(await verify('descriptor_code=SM11AA')).code).toBe('payment_intent_unexpected_state');
		});

		it('accepts the code in place of the amounts', async () => {
			const { verify } = await waiting();
			expect(error(await verify('descriptor_code=SM00AA')).code).toBe(
				'payment_method_microdeposit_verification_descriptor_code_mismatch',
			);
			expect((await verify('descriptor_code=SM11AA')).body.status).toBe('processing');
		});

		it('fails after too many attempts', async () => {
			const { sandbox, body, verify } = await waiting();
			const code = 'payment_method_microdeposit_verification_attempts_exceeded';
			expect(error(await verify('amounts[0]=10&amounts[1]=11')).code).toBe(code);
			expect((await stripe(sandbox, 'GET', `/v1/payment_intents/${body.id}`)).body).toMatchObject({
				status: 'requires_payment_method',
				last_payment_error: { code },
			});
		});

		it('can be canceled while it waits', async () => {
			const { sandbox, body, verify } = await waiting();
			const canceled = await stripe(sandbox, 'POST', `/v1/payment_intents/${body.id}/cancel`);
			expect(canceled.body).toMatchObject({ status: 'canceled', next_action: null });
			expect(error(await verify('amounts[0]=32&amounts[1]=45')).code).toBe('payment_intent_unexpected_state');
		});
	});

	it('can be canceled until its debit is sent', async () => {
		const sandbox = stillSandbox();
		const who = await payer(sandbox);
		const early = await paid(sandbox, who);
		const path = `/v1/payment_intents/${early.intent}/cancel`;
		const canceled = await stripe(sandbox, 'POST', path, 'cancellation_reason=requested_by_customer');
		expect(canceled.body).toMatchObject({
			status: 'canceled',
			cancellation_reason: 'requested_by_customer',
			canceled_at: sandbox.clock.now() / 1000,
		});
		const late = await paid(sandbox, who);
		await sandbox.clock.advance('2m');
		const refused = error(await stripe(sandbox, 'POST', `/v1/payment_intents/${late.intent}/cancel`));
		expect(refused).toMatchObject({ status: 400, code: 'payment_intent_unexpected_state' });
		await sandbox.clock.advance('1h');
		expect((await intentOf(sandbox, early.intent)).status).toBe('canceled');
		expect(
			error(await stripe(sandbox, 'POST', `/v1/payment_intents/${late.intent}/cancel`)).message,
		).toContain('You cannot cancel this PaymentIntent because it has a status of succeeded.');
	});

	it('that has succeeded can be neither confirmed nor changed: payment_intent_unexpected_state', async () => {
		const sandbox = stillSandbox();
		const { intent } = await paid(sandbox, await payer(sandbox));
		await sandbox.stripe.settle(intent, 'succeeded');
		const path = `/v1/payment_intents/${intent}`;
		expect(error(await stripe(sandbox, 'POST', `${path}/confirm`, accepted))).toMatchObject({
			code: 'payment_intent_unexpected_state',
			message:
				'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
			payment_intent: { id: intent },
		});
		expect(error(await stripe(sandbox, 'POST', path, 'amount=3000')).message).toContain(
			"This PaymentIntent's amount could not be updated because it has a status of succeeded.",
		);
		expect((await stripe(sandbox, 'POST', path, 'metadata[order]=7')).body.metadata).toEqual({ order: '7' });
	});
});

describe('the control of payments', () => {
	it.each([
		['succeeded', 'succeeded', 'succeeded', null],
		['insufficient_funds', 'requires_payment_method', 'failed', 'insufficient_funds'],
		['account_closed', 'requires_payment_method', 'failed', 'account_closed'],
		['no_account', 'requires_payment_method', 'failed', 'no_account'],
		['debit_not_authorized', 'requires_payment_method', 'failed', 'debit_not_authorized'],
		['bank_account_restricted', 'requires_payment_method', 'failed', 'bank_account_restricted'],
		['processing', 'processing', 'pending', null],
	])('makes it %s at once', async (outcome, status, charged, failure_code) => {
		const sandbox = stillSandbox();
		const { intent } = await paid(sandbox, await payer(sandbox));
		const { body } = await control(sandbox, 'POST', `payments/${intent}`, { outcome });
		expect(body).toMatchObject({ payment_intent: intent, status: charged, failure_code });
		await sandbox.clock.advance('1d');
		expect((await intentOf(sandbox, intent)).status).toBe(status);
	});

	it('blocks an account: this payment fails, and later ones are refused with 402', async () => {
		const sandbox = stillSandbox();
		const who = await payer(sandbox);
		const { charge } = await paid(sandbox, who);
		await sandbox.stripe.settle(charge, 'blocked');
		const method = await stripe(sandbox, 'GET', `/v1/payment_methods/${who.account}`);
		expect(method.body).toMatchObject({
			us_bank_account: {
				status_details: { blocked: { network_code: 'R02', reason: 'bank_account_closed' } },
			},
		});
		expect(error(await pay(sandbox, who))).toMatchObject({
			status: 402,
			type: 'card_error',
			code: 'bank_account_unusable',
			payment_intent: { status: 'requires_payment_method' },
		});
		expect(await eventTypes(sandbox)).toContain('payment_method.automatically_updated');
		const { customer, account } = who;
		const setup = `customer=${customer}&payment_method=${account}&allowed_payment_method_types[]=us_bank_account&confirm=true&${accepted}`;
		expect(error(await stripe(sandbox, 'POST', '/v1/setup_intents', setup))).toMatchObject({
			...{ status: 402, type: 'card_error', code: 'bank_account_unusable' },
			setup_intent: { status: 'requires_payment_method', last_setup_error: { type: 'card_error' } },
		});
	});

	it.each([
		['pi_none', 'succeeded', 'There is no payment pi_none that was confirmed.'],
		['', 'lost', "'outcome'"],
	])('refuses %s %s', async (id, outcome, message) => {
		const sandbox = stillSandbox();
		const { intent } = await paid(sandbox, await payer(sandbox));
		const answer = await control(sandbox, 'POST', `payments/${id || intent}`, { outcome });
		expect(answer.status).toBe(400);
		expect((answer.body.error as { message: string }).message).toContain(message);
	});

	it('refuses an outcome that is no longer possible', async () => {
		const sandbox = stillSandbox();
		const { intent } = await paid(sandbox, await payer(sandbox));
		await sandbox.stripe.settle(intent, 'no_account');
		await expect(sandbox.stripe.settle(intent, 'succeeded')).rejects.toThrow('has failed already');
	});
});

describe('a fault for one Item', () => {
	it("applies to payments from the Item's accounts only", async () => {
		const sandbox = stillSandbox();
		const item = await linkedItem(sandbox);
		const who = await payer(sandbox, await bankAccountToken(sandbox, item));
		const other = await payer(sandbox, await bankAccountToken(sandbox, await linkedItem(sandbox)));
		sandbox.faults.add({ path: '/v1/payment_intents', item: item.item_id, fault: { status: 503 } });
		const answer = async (payerOf: typeof who) => {
			const form = paymentForm(payerOf, `confirm=true&${accepted}`);
			const headers = {
				authorization: 'Bearer sk_test_0123456789',
				'content-type': 'application/x-www-form-urlencoded',
			};
			const init = { method: 'POST', headers, body: form };
			return (await sandbox.fetch('https://api.stripe.com/v1/payment_intents', init)).status;
		};
		expect([await answer(who), await answer(other)]).toEqual([503, 200]);
	});
});

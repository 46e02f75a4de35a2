import { describe, expect, it } from 'vitest';
import { type Json, stillSandbox, stripe } from './callers.ts';
import { accepted, error, intentOf, paid, payer, paymentForm } from './stripe-callers.ts';

const numbers =
	'bank_account[country]=US&bank_account[currency]=usd&bank_account[routing_number]=110000000&bank_account[account_number]=';

describe('a version of the API', () => {
	const form = 'amount=2000&currency=usd&payment_method_types[]=us_bank_account';

	it.each([
		['2026-08-26.dahlia', 200],
		['2026-07-29.preview', 200],
		['2026-08-26.preview', 400],
		['2026-09-30.endive', 400],
		['2026-10-28.endive', 400],
	])('%s answers payment_method_types with %i', async (version, status) => {
		const answer = await stripe(stillSandbox(), 'POST', '/v1/payment_intents', form, {
			'stripe-version': version,
		});
		expect(answer.status).toBe(status);
		if (status === 400) {
			expect(error(answer)).toMatchObject({
				code: 'payment_method_types_no_longer_supported',
				doc_url: 'https://stripe.com/docs/error-codes/payment-method-types-no-longer-supported',
			});
		}
	});

	it.each(['/v1/payment_intents', '/v1/setup_intents'])(
		'is that of the account where %s names none',
		async (path) => {
			const body = path.includes('setup') ? 'payment_method_types[]=us_bank_account' : form;
			const answer = await stripe(stillSandbox(), 'POST', path, body);
			expect(error(answer).code).toBe('payment_method_types_no_longer_supported');
			expect(answer.headers.get('stripe-version')).toBe('2026-10-28.endive');
		},
	);

	it('also applies to confirm and update', async () => {
		const sandbox = stillSandbox();
		const made = await stripe(sandbox, 'POST', '/v1/payment_intents', 'amount=2000&currency=usd');
		for (const path of [
			`/v1/payment_intents/${made.body.id}`,
			`/v1/payment_intents/${made.body.id}/confirm`,
		]) {
			const answer = await stripe(sandbox, 'POST', path, 'payment_method_types[]=us_bank_account');
			expect(error(answer).status).toBe(400);
		}
	});

	it('before July 2026 does not accept the replacement parameter', async () => {
		const answer = await stripe(
			stillSandbox(),
			'POST',
			'/v1/payment_intents',
			'amount=2000&currency=usd&allowed_payment_method_types[]=us_bank_account',
			{ 'stripe-version': '2026-03-25.dahlia' },
		);
		expect(error(answer)).toMatchObject({
			code: 'parameter_unknown',
			param: 'allowed_payment_method_types',
		});
	});

	it("must have a version's format", async () => {
		const answer = await stripe(stillSandbox(), 'GET', '/v1/account', '', { 'stripe-version': 'newest' });
		expect(error(answer)).toMatchObject({ status: 400, message: 'Invalid Stripe API version: newest' });
	});
});

describe('a key', () => {
	const restricted = { authorization: 'Bearer rk_test_0123456789abcd' };

	it('with a write permission can also read, and nothing else', async () => {
		const sandbox = stillSandbox();
		sandbox.stripe.set({ permissions: ['rak_customer_write'] });
		expect((await stripe(sandbox, 'GET', '/v1/customers', '', restricted)).status).toBe(200);
		const answer = error(await stripe(sandbox, 'GET', '/v1/payment_intents', '', restricted));
		expect(answer).toMatchObject({
			status: 403,
			type: 'invalid_request_error',
			message: expect.stringMatching(
				/^The provided key 'rk_test_\*\*\*\*abcd' does not have the required permissions for this endpoint on account 'acct_\w{16}'\. Having the 'rak_payment_intent_read' permission/,
			),
		});
	});

	it('can repeat a request that lacked permission with the same idempotency key', async () => {
		const sandbox = stillSandbox();
		const make = () =>
			stripe(sandbox, 'POST', '/v1/customers', 'name=A', { ...restricted, 'idempotency-key': 'k1' });
		sandbox.stripe.set({ permissions: [] });
		expect((await make()).status).toBe(403);
		sandbox.stripe.set({ permissions: null });
		expect((await make()).status).toBe(200);
	});

	it('that is secret has every permission', async () => {
		const sandbox = stillSandbox();
		sandbox.stripe.set({ permissions: [] });
		expect((await stripe(sandbox, 'GET', '/v1/payment_intents')).status).toBe(200);
	});

	it('is valid for its own account only: account_invalid', async () => {
		const sandbox = stillSandbox();
		const { body } = await stripe(sandbox, 'GET', '/v1/account');
		const own = await stripe(sandbox, 'GET', '/v1/account', '', { 'stripe-account': body.id as string });
		expect([own.status, own.headers.get('stripe-account')]).toEqual([200, body.id]);
		const other = await stripe(sandbox, 'GET', '/v1/account', '', { 'stripe-account': 'acct_other' });
		expect(error(other)).toMatchObject({ status: 403, code: 'account_invalid' });
		expect(error(await stripe(sandbox, 'GET', '/v1/accounts/acct_other')).status).toBe(403);
	});

	it("does not find the other mode's objects: resource_missing", async () => {
		const sandbox = stillSandbox();
		const live = { authorization: 'Bearer sk_live_0123456789' };
		const who = await payer(sandbox);
		const { intent, charge } = await paid(sandbox, who);
		const mandate = (
			(await intentOf(sandbox, intent)).latest_charge as {
				payment_method_details: { us_bank_account: { mandate: string } };
			}
		).payment_method_details.us_bank_account.mandate;
		await sandbox.stripe.settle(intent, 'refunded');
		const { body } = await stripe(sandbox, 'GET', '/v1/refunds');
		const [refund] = body.data as Json[];
		for (const path of [
			`/v1/payment_intents/${intent}`,
			`/v1/charges/${charge}`,
			`/v1/mandates/${mandate}`,
			`/v1/refunds/${refund?.id}`,
			`/v1/balance_transactions/${refund?.balance_transaction}`,
			`/v1/customers/${who.customer}`,
		]) {
			const answer = error(await stripe(sandbox, 'GET', path, '', live));
			expect(answer).toMatchObject({
				status: 404,
				code: 'resource_missing',
				message: expect.stringContaining(
					'; a similar object exists in test mode, but a live mode key was used to make this request.',
				),
				request_log_url: expect.stringMatching(/^https:\/\/dashboard\.stripe\.com\/logs\/req_/),
			});
		}
	});
});

describe('metadata', () => {
	const make = (form: string) => stripe(stillSandbox(), 'POST', '/v1/customers', form);
	const keys = (count: number) => Array.from({ length: count }, (_, i) => `metadata[k${i}]=v`).join('&');

	it('has at most 50 keys of 40 characters, with values of 500', async () => {
		expect((await make(keys(50))).status).toBe(200);
		for (const form of [
			keys(51),
			`metadata[${'k'.repeat(41)}]=v`,
			`metadata[k]=${'v'.repeat(501)}`,
			'metadata=v',
		]) {
			expect((await make(form)).status).toBe(400);
		}
	});

	it('is merged: an empty value removes a key, an empty hash removes all', async () => {
		const sandbox = stillSandbox();
		const { body } = await stripe(sandbox, 'POST', '/v1/customers', 'metadata[a]=1&metadata[b]=2');
		const path = `/v1/customers/${body.id}`;
		const changed = await stripe(sandbox, 'POST', path, 'metadata[a]=&metadata[c]=3');
		expect(changed.body.metadata).toEqual({ b: '2', c: '3' });
		expect((await stripe(sandbox, 'POST', path, 'metadata=')).body.metadata).toEqual({});
	});
});

describe('expand', () => {
	it('works four levels deep, also inside lists', async () => {
		const sandbox = stillSandbox();
		await paid(sandbox, await payer(sandbox));
		const query = 'expand[]=data.payment_intent.customer.default_source';
		const { body } = await stripe(sandbox, 'GET', `/v1/charges?${query}`);
		expect(body.data).toMatchObject([
			{ payment_intent: { customer: { default_source: { object: 'bank_account' } } } },
		]);
		const deeper = await stripe(sandbox, 'GET', `/v1/charges?${query}.customer`);
		expect(error(deeper).message).toContain('You cannot expand more than 4 levels of a property');
	});

	it.each(['latest_charge.payment_method_details', 'amount', 'latest_charge.mandate', ''])(
		'does not know %s',
		async (path) => {
			const sandbox = stillSandbox();
			const { intent } = await paid(sandbox, await payer(sandbox));
			const answer = await stripe(sandbox, 'GET', `/v1/payment_intents/${intent}?expand[]=${path}`);
			expect(error(answer)).toMatchObject({
				status: 400,
				message: `This property cannot be expanded (${path}).`,
			});
		},
	);

	it('does not change the stored record', async () => {
		const sandbox = stillSandbox();
		const { intent } = await paid(sandbox, await payer(sandbox));
		await stripe(sandbox, 'GET', `/v1/payment_intents/${intent}?expand[]=customer`);
		const { body } = await stripe(sandbox, 'GET', `/v1/payment_intents/${intent}`);
		expect(body.customer).toMatch(/^cus_/);
	});
});

describe('a list', () => {
	it('is paginated by cursors in both directions, and filtered by time', async () => {
		const sandbox = stillSandbox();
		const who = await payer(sandbox);
		const made: string[] = [];
		for (let time = 0; time < 4; time++) {
			const { body } = await stripe(sandbox, 'POST', '/v1/payment_intents', paymentForm(who));
			made.unshift(body.id as string);
			await sandbox.clock.advance('1m');
		}
		const list = async (query: string) => {
			const { body } = await stripe(sandbox, 'GET', `/v1/payment_intents?customer=${who.customer}&${query}`);
			return [(body.data as { id: string }[]).map(({ id }) => made.indexOf(id)).join(''), body.has_more];
		};
		expect(await list('limit=2')).toEqual(['01', true]);
		expect(await list(`limit=2&starting_after=${made[1]}`)).toEqual(['23', false]);
		expect(await list(`limit=2&ending_before=${made[3]}`)).toEqual(['12', true]);
		const third = Date.parse('2026-11-21T12:01:00Z') / 1000;
		expect(await list(`created[gte]=${third}`)).toEqual(['012', false]);
		expect(await list(`created[gt]=${third}&created[lt]=${third + 120}`)).toEqual(['1', false]);
		expect(await list(`created=${third}`)).toEqual(['2', false]);
	});

	it.each([
		['limit=0', 'limit'],
		['limit=101', 'limit'],
		['starting_after=pi_none', 'starting_after'],
		['starting_after=pi_a&ending_before=pi_b', 'ending_before'],
		['created[since]=7', 'created[since]'],
		['created[gt]=yesterday', 'created[gt]'],
	])('is refused with %s', async (query, param) => {
		const answer = await stripe(stillSandbox(), 'GET', `/v1/payment_intents?${query}`);
		expect(error(answer)).toMatchObject({ status: 400, param });
	});
});

describe('a bank account from its numbers', () => {
	it('is new until its micro-deposits are verified, and can pay afterwards', async () => {
		const sandbox = stillSandbox();
		const { body: token } = await stripe(sandbox, 'POST', '/v1/tokens', `${numbers}000123456789`);
		expect(token).toMatchObject({
			object: 'token',
			used: false,
			bank_account: { status: 'new', last4: '6789' },
		});
		const { customer, account } = await payer(sandbox, token.id as string);
		const verify = (amounts: string) =>
			stripe(sandbox, 'POST', `/v1/customers/${customer}/sources/${account}/verify`, amounts);
		expect(error(await verify('amounts[]=12&amounts[]=34'))).toMatchObject({
			status: 402,
			code: 'bank_account_verification_failed',
		});
		expect((await verify('amounts[]=32&amounts[]=45')).body.status).toBe('verified');
		expect(error(await verify('amounts[]=32&amounts[]=45')).code).toBe(
			'payment_method_bank_account_already_verified',
		);
		const form = paymentForm({ customer, account }, `confirm=true&${accepted}`);
		expect((await stripe(sandbox, 'POST', '/v1/payment_intents', form)).body.status).toBe('processing');
	});

	it.each([
		['000123456789', 'amounts[]=10&amounts[]=11'],
		['000666666661', 'amounts[]=32&amounts[]=45'],
	])('%s cannot be verified any more after %s', async (number, amounts) => {
		const sandbox = stillSandbox();
		const { body: token } = await stripe(sandbox, 'POST', '/v1/tokens', `${numbers}${number}`);
		const { customer, account } = await payer(sandbox, token.id as string);
		const path = `/v1/customers/${customer}/sources/${account}`;
		expect((await stripe(sandbox, 'POST', `${path}/verify`, amounts)).status).toBe(402);
		expect((await stripe(sandbox, 'GET', path)).body.status).toBe('verification_failed');
		const again = await stripe(sandbox, 'POST', `${path}/verify`, 'amounts[]=32&amounts[]=45');
		expect(error(again).status).toBe(400);
	});

	it('is blocked if its number is a deactivated tokenized number', async () => {
		const sandbox = stillSandbox();
		const { body: token } = await stripe(sandbox, 'POST', '/v1/tokens', `${numbers}000888888885`);
		const { account } = await payer(sandbox, token.id as string);
		const { body } = await stripe(sandbox, 'GET', `/v1/payment_methods/${account}`);
		expect(body.us_bank_account).toMatchObject({
			status_details: { blocked: { reason: 'tokenized_account_number_deactivated' } },
		});
	});

	it('is not in the request log', async () => {
		const sandbox = stillSandbox();
		await stripe(sandbox, 'POST', '/v1/tokens', `${numbers}000987654321`);
		expect(JSON.stringify(sandbox.requests())).not.toContain('000987654321');
	});

	it.each([
		['', 'bank_account', 'parameter_missing'],
		[`${numbers}12ab`, 'bank_account[account_number]', 'account_number_invalid'],
		[
			`${numbers.replace('110000000', '11')}000123456789`,
			'bank_account[routing_number]',
			'routing_number_invalid',
		],
		[`${numbers}000123456789&bank_account[swift]=x`, 'bank_account[swift]', 'parameter_unknown'],
	])('is refused as %s', async (form, param, code) => {
		const answer = await stripe(stillSandbox(), 'POST', '/v1/tokens', form);
		expect(error(answer)).toMatchObject({ status: 400, param, code });
	});
});

describe('a deleted Customer', () => {
	it('is returned as deleted, is not listed, and cannot pay', async () => {
		const sandbox = stillSandbox();
		const { customer, account } = await payer(sandbox);
		const { intent } = await paid(sandbox, { customer, account });
		const path = `/v1/customers/${customer}`;
		const gone = { id: customer, object: 'customer', deleted: true };
		expect((await stripe(sandbox, 'DELETE', path)).body).toEqual(gone);
		expect((await stripe(sandbox, 'GET', path)).body).toEqual(gone);
		expect((await stripe(sandbox, 'GET', '/v1/customers')).body.data).toEqual([]);
		expect(error(await stripe(sandbox, 'DELETE', path)).status).toBe(404);
		expect(error(await stripe(sandbox, 'POST', path, 'name=J')).message).toBe(
			`No such customer: '${customer}'`,
		);
		expect(error(await stripe(sandbox, 'GET', `/v1/payment_methods/${account}`)).status).toBe(404);
		const form = 'amount=2000&currency=usd';
		const refused = await stripe(sandbox, 'POST', '/v1/payment_intents', `${form}&customer=${customer}`);
		expect(error(refused)).toMatchObject({ status: 400, param: 'customer' });
		await sandbox.clock.advance('5m');
		const { body } = await stripe(sandbox, 'GET', `/v1/payment_intents/${intent}?expand[]=customer`);
		expect(body).toMatchObject({ status: 'succeeded', customer: gone });
	});
});

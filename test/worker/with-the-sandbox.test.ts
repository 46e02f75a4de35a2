/** The Worker and the sandbox telling each other, as Plaid, Stripe and a deployment would. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { EventsAnswer, TransactionsAnswer } from '../../worker/contract.ts';
import { askPlaid, type Backend, connectAs, finishLink, openBackend, variables } from './backend.ts';
import { shopOn } from './shop.ts';

const publicUrl = 'https://bank.shop.example';
const stripeSecret = 'whsec_of_the_sandbox';
let backend: Backend;
beforeEach(async () => {
	backend = await openBackend({
		variables: {
			PUBLIC_URL: publicUrl,
			OPTIONAL_PRODUCTS: 'transactions',
			STRIPE_WEBHOOK_SECRET: stripeSecret,
			STRIPE_BASE_URL: variables.PLAID_BASE_URL,
		},
	});
});
const accessToken = () =>
	backend.plaidAnswers.findLast(({ access_token }) => access_token)?.access_token ?? '';
const state = async (connection: string) => (await backend.read(`/v1/connections/${connection}`)).body;
const told = async () =>
	(await backend.read<EventsAnswer>('/v1/events')).body.events.map(({ type }) => type).reverse();
const losesItsLogin = async () => {
	await askPlaid(backend, '/sandbox/item/reset_login', { access_token: accessToken() });
	await backend.sandbox.webhooks.settled();
};

describe('Plaid', () => {
	it('is told where to send its webhooks', async () => {
		await connectAs(backend, 'user_1');
		expect(backend.calls('/link/token/create')[0]?.body).toMatchObject({
			webhook: `${publicUrl}/webhooks/plaid`,
		});
	});

	it('tells that a login is lost, and a repair through Link makes it well', async () => {
		const { session, connection } = await connectAs(backend, 'user_1');
		await backend.sandbox.clock.advance('1m');
		await losesItsLogin();
		expect(await state(connection)).toMatchObject({ status: 'login_required' });
		await backend.sandbox.clock.advance('1m');
		const tokens = await finishLink(backend, { session, connection });
		const mended = await backend.post('/v1/bank_account_tokens', tokens);
		expect([mended.status, mended.body]).toMatchObject([200, { connection }]);
		expect(await state(connection)).toMatchObject({ status: 'active', bank_account_token: 'fresh' });
		expect(await told()).toEqual(['connection.created', 'connection.login_required', 'connection.repaired']);
	});

	it('telling late, and signed anew, that a login was lost which was repaired since, changes nothing', async () => {
		let away = false;
		backend = await openBackend({
			variables: { PUBLIC_URL: publicUrl },
			database: (database) =>
				new Proxy(database, {
					get(target, name) {
						if (name === 'batch' && away) return () => Promise.reject(new Error('D1_ERROR: away'));
						const value = Reflect.get(target, name);
						return typeof value === 'function' ? value.bind(target) : value;
					},
				}),
		});
		const { session, connection } = await connectAs(backend, 'user_1');
		await backend.sandbox.clock.advance('1m');
		away = true;
		await losesItsLogin();
		away = false;
		const tokens = await finishLink(backend, { session, connection });
		expect((await backend.post('/v1/bank_account_tokens', tokens)).status).toBe(200);
		await backend.sandbox.clock.advance('1h');
		const sent = backend.sandbox.webhooks.list().map(({ name }) => name);
		expect(sent).toContain('ITEM: ERROR');
		expect((await backend.rows('webhooks')).map(({ type }) => type)).toContain('ITEM.ERROR');
		expect(await state(connection)).toMatchObject({ status: 'active' });
		expect(await told()).not.toContain('connection.login_required');
	});

	it('telling everything twice tells it once', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		backend.sandbox.webhooks.mode('duplicate');
		await backend.sandbox.clock.advance('1m');
		await losesItsLogin();
		expect(await state(connection)).toMatchObject({ status: 'login_required' });
		expect(await told()).toEqual(['connection.created', 'connection.login_required']);
	});

	it('gives transactions, and those that come later, across a change in the middle', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		const path = `/v1/connections/${connection}/transactions`;
		const sync = async (cursor?: string) =>
			(await backend.read<TransactionsAnswer>(`${path}${cursor ? `?cursor=${cursor}` : ''}`)).body;
		// Plaid only begins to fetch when it is first asked, and tells when it has.
		const nothingYet = await sync();
		expect(nothingYet.added).toEqual([]);
		await backend.sandbox.clock.advance('1h');
		expect(await told()).toContain('connection.transactions_available');

		const fault = {
			plaid_error: {
				error_type: 'TRANSACTIONS_ERROR',
				error_code: 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION',
			},
		};
		backend.sandbox.faults.add({ path: '/transactions/sync', times: 2, fault });
		const first = await sync(nothingYet.next_cursor);
		expect([first.added.length > 0, first.has_more]).toEqual([true, false]);
		const again = await sync(first.next_cursor);
		const ids = (answer: TransactionsAnswer) => answer.added.map(({ id }) => id);
		expect(ids(again).filter((id) => ids(first).includes(id))).toEqual([]);
	});
});

describe('Stripe', () => {
	it('reports what happens, and the hourly job finds the events that were missed', async () => {
		const shop = shopOn(backend);
		const { connection } = await shop.shopper();
		const { body: payment } = await shop.pay({ connection });
		// The first event of the payment went nowhere: there was no endpoint yet.
		backend.sandbox.stripe.set({ webhook: { url: `${publicUrl}/webhooks/stripe`, secret: stripeSecret } });
		await backend.sandbox.stripe.settle(payment.stripe.payment_intent ?? '', 'succeeded');
		await backend.sandbox.webhooks.settled();
		const stored = async () => (await backend.rows('webhooks')).filter(({ source }) => source === 'stripe');
		const types = async () => (await stored()).map(({ type }) => type);
		expect(await types()).not.toContain('payment_intent.processing');
		expect(await types()).toContain('payment_intent.succeeded');
		await backend.clock('17 * * * *');
		expect(await types()).toContain('payment_intent.processing');
		for (const { body } of await stored()) expect(body).toMatch(/^v1\.k1\./);
	});
});

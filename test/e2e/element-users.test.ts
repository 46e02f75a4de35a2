/** The element with sessions of the merchant's server: owners, repairs and duplicate accounts. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import { connectBank, detailsOf, dialog } from './shopper.ts';
import { context, heard, page, stack, visitStack } from './visit.ts';

// Pages that the test makes up count as public ones, the stack as a local network.
visitStack({ permissions: ['local-network-access'] });

let users = 0;
/** Another user for each test, because the tests share the Worker's store. */
let user: string;
beforeEach(async () => {
	user = `user_${++users}`;
	context.setDefaultTimeout(10_000);
});

/** A request of the merchant's server. */
async function merchant<Answer>(path: string, body?: object): Promise<Answer> {
	const answer = await fetch(`${stack.backendUrl}/v1/${path}`, {
		headers: { authorization: `Bearer ${stack.apiKey}`, 'content-type': 'application/json' },
		...(body && { method: 'POST', body: JSON.stringify(body) }),
	});
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
	return answer.json() as Promise<Answer>;
}
const sessionOf = async (client_user_id: string, more = {}) =>
	(await merchant<{ session: string }>('sessions', { client_user_id, ...more })).session;
type Connection = { id: string; client_user_id: string | null; status: string };
const connection = (id: string) => merchant<Connection>(`connections/${id}`);

async function open(attributes: string): Promise<void> {
	const url = `${stack.shopUrl}/account`;
	await page.unroute(url);
	await page.route(url, (route) =>
		route.fulfill({
			contentType: 'text/html; charset=utf-8',
			body: `<!doctype html><html lang="en"><link rel="icon" href="data:,">
				<script type="module" src="${stack.backendUrl}/plaid-stripe-connect.js"></script>
				<plaid-stripe-connect link-script="${stack.sandboxUrl}/link/v2/stable/link-initialize.js" ${attributes}></plaid-stripe-connect>`,
		}),
	);
	await page.goto(url);
}
const element = () => page.locator('plaid-stripe-connect');
const press = () => element().getByRole('button').first().click();
const reaches = (status: string) =>
	page.waitForFunction(
		(status) => document.querySelector<PlaidStripeConnect>('plaid-stripe-connect')?.status === status,
		status,
	);
/** Connects a bank and returns the connection's id. */
async function connect(attributes: string): Promise<string> {
	await open(attributes);
	await press();
	await connectBank(page);
	await reaches('connected');
	return element().evaluate(({ value }: PlaidStripeConnect) => value);
}
const shown = () => element().locator('[part=error]').textContent();
const failure = () => element().evaluate(({ error }: PlaidStripeConnect) => error?.code);

describe('a session', () => {
	it('makes the connection belong to the user that the merchant’s server has named', async () => {
		const id = await connect(`session="${await sessionOf(user)}"`);
		expect(await connection(id)).toMatchObject({ client_user_id: user, status: 'active' });
		const [created] = await stack.requests('/link/token/create');
		expect(created?.body).toMatchObject({ user: { client_user_id: user } });
	});

	it('session_expired, with a display message in the shopper’s language', async () => {
		const session = await sessionOf(user);
		await stack.killWorker();
		stack.change(`UPDATE sessions SET expires_at = 0 WHERE client_user_id = '${user}'`);
		await stack.startWorkerAgain();
		await open(`session="${session}"`);
		await press();
		await reaches('failed');
		expect([await failure(), await shown()]).toEqual([
			'session_expired',
			'This page was open for too long. Please load it again.',
		]);
		await open(`session="${session}" language="de"`);
		await press();
		await reaches('failed');
		expect(await shown()).toBe('Diese Seite war zu lange offen. Bitte laden Sie sie neu.');
		expect(await stack.requests('/link/token/create')).toHaveLength(0);
	});

	it('session_invalid for an unknown session, session_required for a repair without one', async () => {
		await open('session="ss_nobody"');
		await press();
		await reaches('failed');
		expect([await failure(), await shown()]).toEqual([
			'session_invalid',
			'This page was open for too long. Please load it again.',
		]);
		await open('connection="conn_nobody"');
		await press();
		await reaches('failed');
		expect(await failure()).toBe('session_required');
		expect(await shown()).toContain('not available right now');
	});
});

describe('a connection whose login has expired', () => {
	it('is repaired: it keeps its id and tokens, and is active again', async () => {
		const id = await connect(`session="${await sessionOf(user)}"`);
		const item = onlyItem();
		await stack.control('POST', `items/${item}/reset_login`);
		await stack.sandbox.webhooks.settled();
		expect((await connection(id)).status).toBe('login_required');

		heard.length = 0;
		await open(`session="${await sessionOf(user)}" connection="${id}"`);
		await press();
		const link = dialog(page);
		await link.getByRole('button', { name: 'Continue' }).click();
		await link.getByLabel('Username').fill('user_good');
		await link.getByLabel('Password').fill('pass_good');
		await link.getByRole('button', { name: 'Submit' }).click();
		await link.getByRole('button', { name: 'Finish' }).click();
		await reaches('connected');

		expect(detailsOf(heard, 'bank-token').map((detail) => detail.connection)).toEqual([id]);
		expect(await connection(id)).toMatchObject({ client_user_id: user, status: 'active' });
		// One Item with its first access token: nothing was exchanged again.
		expect(onlyItem()).toBe(item);
		expect(await stack.isExchanged()).toBe(true);
		expect(await stack.requests('/item/public_token/exchange')).toHaveLength(1);
		const balances = await merchant<{ accounts: unknown[] }>(`connections/${id}/accounts?balances=live`);
		expect(balances.accounts.length).toBeGreaterThan(0);
	});

	it('connection_not_found for a connection of another user', async () => {
		const id = await connect(`session="${await sessionOf(user)}"`);
		await open(`session="${await sessionOf('somebody else')}" connection="${id}"`);
		await press();
		await reaches('failed');
		expect(await failure()).toBe('connection_not_found');
	});
});

describe('an account that the same user has connected already', () => {
	it('duplicate_connection before any token is exchanged, with the id of the existing connection', async () => {
		const id = await connect(`session="${await sessionOf(user)}"`);
		heard.length = 0;
		await open(`session="${await sessionOf(user)}"`);
		await press();
		await connectBank(page);
		await reaches('failed');
		expect(detailsOf(heard, 'bank-error')).toEqual([
			expect.objectContaining({
				code: 'duplicate_connection',
				connection: id,
				displayMessage: 'This account is connected already.',
				retryable: false,
			}),
		]);
		expect(await shown()).toBe('This account is connected already.');
		expect(detailsOf(heard, 'bank-token')).toEqual([]);
		expect(await stack.requests('/item/public_token/exchange')).toHaveLength(1);
	});

	it('is connected again if the merchant allows it, and for another user', async () => {
		const first = await connect(`session="${await sessionOf(user)}"`);
		const again = await connect(`session="${await sessionOf(user, { allow_duplicates: true })}"`);
		const other = await connect(`session="${await sessionOf(`${user} too`)}"`);
		expect(new Set([first, again, other]).size).toBe(3);
		expect(detailsOf(heard, 'bank-token').map(({ duplicateOf }) => duplicateOf)).toEqual([
			undefined,
			first,
			undefined,
		]);
	});
});

/** The Item of the user's only connection. */
function onlyItem(): string {
	const rows = stack.query(`SELECT item_id FROM connections WHERE client_user_id = '${user}'`);
	expect(rows).toHaveLength(1);
	return String(rows[0]?.item_id);
}

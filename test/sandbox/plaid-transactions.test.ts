import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/index.ts';
import { type Json, linkedItem, plaid, receiver, stillSandbox } from './callers.ts';

type Transaction = {
	transaction_id: string;
	account_id: string;
	amount: number;
	date: string;
	name: string;
	pending: boolean;
	pending_transaction_id: string | null;
	original_description?: string;
};
type Page = {
	added: Transaction[];
	modified: Transaction[];
	removed: { transaction_id: string; account_id: string }[];
	next_cursor: string;
	has_more: boolean;
	transactions_update_status: string;
	error_code?: string;
};

const webhook = 'https://shop.example/webhooks/plaid';

async function linked(sandbox: Sandbox, options: Json = {}) {
	const item = await linkedItem(sandbox, 'ins_109508', { products: ['transactions'], ...options });
	const sync = async (cursor?: string, more: Json = {}): Promise<Page> => {
		const { body } = await plaid(sandbox, '/transactions/sync', {
			access_token: item.access_token,
			...(cursor === undefined ? {} : { cursor }),
			...more,
		});
		return body as unknown as Page;
	};
	const get = async (more: Json = {}) => {
		const { body } = await plaid(sandbox, '/transactions/get', {
			access_token: item.access_token,
			start_date: '2026-01-01',
			end_date: '2027-12-31',
			...more,
		});
		return body as unknown as {
			transactions: Transaction[];
			total_transactions: number;
			error_code?: string;
		};
	};
	return { ...item, sync, get };
}

/** What a client that follows Plaid's documentation has after its loop. */
function apply(known: Map<string, Transaction>, { added, modified, removed }: Page): void {
	for (const each of [...added, ...modified]) known.set(each.transaction_id, each);
	for (const { transaction_id } of removed) known.delete(transaction_id);
}

describe('the transactions of an Item', () => {
	it('arrive in steps: nothing at first, then a month, then everything that was requested', async () => {
		const sandbox = stillSandbox();
		const { sync, get } = await linked(sandbox);
		expect(await sync()).toMatchObject({
			added: [],
			next_cursor: '',
			has_more: false,
			transactions_update_status: 'NOT_READY',
		});
		expect((await get()).error_code).toBe('PRODUCT_NOT_READY');
		await sandbox.clock.advance('5s');
		const month = await get();
		expect(month.transactions.at(-1)?.date.slice(0, 7)).toMatch('2026-10');
		expect((await sync()).transactions_update_status).toBe('INITIAL_UPDATE_COMPLETE');
		await sandbox.clock.advance('25s');
		const all = await get();
		expect(all.total_transactions).toBeGreaterThan(month.total_transactions * 2);
		expect(all.transactions.at(-1)?.date.slice(0, 7)).toMatch('2026-08');
		expect((await sync()).transactions_update_status).toBe('HISTORICAL_UPDATE_COMPLETE');
	});

	it('go back as far as requested', async () => {
		const sandbox = stillSandbox();
		const { get } = await linked(sandbox, { transactions: { days_requested: 7 } });
		await sandbox.clock.advance('30s');
		const dates = (await get()).transactions.map(({ date }) => date);
		expect(dates.length).toBeGreaterThan(0);
		expect(dates.every((date) => date >= '2026-11-15')).toBe(true);
	});

	it('are announced by webhooks: older codes always, SYNC_UPDATES_AVAILABLE after the first sync', async () => {
		const { codes, webhookFetch, received } = receiver(200);
		const sandbox = stillSandbox({ webhookFetch });
		const { sync } = await linked(sandbox, { webhook });
		await sandbox.clock.advance('5s');
		expect(codes()).toEqual(['TRANSACTIONS INITIAL_UPDATE']);
		await sync();
		await sandbox.clock.advance('25s');
		expect(codes().slice(1)).toEqual([
			'TRANSACTIONS HISTORICAL_UPDATE',
			'TRANSACTIONS SYNC_UPDATES_AVAILABLE',
		]);
		expect(received[2]?.json).toMatchObject({
			initial_update_complete: true,
			historical_update_complete: true,
		});
		await sandbox.clock.advance('29d');
		expect(new Set(codes().slice(3))).toEqual(
			new Set([
				'TRANSACTIONS TRANSACTIONS_REMOVED',
				'TRANSACTIONS DEFAULT_UPDATE',
				'TRANSACTIONS SYNC_UPDATES_AVAILABLE',
			]),
		);
	});

	it('are pending, corrected, and posted with another id as days pass', async () => {
		const sandbox = stillSandbox();
		const { sync } = await linked(sandbox);
		await sandbox.clock.advance('1m');
		let { next_cursor } = await sync(undefined, { count: 500 });
		const pages: Page[] = [];
		for (let day = 0; day < 35; day++) {
			await sandbox.clock.advance('1d');
			const page = await sync(next_cursor, { count: 500 });
			next_cursor = page.next_cursor;
			pages.push(page);
			if (page.modified.length > 0) break;
		}
		const corrected = pages.at(-1)?.modified[0];
		const before = pages
			.flatMap(({ added }) => added)
			.find((t) => t.transaction_id === corrected?.transaction_id);
		expect([before?.pending, corrected?.pending]).toEqual([true, true]);
		expect(corrected?.amount).toBeGreaterThan(before?.amount ?? Number.POSITIVE_INFINITY);
		await sandbox.clock.advance('3d');
		const last = await sync(next_cursor, { count: 500 });
		expect(last.removed.map(({ transaction_id }) => transaction_id)).toContain(corrected?.transaction_id);
		expect(
			last.added.find((each) => each.pending_transaction_id === corrected?.transaction_id),
		).toMatchObject({ pending: false, amount: corrected?.amount });
	});

	it('are the same, page by page or at once, from any start', async () => {
		const sandbox = stillSandbox();
		const { sync, get } = await linked(sandbox, { transactions: { days_requested: 365 } });
		await sandbox.clock.advance('1m');
		const known = new Map<string, Transaction>();
		let cursor = '';
		let pages = 0;
		const loop = async () => {
			for (let more = true; more; pages++) {
				const page = await sync(cursor, { count: 17 });
				apply(known, page);
				cursor = page.next_cursor;
				more = page.has_more;
			}
		};
		await loop();
		expect(pages).toBeGreaterThan(5);
		await sandbox.clock.advance('25d');
		await loop();
		const standing = new Set<string>();
		for (let offset = 0, more = true; more; offset += 500) {
			const { transactions, total_transactions } = await get({
				start_date: '2025-01-01',
				options: { count: 500, offset },
			});
			for (const { transaction_id } of transactions) standing.add(transaction_id);
			more = offset + 500 < total_transactions;
		}
		expect(new Set(known.keys())).toEqual(standing);
		const fresh = new Map<string, Transaction>();
		const page = await sync(undefined, { count: 500 });
		apply(fresh, page);
		expect([page.modified, page.removed]).toEqual([[], []]);
		expect(new Set(fresh.keys())).toEqual(standing);
	});

	it('refuse the next page with TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION after a change', async () => {
		const sandbox = stillSandbox();
		const { sync } = await linked(sandbox);
		await sandbox.clock.advance('1m');
		const first = await sync(undefined, { count: 3 });
		expect(first.has_more).toBe(true);
		await sandbox.clock.advance('5d');
		expect(await sync(first.next_cursor, { count: 3 })).toMatchObject({
			error_type: 'TRANSACTIONS_ERROR',
			error_code: 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION',
		});
		expect((await sync(undefined, { count: 3 })).added).toHaveLength(3);
	});

	it('start now for the cursor "now"', async () => {
		const sandbox = stillSandbox();
		const { sync } = await linked(sandbox);
		await sandbox.clock.advance('1m');
		const now = await sync('now');
		expect([now.added, now.has_more]).toEqual([[], false]);
		await sandbox.clock.advance('10d');
		expect((await sync(now.next_cursor)).added.every(({ date }) => date >= '2026-11-20')).toBe(true);
	});

	it('have their own cursor for one account', async () => {
		const sandbox = stillSandbox();
		const { sync, accounts } = await linked(sandbox);
		await sandbox.clock.advance('1m');
		const account_id = accounts[1]?.account_id ?? '';
		const page = await sync(undefined, { options: { account_id } });
		expect(page.added.length).toBeGreaterThan(0);
		expect(new Set(page.added.map((each) => each.account_id))).toEqual(new Set([account_id]));
		expect((await sync(page.next_cursor)).error_code).toBe('INVALID_FIELD');
	});

	it("include the bank's description on request", async () => {
		const sandbox = stillSandbox();
		const { sync } = await linked(sandbox);
		await sandbox.clock.advance('1m');
		const [plain] = (await sync()).added;
		const [described] = (await sync(undefined, { options: { include_original_description: true } })).added;
		expect([plain?.original_description, described?.original_description]).toEqual([
			undefined,
			described?.name,
		]);
	});

	it.each([
		['a cursor of nobody', '/transactions/sync', { cursor: 'nonsense' }, 'INVALID_FIELD'],
		['options that are null', '/transactions/sync', { options: null }, 'INVALID_FIELD'],
		['too large a page', '/transactions/sync', { count: 501 }, 'INVALID_FIELD'],
		[
			'an account of another Item',
			'/transactions/sync',
			{ options: { account_id: 'x' } },
			'INVALID_ACCOUNT_ID',
		],
		['no dates', '/transactions/get', {}, 'MISSING_FIELDS'],
		[
			'a date that is none',
			'/transactions/get',
			{ start_date: '2026-13-01', end_date: '2026-12-01' },
			'INVALID_FIELD',
		],
		[
			'dates the wrong way round',
			'/transactions/get',
			{ start_date: '2026-12-01', end_date: '2026-11-01' },
			'INVALID_FIELD',
		],
	])('are refused for %s', async (_what, path, fields, code) => {
		const sandbox = stillSandbox();
		const { access_token } = await linked(sandbox);
		expect((await plaid(sandbox, path, { access_token, ...fields })).body.error_code).toBe(code);
	});

	it('fail at a bank that does not offer them, and cannot be refreshed before they are requested', async () => {
		const sandbox = stillSandbox();
		const { access_token } = await linkedItem(sandbox);
		const refreshed = await plaid(sandbox, '/transactions/refresh', { access_token });
		expect(refreshed.body.error_code).toBe('PRODUCT_NOT_ENABLED');
		const first = await plaid(sandbox, '/transactions/sync', { access_token });
		expect(first.body.transactions_update_status).toBe('NOT_READY');
		const { item } = (await plaid(sandbox, '/item/get', { access_token })).body as { item: Json };
		expect(item.products).toEqual(['auth', 'transactions']);
	});
});

describe('user_transactions_dynamic', () => {
	const dynamic = { override_username: 'user_transactions_dynamic', override_password: 'any' };

	it('has new transactions after each refresh', async () => {
		const { codes, webhookFetch } = receiver(200);
		const sandbox = stillSandbox({ webhookFetch });
		const { sync, access_token } = await linked(sandbox, { ...dynamic, webhook });
		await sandbox.clock.advance('1m');
		const { next_cursor } = await sync(undefined, { count: 500 });
		await plaid(sandbox, '/transactions/refresh', { access_token });
		const first = await sync(next_cursor);
		const pending = first.added.find((each) => each.pending);
		expect(pending).toBeDefined();
		await plaid(sandbox, '/transactions/refresh', { access_token });
		const second = await sync(first.next_cursor);
		expect(second.removed).toContainEqual({
			transaction_id: pending?.transaction_id,
			account_id: pending?.account_id,
		});
		await sandbox.webhooks.settled();
		expect(codes()).toContain('TRANSACTIONS SYNC_UPDATES_AVAILABLE');
	});

	it('accepts created transactions', async () => {
		const sandbox = stillSandbox();
		const { get, access_token } = await linked(sandbox, dynamic);
		await sandbox.clock.advance('1m');
		const made = await plaid(sandbox, '/sandbox/transactions/create', {
			access_token,
			transactions: [
				{ date_transacted: '2026-11-19', date_posted: '2026-11-20', amount: 12.34, description: 'Made up' },
			],
		});
		expect(made.status).toBe(200);
		const { transactions } = await get();
		expect(transactions.find(({ name }) => name === 'Made up')).toMatchObject({
			amount: 12.34,
			date: '2026-11-20',
			authorized_date: '2026-11-19',
			pending: false,
		});
	});

	const day = { date_transacted: '2026-11-21', date_posted: '2026-11-21', amount: 1, description: 'x' };
	it.each([
		['a future date', dynamic, [{ ...day, date_posted: '2026-11-22' }], 'INVALID_FIELD'],
		['a date of long ago', dynamic, [{ ...day, date_transacted: '2026-11-01' }], 'INVALID_FIELD'],
		['none', dynamic, [], 'INVALID_FIELD'],
		['eleven', dynamic, Array.from({ length: 11 }, () => day), 'INVALID_FIELD'],
		['another user', {}, [day], 'INVALID_FIELD'],
	])('refuses to create transactions for %s', async (_what, user, transactions, code) => {
		const sandbox = stillSandbox();
		const { access_token } = await linked(sandbox, user);
		await sandbox.clock.advance('1m');
		const { body } = await plaid(sandbox, '/sandbox/transactions/create', { access_token, transactions });
		expect(body.error_code).toBe(code);
	});
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { TransactionsAnswer } from '../../worker/contract.ts';
import { type Backend, connectAs, type ErrorBody, openBackend } from './backend.ts';

type Request = { cursor?: string; count: number };
type Page = { added?: string[]; removed?: string[]; next: string; more?: boolean } | 'changed' | 'down';

let backend: Backend;
let asked: Request[];
/** What Plaid answers, by the cursor that it is asked with; the last of a list stays. */
let pages: Record<string, Page[]>;
let path: string;

beforeEach(async () => {
	asked = [];
	backend = await openBackend({
		fetch: (sandbox) => async (input, init) => {
			if (!String(input).endsWith('/transactions/sync')) return sandbox.fetch(input, init);
			const request = JSON.parse(String(init?.body)) as Request;
			asked.push(request);
			const list = pages[request.cursor ?? ''] ?? [];
			return plaidAnswer((list.length > 1 ? list.shift() : list[0]) as Page);
		},
	});
	const { connection } = await connectAs(backend, 'user_1');
	path = `/v1/connections/${connection}/transactions`;
});

function plaidAnswer(page: Page): Response {
	if (page === 'changed' || page === 'down') {
		const [error_type, error_code] =
			page === 'down'
				? ['INSTITUTION_ERROR', 'INSTITUTION_DOWN']
				: ['TRANSACTIONS_ERROR', 'TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION'];
		const error = { error_type, error_code, error_message: '', display_message: null, request_id: 'r' };
		return Response.json(error, { status: 400 });
	}
	return Response.json({
		added: (page.added ?? []).map(transaction),
		modified: [],
		removed: (page.removed ?? []).map((transaction_id) => ({ transaction_id, account_id: 'acc' })),
		next_cursor: page.next,
		has_more: page.more ?? false,
		transactions_update_status: 'HISTORICAL_UPDATE_COMPLETE',
		accounts: [],
		request_id: 'r',
	});
}
const transaction = (transaction_id: string) => ({
	transaction_id,
	account_id: 'acc',
	amount: 12.34,
	iso_currency_code: 'USD',
	date: '2026-11-20',
	authorized_date: null,
	name: 'Coffee',
	merchant_name: 'A Café',
	pending: false,
	pending_transaction_id: null,
	payment_channel: 'in store',
	personal_finance_category: { primary: 'FOOD_AND_DRINK' },
});

const sync = (cursor?: string | null) =>
	backend.read<TransactionsAnswer & ErrorBody>(`${path}${cursor ? `?cursor=${cursor}` : ''}`);
const ids = ({ body }: { body: TransactionsAnswer }) => body.added.map(({ id }) => id);

describe('transactions', () => {
	it('come with all of Plaid’s pages in one answer, and continue after the cursor the next time', async () => {
		pages = {
			'': [{ added: ['t1', 't2'], next: 'c1', more: true }],
			c1: [{ added: ['t3'], removed: ['t0'], next: 'c2' }],
			c2: [{ added: ['t4'], next: 'c3' }],
		};
		const first = await sync();
		expect(first.body).toEqual({
			restarted: false,
			added: expect.arrayContaining([
				{
					id: 't1',
					account_id: 'acc',
					amount: 1234,
					currency: 'usd',
					date: '2026-11-20',
					authorized_date: null,
					name: 'Coffee',
					merchant_name: 'A Café',
					pending: false,
					pending_transaction_id: null,
					payment_channel: 'in store',
					category: 'FOOD_AND_DRINK',
				},
			]),
			modified: [],
			removed: [{ id: 't0', account_id: 'acc' }],
			next_cursor: expect.stringMatching(/^[\w-]+$/),
			has_more: false,
			status: 'complete',
			request_id: first.headers.get('Request-Id'),
		});
		expect(ids(first)).toEqual(['t1', 't2', 't3']);
		expect(ids(await sync(first.body.next_cursor))).toEqual(['t4']);
		expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, 'c1', 'c2']);
	});

	it('that change while they are fetched are fetched again from the start, and none is returned twice', async () => {
		pages = {
			'': [
				{ added: ['t1', 'ghost'], next: 'c1', more: true },
				{ added: ['t1'], next: 'c2', more: true },
			],
			c1: ['changed'],
			c2: [{ added: ['t2'], next: 'c3' }],
		};
		const answer = await sync();
		expect([ids(answer), answer.body.restarted]).toEqual([['t1', 't2'], false]);
	});

	it('of more than ten pages come in several answers; after a change in a later one, `restarted` is true', async () => {
		const long = (prefix: string, count: number): Record<string, Page[]> =>
			Object.fromEntries(
				Array.from({ length: count }, (_, n) => [
					`${prefix}${n}`,
					[{ added: [`${prefix}t${n}`], next: `${prefix}${n + 1}`, more: true } as Page],
				]),
			);
		pages = {
			...long('a', 10),
			'': [
				{ added: ['at'], next: 'a0', more: true },
				{ added: ['bt'], next: 'end' },
			],
			a9: [{ added: ['last'], next: 'a10', more: true }, 'changed'],
			a10: ['changed'],
		};
		const first = await sync();
		expect([ids(first).length, first.body.has_more, first.body.restarted]).toEqual([10, true, false]);
		const second = await sync(first.body.next_cursor);
		expect([ids(second), second.body.has_more, second.body.restarted]).toEqual([['bt'], false, true]);
	});

	it('that change at every try answer plaid_unavailable', async () => {
		pages = { '': [{ added: ['t1'], next: 'c1', more: true }], c1: ['changed'] };
		const answer = await sync();
		expect([answer.status, answer.body.error]).toMatchObject([
			503,
			{ code: 'plaid_unavailable', retryable: true },
		]);
		expect(asked.length).toBeLessThanOrEqual(10);
	});

	it('of a bank that is down answer bank_unavailable', async () => {
		pages = { '': ['down'] };
		expect((await sync()).body.error.code).toBe('bank_unavailable');
	});

	it.each(['nonsense', 'W10', 'eyJhIjoxfQ', 'WzFd', '%00'])(
		'refuse a cursor that is not ours: %s',
		async (cursor) => {
			const { status, body } = await sync(cursor);
			expect([status, body.error.code, body.error.param]).toEqual([400, 'parameter_invalid', 'cursor']);
			expect(asked).toEqual([]);
		},
	);
});

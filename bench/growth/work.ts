/** The work that is measured, each time with a random connection. */
import { type Call, type Client, clientOf } from '../processes/http.ts';
import type { Upstream } from '../processes/upstream.ts';
import { bankAccountToken, done, newLinkToken, read } from '../worker/calls.ts';
import { connectionId, itemId } from './fill.ts';
import { type MonthClient, serviceOf } from './month.ts';
import { loginRequired } from './webhook.ts';

export type Work = {
	name: string;
	/** Prepares everything and returns the work to measure. */
	prepare(month: MonthClient): Promise<() => Promise<unknown>>;
	/** Fewer than usual, for long work. */
	runs?: number;
};

const day = 24 * 60 * 60 * 1000;
const anyOf = ({ connections }: MonthClient): number => 1 + Math.floor(Math.random() * connections);
const asks = (client: Client, call: Call) => () => done(client, call);

export function worksWith(upstream: Upstream, clockUrl: string): Work[] {
	const clock = clientOf(clockUrl);
	const tick = (cron: string) => async (month: MonthClient) => {
		const path = `/${serviceOf(month)}?cron=${encodeURIComponent(cron)}`;
		return asks(clock, { method: 'POST', path, headers: {} });
	};
	const inTheHour = tick('17 * * * *');
	return [
		{
			name: 'reading a connection',
			prepare: async (month) => asks(month.client, read(`/v1/connections/${connectionId(anyOf(month))}`)),
		},
		{
			name: 'a page of the list',
			async prepare(month) {
				// A page in the middle of the list.
				const at = Date.now() - Math.floor(Math.random() * 29 * day) - day;
				const cursor = `${at.toString(36)}.${connectionId(0)}`;
				return asks(month.client, read(`/v1/connections?limit=20&cursor=${cursor}`));
			},
		},
		{
			name: 'the connections of a user',
			prepare: async (month) =>
				asks(month.client, read(`/v1/connections?client_user_id=user_${anyOf(month) >> 1}`)),
		},
		{
			name: 'an exchange',
			async prepare({ client }) {
				const link_token = await newLinkToken(client);
				return asks(client, bankAccountToken({ link_token, account_id: upstream.accountId }));
			},
		},
		{
			name: 'a webhook',
			prepare: async (month) =>
				asks(month.client, await loginRequired(itemId(anyOf(month)), upstream.webhookKey)),
		},
		{ name: 'the scheduled jobs of a minute', prepare: tick('* * * * *') },
		{
			name: 'the scheduled jobs of an hour',
			runs: 3,
			async prepare(month) {
				await makeDue(month);
				return inTheHour(month);
			},
		},
	];
}

/** Makes as many rows expire as do in an hour. */
async function makeDue({ database, connections }: MonthClient): Promise<void> {
	const now = Date.now();
	const overdue = (table: string, column: string, { rows, at }: { rows: number; at: number }) =>
		`update ${table} set ${column} = ${at} where rowid in (select rowid from ${table} limit ${Math.ceil(rows)})`;
	const [inAMonth, inADay] = [connections / 720, connections / 30 / 24];
	await database.run(
		overdue('webhooks', 'received_at', { rows: inAMonth, at: now - 31 * day }),
		overdue('events', 'created_at', { rows: inAMonth, at: now - 31 * day }),
		overdue('link_sessions', 'expires_at', { rows: 2 * inADay, at: now - 2 * day }),
		overdue('exchanges', 'created_at', { rows: inADay, at: now - 2 * day }),
		overdue('sessions', 'expires_at', { rows: inADay, at: now - 2 * day }),
	);
}

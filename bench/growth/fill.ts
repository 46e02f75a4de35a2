/**
 * Fills a merchant's database as after a month: connections and what comes with them. Each connection was made by one
 * exchange and has one event and one webhook; one in ten has a payment. Rows that live for a day are those of one day.
 */
import type { RunningDatabase } from '../processes/database.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

export const connectionId = (number: number): string => `conn_${number.toString(16).padStart(32, '0')}`;
export const itemId = (number: number): string => `item_${number.toString(16).padStart(32, '0')}`;

type Table = {
	table: string;
	/** One row for so many connections. */
	each: number;
	/** SQL of each column; `i` is the row's number. */
	columns: Record<string, string>;
};

const hex32 = "printf('%032x', i)";
/** A sealed value of so many characters. */
const sealed = (length: number) => `'v1.k1.' || substr(hex(randomblob(${length})), 1, ${length - 6})`;
/** At any time of the last so many hours, as far as they are within the table's life, and a last hour beyond. */
const within = (ms: number, now: number) => `${now} - abs(random()) % ${ms + hour}`;

export const tables = (now: number): Table[] => [
	{
		table: 'connections',
		each: 1,
		columns: {
			id: `'conn_' || ${hex32}`,
			item_id: `'item_' || ${hex32}`,
			access_token: sealed(114),
			client_user_id: "'user_' || (i / 2)",
			stripe_customer: "'cus_' || hex(randomblob(7))",
			metadata: `'{"order":"' || i || '"}'`,
			status: "'active'",
			status_since: `${now}`,
			last_event_id: `'evt_' || ${hex32}`,
			account_id: `substr(hex(randomblob(19)), 1, 37)`,
			account_name: "'Plaid Checking'",
			account_mask: "'0000'",
			account_type: "'depository'",
			account_subtype: "'checking'",
			institution_id: "'ins_109508'",
			institution_name: "'First Platypus Bank'",
			livemode: '1',
			created_at: within(30 * day, now),
			updated_at: `${now}`,
		},
	},
	{
		table: 'events',
		each: 1,
		columns: {
			id: `'evt_' || ${hex32}`,
			type: "'connection.created'",
			connection_id: `'conn_' || ${hex32}`,
			data: `'{"connection":"conn_' || ${hex32} || '","client_user_id":"user_' || i || '","stripe_customer":"cus_00000000000000","status":"active","bank_account_token":"fresh","disconnect_at":null}'`,
			created_at: within(30 * day, now),
			queued_at: `${now}`,
			delivered_at: `${now}`,
		},
	},
	{
		table: 'webhooks',
		each: 1,
		columns: {
			id: `'wh_' || ${hex32}`,
			source: "'plaid'",
			type: "'TRANSACTIONS.SYNC_UPDATES_AVAILABLE'",
			item_id: `'item_' || ${hex32}`,
			body: sealed(420),
			occurred_at: `${now}`,
			received_at: within(30 * day, now),
		},
	},
	{
		table: 'authorizations',
		each: 10,
		columns: {
			id: `'auth_' || ${hex32}`,
			connection_id: `'conn_' || ${hex32}`,
			link_token_hash: 'lower(hex(randomblob(32)))',
			kind: "'one_time'",
			amount: '12345',
			shown: sealed(900),
			text_version: "'2026-11-21'",
			accepted_at: `${now}`,
			acceptance: sealed(250),
			livemode: '1',
			created_at: within(30 * day, now),
		},
	},
	{
		table: 'payments',
		each: 10,
		columns: {
			id: `'pay_' || ${hex32}`,
			key_hash: 'lower(hex(randomblob(32)))',
			request: 'lower(hex(randomblob(32)))',
			connection_id: `'conn_' || ${hex32}`,
			authorization_id: `'auth_' || ${hex32}`,
			amount: '12345',
			purpose: "'order'",
			metadata: `'{"order":"' || i || '"}'`,
			status: "'succeeded'",
			status_since: `${now}`,
			history: `'[{"status":"pending","at":"2026-11-21T12:00:00.000Z"},{"status":"processing","at":"2026-11-21T12:00:01.000Z"},{"status":"succeeded","at":"2026-11-25T12:00:00.000Z"}]'`,
			lease_until: '0',
			customer: "'cus_' || hex(randomblob(7))",
			payment_method: "'pm_' || hex(randomblob(12))",
			mandate: "'mandate_' || hex(randomblob(12))",
			payment_intent: "'pi_' || hex(randomblob(12))",
			livemode: '1',
			created_at: within(30 * day, now),
			updated_at: `${now}`,
		},
	},
	{
		table: 'link_sessions',
		each: 15,
		columns: {
			link_token_hash: 'lower(hex(randomblob(32)))',
			origin: "'https://shop.example'",
			client_user_id: "'user_' || i",
			created_at: `${now}`,
			// A link session is stored for a day after its token's four hours.
			expires_at: `${within(day, now)} + ${4 * hour}`,
		},
	},
	{
		table: 'exchanges',
		each: 30,
		columns: {
			id: `'exch_' || ${hex32}`,
			public_token_hash: 'lower(hex(randomblob(32)))',
			link_token_hash: 'lower(hex(randomblob(32)))',
			account_id: `substr(hex(randomblob(19)), 1, 37)`,
			step: "'tokenized'",
			lease_until: '0',
			unsettled_calls: '0',
			connection_id: `'conn_' || ${hex32}`,
			bank_account_token: sealed(85),
			created_at: within(day, now),
			updated_at: `${now}`,
		},
	},
	{
		table: 'sessions',
		each: 30,
		columns: {
			id: `'sess_' || ${hex32}`,
			secret_hash: 'lower(hex(randomblob(32)))',
			client_user_id: "'user_' || i",
			person: sealed(120),
			allow_duplicates: '0',
			created_at: `${now}`,
			expires_at: within(day, now),
		},
	},
];

/** Returns the bytes that each table takes, indexes included. */
export async function fill(database: RunningDatabase, connections: number): Promise<Map<string, number>> {
	const taken = new Map<string, number>();
	for (const { table, each, columns } of tables(Date.now())) {
		const before = await database.bytes();
		// Indexes are created at the end, which takes a tenth of the time for a million connections.
		const [indexes = []] = await database.run(
			`select name, sql from sqlite_master where type = 'index' and tbl_name = '${table}' and sql is not null`,
		);
		for (const [name] of indexes) await database.run(`drop index ${name}`);
		const rows = Math.ceil(connections / each);
		await database.run(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
			insert into ${table} (${Object.keys(columns).join(', ')}) select ${Object.values(columns).join(', ')} from n`);
		for (const [, sql] of indexes) await database.run(String(sql));
		taken.set(table, (await database.bytes()) - before);
	}
	// The rotation of encryption keys is finished: there is no new key.
	await database.run("insert into marks (name, value, updated_at) values ('sealed_anew', 'k1 all', 0)");
	return taken;
}

import { getTableColumns, getTableName, is, Table } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../worker/store/database.ts';
import * as schema from '../../worker/store/schema.ts';
import { and, listOf, type Sql, sql } from '../../worker/store/sql.ts';
import * as tables from '../../worker/store/tables.ts';
import { openBackend } from './backend.ts';

const { exchanges, connections } = tables;

describe('a statement', () => {
	it('binds its values and never writes them into its text', () => {
		const hostile = "x'; drop table events; --";
		expect(sql`select * from events where id = ${hostile} and n < ${3}`).toMatchObject({
			text: 'select * from events where id = ? and n < ?',
			values: [hostile, 3],
		});
	});

	it('is put together of pieces, each with its values in their places', () => {
		const where = and(sql`a = ${1}`, undefined, sql`b in ${listOf(['x', 'y'])}`);
		const set = exchanges.set({
			leaseUntil: 5,
			owner: undefined,
			refusal: null,
			unsettledCalls: sql`tries + ${1}`,
		});
		expect(sql`update exchanges set ${set} where ${where}`).toMatchObject({
			text: 'update exchanges set lease_until = ?, refusal = ?, unsettled_calls = tries + ? where a = ? and b in (?, ?)',
			values: [5, null, 1, 1, 'x', 'y'],
		});
		expect(tables.marks.values({ name: 'a', value: 'b', updatedAt: 1 })).toMatchObject({
			text: '(name, value, updated_at) values (?, ?, ?)',
			values: ['a', 'b', 1],
		});
		expect(sql`select 1 where ${and(undefined)}`.text).toBe('select 1 where 1');
	});

	it('returns rows with the names of the schema', async () => {
		const database = openDatabase((await openBackend()).database, async () => {});
		expect(await database.all(sql`select ${true} as n, ${'ä'} as account_name`)).toEqual([
			{ n: 1, accountName: 'ä' },
		]);
	});

	it('in a transaction returns the rows of each read, after the writes', async () => {
		const database = openDatabase((await openBackend()).database, async () => {});
		const row = tables.marks.values({ name: 'transaction', value: '1', updatedAt: 2 });
		const [marks, ones] = await database.transaction(
			[sql`insert into marks ${row}`],
			tables.marks.select`where name = ${'transaction'}`,
			sql<{ one: number }>`select 1 as one`,
		);
		expect(marks).toEqual([{ name: 'transaction', value: '1', updatedAt: 2 }]);
		expect(ones).toEqual([{ one: 1 }]);
	});
});

const schemaTables = Object.values(schema).filter((value) => is(value, Table));

describe('each column of the schema', () => {
	it.each(schemaTables.map((table) => [getTableName(table), table] as const))(
		'%s is encoded and decoded as Drizzle does it',
		(name, schemaTable) => {
			const table = Object.values(tables).find(({ select }) => select``.text === `select * from ${name} `);
			if (!table) throw new Error(`tables.ts has no ${name}`);
			for (const [key, column] of Object.entries(getTableColumns(schemaTable))) {
				const sample = { boolean: true, json: { a: ['ä', 1] }, number: 7, string: 'text' }[
					column.dataType as string
				];
				const stored = column.mapToDriverValue(sample);
				const set = (table.set as (columns: object) => Sql)({ [key]: sample });
				expect(set.text, key).toBe(`${column.name} = ?`);
				expect(
					set.values.map((value) => (value === true ? 1 : value)),
					key,
				).toEqual([stored]);
				expect(table.select``.decode({ [column.name]: stored }), key).toEqual({ [key]: sample });
				if (!column.notNull)
					expect(table.select``.decode({ [column.name]: null }), key).toEqual({ [key]: null });
			}
		},
	);

	it('that is null stays null', () => {
		expect(tables.payments.set({ failure: null })).toMatchObject({ text: 'failure = ?', values: [null] });
		expect(connections.set({ metadata: sql`json_patch(metadata, ${'{}'})` })).toMatchObject({
			text: 'metadata = json_patch(metadata, ?)',
			values: ['{}'],
		});
	});
});

import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../worker/store/database.ts';
import { and, assigned, inserted, listOf, rowOf, sql } from '../../worker/store/sql.ts';

describe('a statement', () => {
	it('has its values beside it, never in it', () => {
		const hostile = "x'; drop table events; --";
		expect(sql`select * from events where id = ${hostile} and n < ${3}`).toMatchObject({
			text: 'select * from events where id = ? and n < ?',
			values: [hostile, 3],
		});
	});

	it('is put together of pieces, each with its values in their places', () => {
		const where = and(sql`a = ${1}`, undefined, sql`b in ${listOf(['x', 'y'])}`);
		const set = assigned({ leaseUntil: 5, owner: undefined, refusal: null, tries: sql`tries + ${1}` });
		expect(sql`update exchanges set ${set} where ${where}`).toMatchObject({
			text: 'update exchanges set lease_until = ?, refusal = ?, tries = tries + ? where a = ? and b in (?, ?)',
			values: [5, null, 1, 1, 'x', 'y'],
		});
		expect(inserted({ connectionId: 'c', livemode: true, itemId: undefined })).toMatchObject({
			text: '(connection_id, livemode) values (?, ?)',
			values: ['c', true],
		});
		expect(sql`select 1 where ${and(undefined)}`.text).toBe('select 1 where 1');
	});

	it('gives rows as the code names their columns', async () => {
		expect(rowOf({ access_token: 'a', livemode: 1, allow_duplicates: 0, status: null })).toEqual({
			accessToken: 'a',
			livemode: true,
			allowDuplicates: false,
			status: null,
		});
		const database = openDatabase(env.DB, async () => {});
		expect(await database.all(sql`select ${true} as livemode, ${'ä'} as account_name`)).toEqual([
			{ livemode: true, accountName: 'ä' },
		]);
	});
});

/**
 * After a new key was put in front: what an older one sealed, and what is kept for long, is sealed anew, page by page.
 * What else is sealed lives for a day or a month and is left to its end.
 */
import type { Services } from '../services.ts';
import { readMark, writeMark } from '../store/marks.ts';
import { named, sql } from '../store/sql.ts';

const columns = [
	{ table: named('connections'), column: named('access_token') },
	{ table: named('authorizations'), column: named('shown') },
	{ table: named('authorizations'), column: named('acceptance') },
];

const mark = 'sealed_anew';
const pageSize = 50;
const mostPages = 10;

export async function sealAnew({ config, database, seal, now }: Services): Promise<Record<string, number>> {
	const [newest] = config.encryptionKeys;
	// The key, how many columns are done, and the last id of the one under way.
	const [key = '', done, last = ''] = ((await readMark(database, mark)) ?? '').split(' ');
	let index = key === newest?.id ? Number(done) : 0;
	let after = key === newest?.id ? last : '';
	if (!newest || (done === 'all' && key === newest.id)) return {};

	let sealed = 0;
	for (let page = 0; page < mostPages; page++) {
		const place = columns[index];
		if (!place) break;
		const { table, column } = place;
		const rows = await database.all<{ id: string; old: string | null }>(
			sql`select id, ${column} as old from ${table} where id > ${after} order by id limit ${pageSize}`,
		);
		const fresh = await Promise.all(
			rows.flatMap(({ id, old }) =>
				old && !old.startsWith(`v1.${newest.id}.`)
					? // One that was changed meanwhile, or emptied, stays as it is.
						seal
							.open(old, id)
							.then((plain) => seal.seal(plain, id))
							.then(
								(anew) =>
									sql`update ${table} set ${column} = ${anew} where id = ${id} and ${column} = ${old}`,
							)
					: [],
			),
		);
		if (fresh.length > 0) await database.transaction(fresh);
		sealed += fresh.length;
		after = rows.length < pageSize ? '' : (rows.at(-1)?.id ?? '');
		if (after === '') index++;
		await writeMark(database, mark, {
			value: `${newest.id} ${index < columns.length ? `${index} ${after}` : 'all'}`,
			now: now(),
		});
	}
	return { sealed };
}

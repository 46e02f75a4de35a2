/**
 * Encrypts again, page by page, what was encrypted with an older key, once a new key is first in ENCRYPTION_KEYS. Only
 * the columns that live long; the rest is deleted after a day or a month anyway.
 *
 * When it is through, it starts over after a day: while a deployment spreads, Workers of the previous one still encrypt
 * with the older key, and may write rows that were passed already.
 */
import { dayMs } from '../durations.ts';
import { withoutSecrets } from '../errors.ts';
import type { Services } from '../services.ts';
import type { Database } from '../store/database.ts';
import { readJobCursor, writeJobCursor } from '../store/job-cursors.ts';
import { type Sql, sql } from '../store/sql.ts';
import { authorizations, connections } from '../store/tables.ts';

const columns = [
	{ table: connections.name, column: sql`access_token` },
	{ table: authorizations.name, column: sql`shown` },
	{ table: authorizations.name, column: sql`acceptance` },
];

const cursorName = 'sealed_anew';
const pageSize = 50;
const maxPages = 10;

export async function rotateEncryptionKey(services: Services): Promise<Record<string, number>> {
	const { config, database, now } = services;
	const [newest, ...older] = config.encryptionKeys;
	// A single key: nothing was encrypted with another one that could be opened.
	if (!newest || older.length === 0) return {};
	const place = nextPlace(await readJobCursor(database, cursorName), newest.id, now());
	if (!place) return {};

	const counts = { sealed: 0, left: 0 };
	let { index, after } = place;
	let trouble: unknown;
	for (let page = 0; page < maxPages; page++) {
		const column = columns[index];
		if (!column) break;
		const done = await rotatePage(services, { ...column, after, newestKey: newest.id });
		counts.sealed += done.sealed;
		counts.left += done.left;
		trouble ??= done.trouble;
		after = done.last;
		if (after === '') index++;
		await storePlace(database, { key: newest.id, index, after, now: now() });
	}
	if (trouble instanceof Error) {
		const cause = withoutSecrets(trouble.message);
		const task = 'rotate_encryption_key';
		console.error(JSON.stringify({ level: 'error', task, left: counts.left, cause }));
	}
	return counts;
}

/** Which column comes next, and after which id. */
type Place = { index: number; after: string };
const beginning: Place = { index: 0, after: '' };

/**
 * The cursor is the id of the key, the index of the column and the last id, or the id of the key, `all` and the time.
 * Returns null while there is nothing to do.
 */
function nextPlace(cursor: string | null, newestKey: string, now: number): Place | null {
	const [key = '', done = '', last = ''] = (cursor ?? '').split(' ');
	if (key !== newestKey) return beginning;
	if (done !== 'all') return { index: Number(done), after: last };
	return now < Number(last) + dayMs ? null : beginning;
}

async function storePlace(
	database: Database,
	{ key, index, after, now }: Place & { key: string; now: number },
): Promise<void> {
	const done = index < columns.length ? `${index} ${after}` : `all ${now}`;
	await writeJobCursor(database, cursorName, { value: `${key} ${done}`, now });
}

/** One page of one column. `last` is empty at the end of the column. */
async function rotatePage(
	{ database, seal }: Services,
	page: { table: Sql; column: Sql; after: string; newestKey: string },
): Promise<{ sealed: number; left: number; trouble: unknown; last: string }> {
	const { table, column, after, newestKey } = page;
	const rows = await database.all(
		sql<{ id: string; old: string | null }>`
			select id, ${column} as old from ${table} where id > ${after} order by id limit ${pageSize}`,
	);
	const sealing = rows.map(async ({ id, old }) => {
		if (!old || old.startsWith(`v1.${newestKey}.`)) return [];
		return [{ id, old, sealed: await seal.seal(await seal.open(old, id), id) }];
	});
	// A value that does not open must not leave the others on a key that is about to be removed.
	const results = await Promise.allSettled(sealing);
	const updates = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
	const failures = results.filter((result) => result.status === 'rejected');
	// One statement for the page. A value that was changed or emptied meanwhile stays as it is.
	if (updates.length > 0)
		await database.all(
			sql`update ${table} set ${column} = page.sealed from (
					select value ->> 'id' as row_id, value ->> 'old' as old, value ->> 'sealed' as sealed
					from json_each(${JSON.stringify(updates)})) as page
				where id = page.row_id and ${column} = page.old`,
		);
	return {
		sealed: updates.length,
		left: failures.length,
		trouble: failures[0]?.reason,
		last: rows.length < pageSize ? '' : (rows.at(-1)?.id ?? ''),
	};
}

/**
 * After a new key was put in front: what an older one sealed, and what is kept for long, is sealed anew, page by page.
 * What else is sealed lives for a day or a month and is left to its end.
 *
 * Each day it is looked through again: while a deployment spreads, Workers of the one before still seal with the older
 * key, and may do so behind the place that has been reached.
 */
import { withoutSecrets } from '../errors.ts';
import type { Services } from '../services.ts';
import { readMark, writeMark } from '../store/job-cursors.ts';
import { identifier, sql } from '../store/sql.ts';

const columns = [
	{ table: identifier('connections'), column: identifier('access_token') },
	{ table: identifier('authorizations'), column: identifier('shown') },
	{ table: identifier('authorizations'), column: identifier('acceptance') },
];

const mark = 'sealed_anew';
const pageSize = 50;
const mostPages = 10;
const againAfterMs = 24 * 60 * 60 * 1000;

export async function rotateEncryptionKey({
	config,
	database,
	seal,
	now,
}: Services): Promise<Record<string, number>> {
	const [newest, ...older] = config.encryptionKeys;
	// With a single key there is none that anything could be opened with, to be sealed anew.
	if (!newest || older.length === 0) return {};
	// The key, how many columns are done, and the last id of the one under way; or that all are, and since when.
	const [key = '', done, last = ''] = ((await readMark(database, mark)) ?? '').split(' ');
	const isThrough = done === 'all';
	if (key === newest.id && isThrough && now() < Number(last) + againAfterMs) return {};
	const goesOn = key === newest.id && !isThrough;
	let index = goesOn ? Number(done) : 0;
	let after = goesOn ? last : '';

	const counts = { sealed: 0, left: 0 };
	let trouble: unknown;
	for (let page = 0; page < mostPages; page++) {
		const place = columns[index];
		if (!place) break;
		const { table, column } = place;
		const rows = await database.all(
			sql<{
				id: string;
				old: string | null;
			}>`select id, ${column} as old from ${table} where id > ${after} order by id limit ${pageSize}`,
		);
		const fresh = rows.map(async ({ id, old }) => {
			if (!old || old.startsWith(`v1.${newest.id}.`)) return [];
			const anew = await seal.seal(await seal.open(old, id), id);
			// One that was changed meanwhile, or emptied, stays as it is.
			return [sql`update ${table} set ${column} = ${anew} where id = ${id} and ${column} = ${old}`];
		});
		// One that does not open must not keep the others on a key that is about to go.
		const ended = await Promise.allSettled(fresh);
		const updates = ended.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
		const unopened = ended.filter((one) => one.status === 'rejected');
		trouble ??= unopened[0]?.reason;
		if (updates.length > 0) await database.transaction(updates);
		counts.sealed += updates.length;
		counts.left += unopened.length;
		after = rows.length < pageSize ? '' : (rows.at(-1)?.id ?? '');
		if (after === '') index++;
		await writeMark(database, mark, {
			value: `${newest.id} ${index < columns.length ? `${index} ${after}` : `all ${now()}`}`,
			now: now(),
		});
	}
	if (trouble instanceof Error) {
		const cause = withoutSecrets(trouble.message);
		console.error(JSON.stringify({ level: 'error', task: 'seal_anew', left: counts.left, cause }));
	}
	return counts;
}

/**
 * After a new key was put in front: access tokens that an older one sealed are sealed anew, page by page. What else is
 * sealed lives for a day or a month and is left to its end.
 */
import type { Services } from '../services.ts';
import { readMark, writeMark } from '../store/marks.ts';
import { sql } from '../store/sql.ts';

const mark = 'sealed_anew';
const pageSize = 50;
const mostPages = 10;

export async function sealAnew({ config, database, seal, now }: Services): Promise<Record<string, number>> {
	const [newest] = config.encryptionKeys;
	const [key = '', done = ''] = ((await readMark(database, mark)) ?? '').split(' ');
	let after = key === newest?.id ? done : '';
	if (!newest || after === 'all') return {};

	let sealed = 0;
	for (let page = 0; page < mostPages && after !== 'all'; page++) {
		const rows = await database.all<{ id: string; accessToken: string }>(
			sql`select id, access_token from connections where id > ${after} order by id limit ${pageSize}`,
		);
		const old = rows.filter(({ accessToken }) => accessToken && !accessToken.startsWith(`v1.${newest.id}.`));
		const fresh = await Promise.all(
			old.map(async ({ id, accessToken }) => ({
				id,
				accessToken,
				anew: await seal.seal(await seal.open(accessToken, id), id),
			})),
		);
		if (fresh.length > 0) {
			await database.transaction(
				// One that was removed meanwhile stays empty.
				fresh.map(
					({ id, accessToken, anew }) =>
						sql`update connections set access_token = ${anew} where id = ${id} and access_token = ${accessToken}`,
				),
			);
		}
		sealed += fresh.length;
		after = rows.length < pageSize ? 'all' : (rows.at(-1)?.id ?? 'all');
		await writeMark(database, mark, { value: `${newest.id} ${after}`, now: now() });
	}
	return { sealed };
}

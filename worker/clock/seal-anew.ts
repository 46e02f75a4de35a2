/**
 * After a new key was put in front: access tokens that an older one sealed are sealed anew, page by page. What else is
 * sealed lives for a day or a month and is left to its end.
 */
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Services } from '../services.ts';
import { inOneTransaction } from '../store/database.ts';
import { readMark, writeMark } from '../store/marks.ts';
import { connections } from '../store/schema.ts';

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
		const rows = await database.run((orm) =>
			orm
				.select({ id: connections.id, accessToken: connections.accessToken })
				.from(connections)
				.where(gt(connections.id, after))
				.orderBy(asc(connections.id))
				.limit(pageSize),
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
			await database.run((orm) =>
				inOneTransaction(
					orm,
					fresh.map(({ id, accessToken, anew }) =>
						orm
							.update(connections)
							.set({ accessToken: anew })
							// One that was removed meanwhile stays empty.
							.where(and(eq(connections.id, id), eq(connections.accessToken, accessToken))),
					),
				),
			);
		}
		sealed += fresh.length;
		after = rows.length < pageSize ? 'all' : (rows.at(-1)?.id ?? 'all');
		await writeMark(database, mark, { value: `${newest.id} ${after}`, now: now() });
	}
	return { sealed };
}

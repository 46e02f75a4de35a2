/** What decides how things look in the pictures: styles, markup and words. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

const sources = [
	'widget/{*styles,*view,words*}.ts',
	'widget/words/*.ts',
	'sandbox/link/**/*.{css,html}',
	'sandbox/link/dialog/{view,icons,badge}.ts',
	'sandbox/link/dialog/{steps,words}/*.ts',
	'demo/shop/page/**/*.{css,html,svg}',
	'demo/shop/page/order/*.ts',
	'demo/shop/views/*.ts',
	'scripts/{pictures.ts,pictures/*.ts}',
];

/** Kept beside the pictures, so that a test can tell whether they show what there is. */
export function hashOfLooks(): string {
	const hash = createHash('sha256');
	for (const file of sources.flatMap((pattern) => globSync(pattern, { cwd: root })).sort()) {
		hash.update(`${file.replaceAll('\\', '/')}\n`);
		hash.update(readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n'));
	}
	return hash.digest('hex');
}

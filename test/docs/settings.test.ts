import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { docsFolder } from './samples.ts';

const page = readFileSync(join(docsFolder, 'settings.md'), 'utf8');
const told = [...page.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name);

it('tells every variable, secret and binding of the Worker, and none that it does not read', () => {
	const source = readFileSync(join(docsFolder, '../worker/config.ts'), 'utf8');
	const bindings = /export type Bindings = \{([\s\S]*?)\n\};/.exec(source)?.[1] ?? '';
	const known = [...bindings.matchAll(/^\t([A-Z_]+)\??:/gm)].map(([, name]) => name);
	expect(known.length).toBeGreaterThan(15);
	expect([...new Set(told)].filter((name) => name !== 'US').sort()).toEqual(known.sort());
});

it('tells the crons of wrangler.toml', () => {
	const crons =
		/crons = \[(.+)\]/.exec(readFileSync(join(docsFolder, '../wrangler.toml'), 'utf8'))?.[1] ?? '';
	for (const [, cron] of crons.matchAll(/"([^"]+)"/g)) expect(page).toContain(`\`${cron}\``);
});

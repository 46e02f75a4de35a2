/** The tests that `docs/element-requirements.md` names are there. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const files = globSync('test/{widget,e2e,package,scripts}/**/*.test.ts', { cwd: root });
const page = readFileSync(join(root, 'docs/element-requirements.md'), 'utf8');

/** What stands for something else in the name of a test: `${…}`, `%s`, a text that goes on. */
const pattern = (name: string) =>
	new RegExp(
		`^${name
			.split(/\$\{[^}]*\}|%s/)
			.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('.*')}`,
	);
/** The first words of a call that goes on with a function, or with the test's time limit. */
const call = /\(\s*(['`])((?:(?!\1).)+)\1,\s*(?:async\s+)?(?:\(|\w+ =>|\{ timeout)/g;
const tests = files.flatMap((file) =>
	[...readFileSync(join(root, file), 'utf8').matchAll(call)].map(([, , name = '']) => name),
);

const named = [...new Set([...page.matchAll(/(?<![*\w])\*([^*|]+)\*(?!\*)/g)].map(([, name = '']) => name))];

it('there are some', () => {
	expect(named.length).toBeGreaterThan(60);
	expect(tests.length).toBeGreaterThan(300);
});

it.each(named)('%s', (name) => {
	const asWritten = name.replace(/ ?…$/, '');
	const found = tests.some((test) => test.startsWith(asWritten) || pattern(test).test(asWritten));
	expect(found, 'no test of that name').toBe(true);
});

it.each([...new Set([...page.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, file = '']) => file))])(
	'%s is there',
	(file) => {
		expect(
			files.some((path) => path === file || path === `test/${file}` || path === `test/widget/${file}`),
		).toBe(true);
	},
);

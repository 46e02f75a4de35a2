import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { languages } from '../../worker/contract.ts';

it('the element and the Worker support exactly the languages that Plaid’s API lists for Link', () => {
	const folder = createRequire(import.meta.url).resolve('plaid');
	const text = readFileSync(folder.replace(/dist\/.*/, 'dist/api.d.ts'), 'utf8');
	const [, list = ''] =
		/The language that Link should be displayed in\.[^\n]*?Supported languages are: ([^\n]*)/.exec(text) ??
		[];
	const listed = [...list.matchAll(/\(`\\'([a-z]{2})\\'`\)/g)].map(([, code]) => code);
	expect(listed).toHaveLength(17);
	expect(listed.sort()).toEqual([...languages].sort());
});

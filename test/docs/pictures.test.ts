import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { docsFolder } from './samples.ts';

const images = join(docsFolder, 'images');

it.each(globSync('*.png', { cwd: images }))('%s is shown on a page', (picture) => {
	const pages = ['../README.md', ...globSync('*.md', { cwd: docsFolder })];
	expect(
		pages.some((page) => readFileSync(join(docsFolder, page), 'utf8').includes(`images/${picture}`)),
	).toBe(true);
});

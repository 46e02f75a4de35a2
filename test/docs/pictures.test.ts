import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashOfLooks } from '../../scripts/pictures/looks.ts';
import { docsFolder } from './samples.ts';

const images = join(docsFolder, 'images');

it('the pictures are of the product as it is: after a change to what is seen, run `npm run pictures` and look', () => {
	const { looks } = JSON.parse(readFileSync(join(images, 'drawn-of.json'), 'utf8'));
	expect(looks).toBe(hashOfLooks());
});

it.each(globSync('*.png', { cwd: images }))('%s stands in a page of the documentation', (picture) => {
	const pages = ['../README.md', ...globSync('*.md', { cwd: docsFolder })];
	expect(
		pages.some((page) => readFileSync(join(docsFolder, page), 'utf8').includes(`images/${picture}`)),
	).toBe(true);
});

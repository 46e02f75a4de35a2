/** `npm run bench -- bytes`: the sizes of what browsers and Cloudflare load. */
import type { Part } from '../figure.ts';
import { elementCosts, workerCosts } from './costs.ts';
import { entryTable, languagesTable, pageTable } from './page.ts';
import { workerTable } from './worker.ts';

export const part: Part = {
	name: 'bytes',
	async run({ report }) {
		report('bundling what a page loads');
		const page = [await pageTable(), await entryTable(), languagesTable()];
		report('bundling the Workers');
		return [...page, await workerTable(), await elementCosts(), await workerCosts()];
	},
};

/** What is sent: to the shopper's browser, and to Cloudflare. */
import type { Part } from '../figure.ts';
import { elementCosts, workerCosts } from './costs.ts';
import { entryTable, languagesTable, pageTable } from './page.ts';
import { workerTable } from './worker.ts';

export const part: Part = {
	name: 'bytes',
	async run({ tell }) {
		tell('bundling what a page loads');
		const page = [await pageTable(), await entryTable(), languagesTable()];
		tell('bundling the Workers');
		return [...page, await workerTable(), await elementCosts(), await workerCosts()];
	},
};

/** `npm run bench -- page`: what a shopper waits for, and what the page costs for those who never press. */
import { launchChromium } from '../../test/e2e/shopper.ts';
import type { Part } from '../figure.ts';
import { clickTables } from './click.ts';
import { idleTables } from './idle.ts';
import { memoryTables } from './memory.ts';
import { startPageServers } from './servers.ts';
import { shiftTable } from './shift.ts';
import { usableTable } from './usable.ts';

export const part: Part = {
	name: 'page',
	async run(options) {
		const servers = await startPageServers();
		const browser = await launchChromium();
		try {
			const place = { browser, servers };
			return [
				...(await idleTables(place, options)),
				await usableTable(place, options),
				...(await clickTables(place, options)),
				await shiftTable(place, options),
				...(await memoryTables(place, options)),
			];
		} finally {
			await browser.close();
			await servers.close();
		}
	},
};

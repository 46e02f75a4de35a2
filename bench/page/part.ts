/** What a shopper waits for, and what the page pays for those who never press. */
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
	async run(circumstances) {
		const servers = await startPageServers();
		const browser = await launchChromium();
		try {
			const place = { browser, servers };
			return [
				...(await idleTables(place, circumstances)),
				await usableTable(place, circumstances),
				...(await clickTables(place, circumstances)),
				await shiftTable(place, circumstances),
				...(await memoryTables(place, circumstances)),
			];
		} finally {
			await browser.close();
			await servers.close();
		}
	},
};

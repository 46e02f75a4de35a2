/** What moves on the page from the first paint to the connected bank. */
import { connectBank } from '../../test/e2e/shopper.ts';
import { figure, type RunOptions, type Table } from '../figure.ts';
import type { PageName } from './pages.ts';
import type { Probe } from './probe.ts';
import { inRounds, pairs } from './rounds.ts';
import { type Device, type Place, visit } from './visit.ts';

const names = { element: 'the element', react: 'React with react-plaid-link' } satisfies Partial<
	Record<PageName, string>
>;
type Name = keyof typeof names;
const devices: Device[] = ['a laptop', 'a slow phone'];

export async function shiftTable(place: Place, options: RunOptions): Promise<Table> {
	const cells = pairs(devices, Object.keys(names) as Name[]);
	const samples = await inRounds('layout shift', 3, cells, options, ([device, page]) =>
		measure(place, page, device),
	);
	return {
		part: 'page',
		id: 'page-shift',
		title: 'Layout shift',
		unit: 'score',
		what: 'The sum of all layout shifts that no action of the shopper causes, as Chromium scores them, from the first paint to the connected bank. Up to 0.1 counts as good for a whole page.',
		rows: cells.map((cell) => {
			const [group, page] = cell;
			return figure(
				{ name: names[page], group, ours: page === 'element' },
				samples((other) => other === cell),
			);
		}),
		chart: 'none',
	};
}

const measure = (place: Place, name: Name, device: Device): Promise<number> =>
	visit(place, name, device, async ({ page, when, quiet, probe }) => {
		await when(() => (window as unknown as { probe: Probe }).probe.usable);
		await quiet();
		await page.locator('plaid-stripe-connect, #root button').first().click();
		await connectBank(page);
		await when(() => (window as unknown as { probe: Probe }).probe.left);
		await quiet();
		const { shifts } = await probe();
		return shifts.filter(({ asked }) => !asked).reduce((sum, { value }) => sum + value, 0);
	});

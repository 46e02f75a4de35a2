/** What is left after Link has been opened and closed fifty times. */
import { type Figure, figure, type RunOptions, type Table } from '../figure.ts';
import type { PageName } from './pages.ts';
import type { Probe } from './probe.ts';
import { inRounds } from './rounds.ts';
import { type Place, type Visit, visit } from './visit.ts';

const names = {
	element: 'the element',
	react: 'React, a link token for each visit',
	vanilla: 'a link token when pressed',
} satisfies Partial<Record<PageName, string>>;
type Name = keyof typeof names;

const openings = 50;
/** The first openings load code, styles and caches once. */
const warmUp = 5;

type Held = { heap: number; nodes: number; listeners: number; frames: number };

export async function memoryTables(place: Place, options: RunOptions): Promise<Table[]> {
	const pages = Object.keys(names) as Name[];
	const title = `memory after ${openings} openings`;
	const samples = await inRounds(title, 3, pages, options, (page) => measure(place, page));
	const rows = (what: keyof Held, when: 'before' | 'after', group: string): Figure[] =>
		pages.map((page) =>
			figure(
				{ name: names[page], group, ours: page === 'element' },
				samples((of) => of === page).map((held) => held[when][what]),
			),
		);
	const what = `Link is opened and closed ${openings} times, after ${warmUp} that are not counted. Garbage is collected before each measurement.`;
	return [
		{
			part: 'page',
			id: 'page-memory',
			title: 'Memory after fifty openings',
			unit: 'bytes',
			what: `The page's JavaScript heap, without what is in Link's frame. ${what}`,
			rows: [
				...rows('heap', 'before', `after ${warmUp} openings`),
				...rows('heap', 'after', `after ${openings} more`),
			],
		},
		{
			part: 'page',
			id: 'page-left',
			title: 'What fifty openings leave in the page',
			unit: 'count',
			what: `The page's nodes, detached ones included, its listeners, and Link's frames, but not their content. ${what} Plaid's own examples never destroy Link.`,
			rows: [
				...(['nodes', 'listeners', 'frames'] as const).flatMap((left) => [
					...rows(left, 'before', `${left} after ${warmUp} openings`),
					...rows(left, 'after', `${left} after ${openings} more`),
				]),
			],
			chart: 'none',
		},
	];
}

const measure = (place: Place, name: Name) =>
	visit(place, name, 'a laptop', async (visit) => {
		await visit.when(() => (window as unknown as { probe: Probe }).probe.usable);
		await visit.quiet();
		for (let opening = 0; opening < warmUp; opening++) await openAndClose(visit);
		const before = await measureHeld(visit);
		for (let opening = 0; opening < openings; opening++) await openAndClose(visit);
		return { before, after: await measureHeld(visit) };
	});

async function openAndClose({ page, when }: Visit): Promise<void> {
	await page.evaluate(() => {
		const { probe } = window as unknown as { probe: Probe };
		probe.shown = probe.left = 0;
		const button = document.querySelector<HTMLElement>('#root button, #connect, plaid-stripe-connect');
		(button?.shadowRoot?.querySelector('button') ?? button)?.click();
	});
	await when(() => (window as unknown as { probe: Probe }).probe.shown);
	await page.evaluate(() => (window as unknown as { probe: Probe }).probe.handler?.exit({ force: true }));
	await when(() => (window as unknown as { probe: Probe }).probe.left);
}

async function measureHeld({ page, cdp, metrics, quiet }: Visit): Promise<Held> {
	await quiet();
	await cdp.send('HeapProfiler.collectGarbage');
	await cdp.send('HeapProfiler.collectGarbage');
	const {
		JSHeapUsedSize: heap = Number.NaN,
		Nodes: nodes = Number.NaN,
		JSEventListeners: listeners = Number.NaN,
	} = await metrics();
	return { heap, nodes, listeners, frames: page.frames().length - 1 };
}

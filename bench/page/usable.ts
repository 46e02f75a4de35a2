/** How long it takes from the script to a button that can be pressed. */
import { type Figure, figure, type RunOptions, type Table } from '../figure.ts';
import type { PageName } from './pages.ts';
import type { Probe } from './probe.ts';
import { inRounds, pairs } from './rounds.ts';
import { type Device, type Place, visit } from './visit.ts';

const devices: Device[] = ['a laptop', 'a slow phone'];
/** The pages with a button that a script creates, and the script's file. */
const scripts = { lit: '/lit.js', element: '/plaid-stripe-connect.js', react: '/react.js' } satisfies Partial<
	Record<PageName, string>
>;
type Scripted = keyof typeof scripts;
type Times = { seen: number; usable: number };

export async function usableTable(place: Place, options: RunOptions): Promise<Table> {
	const samples = await inRounds(
		'from the script to the button',
		25,
		pairs(devices, Object.keys(scripts) as Scripted[]),
		options,
		([device, page]) => measure(place, page, device),
	);
	return {
		part: 'page',
		id: 'page-usable',
		title: 'From the script to a button',
		unit: 'ms',
		what: 'From the last byte of the script, which the browser still has to compile, until the button is in the page, and until a press of it opens Link. Nothing is delayed: backend and Link are on the same machine.',
		rows: devices.flatMap((group): Figure[] => {
			const of = (page: Scripted, time: keyof Times) =>
				samples(([device, of]) => device === group && of === page).map((times) => times[time]);
			const seen = figure({ name: 'React with react-plaid-link, seen', group }, of('react', 'seen'));
			return [
				figure({ name: 'an empty LitElement', group }, of('lit', 'usable')),
				figure({ name: 'the element, seen and usable', group, beside: seen }, of('element', 'usable')),
				seen,
				figure({ name: 'React with react-plaid-link, usable', group }, of('react', 'usable')),
			];
		}),
	};
}

const measure = (place: Place, page: Scripted, device: Device): Promise<Times> =>
	visit(place, page, device, async (visit) => {
		await visit.when(() => (window as unknown as { probe: Probe }).probe.usable);
		const { seen, usable } = await visit.probe();
		const arrived = await visit.page.evaluate(
			(file) =>
				(performance.getEntriesByType('resource') as PerformanceResourceTiming[]).find(({ name }) =>
					name.endsWith(file),
				)?.responseEnd ?? 0,
			scripts[page],
		);
		return { seen: seen - arrived, usable: usable - arrived };
	});

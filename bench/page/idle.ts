/** What a page pays for the many who never press the button. */
import { type Circumstances, type Figure, figure, type Table } from '../figure.ts';
import type { PageName } from './pages.ts';
import { inRounds, pairs } from './rounds.ts';
import { type Device, type Place, visit } from './visit.ts';

const devices: Device[] = ['a laptop', 'a slow phone'];
const names = {
	empty: 'a page without any',
	vanilla: 'a link token when pressed',
	react: 'React, a link token for each visit',
	element: 'the element',
	spanish: 'the element on a page in Spanish',
} satisfies Partial<Record<PageName, string>>;
type Name = keyof typeof names;
/** What the page itself names in its markup: all else is asked for by a script, unasked by the shopper. */
const own = /\/(plaid-stripe-connect|react|link-initialize)\.js$/;

type Cost = { requests: number; ms: number };

export async function idleTables(place: Place, circumstances: Circumstances): Promise<Table[]> {
	const samples = await inRounds(
		'before the shopper comes near',
		11,
		pairs(devices, Object.keys(names) as Name[]),
		circumstances,
		([device, page]) => measure(place, page, device),
	);
	const of = (page: Name, device: Device, cost: keyof Cost) =>
		samples(([on, of]) => on === device && of === page).map((costs) => costs[cost]);
	return [
		{
			part: 'page',
			id: 'page-requests',
			title: 'Requests before the shopper comes near',
			unit: 'count',
			what: "What scripts ask for until the page is at rest, beyond the script that the page's markup names: link tokens, Link's frame and what is in it.",
			rows: (['element', 'spanish', 'vanilla', 'react'] as const).map((page) =>
				figure(
					{
						name: names[page],
						ours: page === 'element' || page === 'spanish',
						...(page === 'spanish' && { note: 'its words, without which its button could not be read.' }),
						...(page === 'element' && { budget: { of: 'value', atMost: 0 } }),
					},
					of(page, 'a laptop', 'requests'),
				),
			),
		},
		{
			part: 'page',
			id: 'page-main-thread',
			title: 'Main thread before the shopper comes near',
			unit: 'ms',
			what: "All tasks of the page's main thread from the navigation until it is at rest, markup and layout included. On a laptop Link's frame has a process of its own, on a phone it shares the page's.",
			rows: devices.flatMap((group): Figure[] => {
				const react = figure({ name: names.react, group }, of('react', group, 'ms'));
				return [
					figure({ name: names.empty, group }, of('empty', group, 'ms')),
					figure({ name: names.element, group, beside: react }, of('element', group, 'ms')),
					figure({ name: names.vanilla, group }, of('vanilla', group, 'ms')),
					react,
				];
			}),
		},
	];
}

const measure = (place: Place, page: Name, device: Device): Promise<Cost> =>
	visit(place, page, device, async ({ requests, quiet, metrics, address }) => {
		await quiet();
		const { TaskDuration = Number.NaN } = await metrics();
		const unasked = requests.filter((url) => url !== address && !own.test(url) && !url.startsWith('data:'));
		return { requests: unasked.length, ms: TaskDuration * 1000 };
	});

/** What a page costs for the many who never press the button. */
import { figure, type RunOptions, type Table } from '../figure.ts';
import type { PageName } from './pages.ts';
import { inRounds } from './rounds.ts';
import { type Place, visit } from './visit.ts';

const names = {
	empty: 'a page without any',
	vanilla: 'a link token when pressed',
	react: 'React, a link token for each visit',
	element: 'the element',
	spanish: 'the element on a page in Spanish',
} satisfies Partial<Record<PageName, string>>;
type Name = keyof typeof names;
/** What the page names in its own markup. A script requests everything else. */
const own = /\/(plaid-stripe-connect|react|link-initialize)\.js$/;

type Cost = { requests: number; ms: number };

export async function idleTables(place: Place, options: RunOptions): Promise<Table[]> {
	const samples = await inRounds(
		'before the shopper comes near',
		11,
		Object.keys(names) as Name[],
		options,
		(page) => measure(place, page),
	);
	const of = (page: Name, cost: keyof Cost) => samples((of) => of === page).map((costs) => costs[cost]);
	const react = figure({ name: names.react }, of('react', 'ms'));
	return [
		{
			part: 'page',
			id: 'page-requests',
			title: 'Requests before the shopper comes near',
			unit: 'count',
			what: "What scripts request until the page is idle, beyond the script in the page's markup: link tokens, Link's frame and its content.",
			rows: (['element', 'spanish', 'vanilla', 'react'] as const).map((page) =>
				figure(
					{
						name: names[page],
						ours: page === 'element' || page === 'spanish',
						...(page === 'spanish' && { note: 'its texts, for the button’s label.' }),
						...(page === 'element' && { budget: { of: 'value', atMost: 0 } }),
					},
					of(page, 'requests'),
				),
			),
		},
		{
			part: 'page',
			id: 'page-main-thread',
			title: 'Main thread before the shopper comes near',
			unit: 'ms',
			what: "How long the page's main thread works from the navigation until the page is idle, markup and layout included. Link's frame, of another site, has its own thread. A phone takes several times as long.",
			rows: [
				figure({ name: names.empty }, of('empty', 'ms')),
				figure({ name: names.vanilla }, of('vanilla', 'ms')),
				figure({ name: names.element, beside: react }, of('element', 'ms')),
				react,
			],
		},
	];
}

const measure = (place: Place, page: Name): Promise<Cost> =>
	visit(place, page, 'a laptop', async ({ requests, quiet, metrics, address }) => {
		await quiet();
		const { TaskDuration = Number.NaN } = await metrics();
		const unrequested = requests.filter(
			(url) => url !== address && !own.test(url) && !url.startsWith('data:'),
		);
		return { requests: unrequested.length, ms: TaskDuration * 1000 };
	});

/** How long it takes from the press to Link's frame. */
import { type Figure, figure, type RunOptions, type Table } from '../figure.ts';
import type { PageName } from './pages.ts';
import type { Probe } from './probe.ts';
import { inRounds, pairs } from './rounds.ts';
import { type Device, type Place, type Visit, visit } from './visit.ts';

type Approach = 'a pointer' | 'a tap';
type Press = { ms: number; answers: number };
type Situation = { approach: Approach; device: Device; delay: number };

const situations: Situation[] = [150, 400].flatMap((delay): Situation[] => [
	{ approach: 'a pointer', device: 'a laptop', delay },
	{ approach: 'a tap', device: 'a laptop', delay },
	{ approach: 'a tap', device: 'a slow phone', delay },
]);

const names = {
	vanilla: 'a link token when pressed',
	element: 'the element',
	hinted: 'the element, with a preconnect to Link’s server',
	react: 'React, a link token for each visit',
	eager: 'the element with preload="eager"',
} satisfies Partial<Record<PageName, string>>;
type Page = keyof typeof names;

/** How long a pointer rests on a button before it presses, and a finger on the glass, in ms. */
const restMs = { 'a pointer': 250, 'a tap': 80 };

export async function clickTables(place: Place, options: RunOptions): Promise<Table[]> {
	const samples = await inRounds(
		'from the press to Link',
		7,
		pairs(situations, Object.keys(names) as Page[]),
		options,
		([situation, page]) => press(place, page, situation),
	);
	const of = (page: Page, situation: Situation, what: keyof Press) =>
		samples(([where, of]) => where === situation && of === page).map((press) => press[what]);
	return [
		{
			part: 'page',
			id: 'page-click',
			title: 'From the press to Link',
			unit: 'ms',
			what: `From the click until Link's frame is shown, on a page that was idle before. A pointer is over the button ${restMs['a pointer']} ms before it presses; a tap gives no warning. The delay is that of the backend: everything that it serves, files too, comes that much later. A slow phone's processor is four times slower.`,
			rows: situations.flatMap((situation): Figure[] => {
				const group = titleOf(situation);
				const whenPressed = figure({ name: names.vanilla, group }, of('vanilla', situation, 'ms'));
				return [
					whenPressed,
					// After a pointer's rest, only few milliseconds are left: their ratio would be noise.
					...(['element', 'hinted', 'react', 'eager'] as const).map((page) =>
						figure(
							{
								name: names[page],
								group,
								ours: page !== 'react',
								...(situation.approach === 'a tap' &&
									(page === 'element' || page === 'hinted') && { beside: whenPressed }),
							},
							of(page, situation, 'ms'),
						),
					),
				];
			}),
		},
		{
			part: 'page',
			id: 'page-answers',
			title: 'Answers of the backend from a tap to Link',
			unit: 'count',
			what: 'Each is waited for before the next is requested, and costs a round trip to the backend.',
			rows: (Object.keys(names) as Page[]).map((page) =>
				figure(
					{ name: names[page], ours: ['element', 'hinted', 'eager'].includes(page) },
					situations
						.filter(({ approach }) => approach === 'a tap')
						.flatMap((situation) => of(page, situation, 'answers')),
				),
			),
			chart: 'none',
		},
	];
}

const titleOf = ({ approach, device, delay }: Situation): string =>
	`${approach === 'a pointer' ? 'a pointer, near first' : 'a tap'}, ${device}, ${delay} ms to the backend`;

const press = (place: Place, page: Page, { approach, device, delay }: Situation): Promise<Press> =>
	visit(place, page, device, async (visit) => {
		await visit.when(() => (window as unknown as { probe: Probe }).probe.usable);
		await visit.quiet();
		await place.servers.delay(delay);
		let answers = 0;
		try {
			await pressButton(visit, approach);
			await visit.when(() => (window as unknown as { probe: Probe }).probe.shown);
		} finally {
			answers = await place.servers.delay(0);
		}
		const { pressed, shown } = await visit.probe();
		return { ms: shown - pressed, answers };
	});

async function pressButton({ page, cdp }: Visit, approach: Approach): Promise<void> {
	const box = await page.locator('plaid-stripe-connect, #root button, #connect').first().boundingBox();
	if (!box) throw new Error('There is no button.');
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	const wait = () => new Promise((resolve) => setTimeout(resolve, restMs[approach]));
	if (approach === 'a pointer') {
		await page.mouse.move(x, y);
		await wait();
		await page.mouse.click(x, y);
	} else {
		await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
		await wait();
		await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
	}
}

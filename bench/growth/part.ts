/** `npm run bench -- growth`: the same work among a thousand connections, a hundred thousand and a million. */
import { type Circumstances, type Figure, figure, median, type Part, type Table } from '../figure.ts';
import { bundle } from '../processes/bundle.ts';
import { startUpstream } from '../processes/upstream.ts';
import { startWorkerd } from '../processes/workerd.ts';
import { inTurns, timed } from '../turns.ts';
import { variables } from '../worker/variables.ts';
import { tables as filled } from './fill.ts';
import { clientFor, type Month, type MonthClient, nameOf, serviceOf, startMonth } from './month.ts';
import { type Work, worksWith } from './work.ts';

export const part: Part = {
	name: 'growth',
	async run(circumstances) {
		const opened: { close(): unknown }[] = [];
		const keep = <Opened extends { close(): unknown }>(one: Opened): Opened => {
			opened.push(one);
			return one;
		};
		try {
			const upstream = keep(await startUpstream());
			const [script, clock] = [await bundle('worker/index.ts'), await bundle('bench/workerd/clock.ts')];
			const months: Month[] = [];
			for (const connections of circumstances.quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000]) {
				circumstances.tell(`filling a database with ${connections.toLocaleString('en-US')} connections`);
				const month = await startMonth(connections);
				keep(month.database);
				months.push(month);
			}
			const workerd = keep(
				await startWorkerd([
					{
						name: 'clock',
						script: clock,
						services: Object.fromEntries(months.map((month) => [serviceOf(month), serviceOf(month)])),
						compatibilityFlags: ['service_binding_extra_handlers'],
					},
					...months.map((month) => ({
						name: serviceOf(month),
						script,
						variables: variables(upstream.url(0)),
						database: month.database.address,
					})),
				]),
			);
			const clients = months.map((month) => clientFor(month, workerd.urls));
			for (const { client } of clients) keep(client);
			const works = worksWith(upstream, workerd.urls.clock ?? '');
			return [...(await measureWorks(works, clients, circumstances)), bytesOf(months)];
		} finally {
			for (const one of opened.reverse()) await one.close();
		}
	},
};

async function measureWorks(
	works: Work[],
	months: MonthClient[],
	{ quick, tell }: Circumstances,
): Promise<Table[]> {
	const [times, rows]: [Figure[], Figure[]] = [[], []];
	for (const { name: group, prepare, runs = 40 } of works) {
		tell(group);
		const counted = new Map(months.map((month) => [nameOf(month), [] as number[]]));
		const once = (month: MonthClient) => async () => {
			const work = await prepare(month);
			await month.database.counts();
			const took = await timed(work);
			const { rowsRead, rowsWritten } = await month.database.counts();
			counted.get(nameOf(month))?.push(rowsRead + rowsWritten);
			return took;
		};
		const each = Object.fromEntries(months.map((month) => [nameOf(month), once(month)]));
		if (runs > 10) await inTurns(2, each);
		for (const counts of counted.values()) counts.length = 0;
		const samples = await inTurns(quick ? 2 : runs, each);
		let beside: Figure | undefined;
		let rowsBeside: Figure | undefined;
		for (const month of months) {
			const name = nameOf(month);
			const found = figure({ group, name, ...(beside && { beside }) }, samples[name] ?? []);
			const counts = counted.get(name) ?? [];
			const touched = figure(
				{ group, name, ...(rowsBeside && median(counts) > 0 && { beside: rowsBeside }) },
				counts,
			);
			beside ??= found;
			rowsBeside ??= touched.value > 0 ? touched : undefined;
			times.push(found);
			rows.push(touched);
		}
	}
	const what =
		'Of a merchant’s month: each connection with its exchange, an event and a webhook, one in ten with a payment; what lives for a day is there of one day.';
	return [
		{
			part: 'growth',
			id: 'growth-time',
			title: 'The same work among more connections',
			unit: 'ms',
			what: `${what} From a client on the same machine, with 0 ms upstream, any connection in turn. The hour’s work throws away what has outlived its use in an hour.`,
			rows: times,
			chart: 'log',
		},
		{
			part: 'growth',
			id: 'growth-rows',
			title: 'Rows that it reads and writes',
			unit: 'count',
			what: 'Read and written together, those of indexes included, as D1 bills them.',
			rows,
			chart: 'none',
		},
	];
}

/** Of the fullest: its pages are full, too. */
function bytesOf(months: Month[]): Table {
	const fullest = months.at(-1);
	if (!fullest) throw new Error('No database was filled.');
	const { connections, taken } = fullest;
	const rows = filled(0).map(({ table, each }) => {
		const name = `a row of ${table}`;
		return figure({ name }, (taken.get(table) ?? 0) / Math.ceil(connections / each));
	});
	const sum = [...taken.values()].reduce((all, bytes) => all + bytes, 0);
	return {
		part: 'growth',
		id: 'growth-bytes',
		title: 'What a row takes',
		unit: 'bytes',
		what: 'In the database’s pages, its share of the indexes included.',
		rows: [figure({ name: 'a connection with everything that came with it' }, sum / connections), ...rows],
	};
}

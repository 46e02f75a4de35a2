/** `npm run bench -- growth`: the same work among a thousand connections, a hundred thousand and a million. */
import { type Figure, figure, median, type Part, type RunOptions, type Table } from '../figure.ts';
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
	async run(options) {
		const opened: { close(): unknown }[] = [];
		const keep = <Opened extends { close(): unknown }>(one: Opened): Opened => {
			opened.push(one);
			return one;
		};
		try {
			const upstream = keep(await startUpstream());
			const [script, clock] = [await bundle('worker/index.ts'), await bundle('bench/workerd/clock.ts')];
			const months: Month[] = [];
			for (const connections of options.quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000]) {
				options.report(`filling a database with ${connections.toLocaleString('en-US')} connections`);
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
			return [...(await measureWorks(works, clients, options)), bytesOf(months)];
		} finally {
			for (const one of opened.reverse()) await one.close();
		}
	},
};

async function measureWorks(
	works: Work[],
	months: MonthClient[],
	{ quick, report }: RunOptions,
): Promise<Table[]> {
	const [times, rows]: [Figure[], Figure[]] = [[], []];
	for (const { name: group, prepare, runs = 40 } of works) {
		report(group);
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
		'A merchant’s month: each connection with its exchange, an event and a webhook, one in ten with a payment; rows that live for a day are those of one day.';
	return [
		{
			part: 'growth',
			id: 'growth-time',
			title: 'The same work among more connections',
			unit: 'ms',
			what: `${what} From a client on the same machine, with 0 ms upstream, a random connection each time. The hourly jobs delete what has expired in an hour.`,
			rows: times,
			chart: 'log',
		},
		{
			part: 'growth',
			id: 'growth-rows',
			title: 'Rows read and written',
			unit: 'count',
			what: 'Read and written, indexes included, as D1 bills them.',
			rows,
			chart: 'none',
		},
	];
}

/** Measured in the largest database, whose pages are full. */
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
		what: 'In the database’s pages, including its share of the indexes.',
		rows: [figure({ name: 'a connection with everything that came with it' }, sum / connections), ...rows],
	};
}

/** How long answers take under a steady load. */
import { type Figure, figure, type RunOptions, type Table } from '../figure.ts';
import { type Client, clientOf } from '../processes/http.ts';
import { inTurns } from '../turns.ts';
import { bankAccountToken, done, linkToken, newLinkToken } from './calls.ts';
import { atASteadyRate, type Latencies } from './load.ts';
import type { Stack } from './stack.ts';

/** Half link tokens, half bank account tokens: eight million shoppers a day. */
const perSecond = 200;
const percentiles = { p50: 'half', p99: '99 of 100', p999: '999 of 1000' } as const;

export async function measureLatency(
	stack: Stack,
	{ quick, report }: RunOptions,
): Promise<{ tables: Table[]; served: number }> {
	// Long enough for each run to include a few of workerd's garbage collections.
	const [runs, ms] = quick ? [2, 500] : [4, 20_000];
	report(`latency at ${perSecond} requests a second`);
	const found = { worker: [] as Latencies[], proxy: [] as Latencies[] };
	const clients: Client[] = [];
	const loaded = async (name: keyof typeof found) => {
		const client = clientOf(stack[name].url(0));
		clients.push(client);
		const fields = { link_token: await newLinkToken(client), account_id: stack.upstream.accountId };
		let turn = 0;
		const call = () => done(client, turn++ % 2 === 0 ? linkToken() : bankAccountToken(fields));
		await atASteadyRate(call, { perSecond, ms: 500 });
		return async () => {
			const latencies = await atASteadyRate(call, { perSecond, ms });
			found[name].push(latencies);
			return latencies.p50;
		};
	};
	try {
		await inTurns(runs, { worker: await loaded('worker'), proxy: await loaded('proxy') });
	} finally {
		for (const client of clients) client.close();
	}
	const rows: Figure[] = Object.entries(percentiles).flatMap(([percentile, group]) => {
		const of = (name: keyof typeof found) => found[name].map((one) => one[percentile as keyof Latencies]);
		const proxy = figure({ group: `${group} are faster than`, name: 'bare Hono proxy' }, of('proxy'));
		return [
			figure(
				{ group: `${group} are faster than`, name: 'plaid-stripe-connect', beside: proxy },
				of('worker'),
			),
			proxy,
		];
	});
	const table: Table = {
		part: 'worker',
		id: 'worker-latency',
		title: 'Latency under a steady load',
		unit: 'ms',
		what: `At ${perSecond} requests a second, a Link token and a bank account token in turn, from another process, with 0 ms upstream; counted from the time at which a request was due, even if it was sent later. About every ten seconds, the Worker’s and the database’s workerd stop for a tenth of a second to collect garbage. The slowest answers wait for that, so they vary from run to run.`,
		rows,
	};
	return { tables: [table], served: Math.round((runs * ms * perSecond) / 1000) };
}

/** Requests per second, and the processor time of each, compared to bare proxies. */
import { type Figure, figure, type RunOptions, type Table } from '../figure.ts';
import { type Client, clientOf } from '../processes/http.ts';
import { inTurns } from '../turns.ts';
import { bankAccountToken, done, linkToken, newLinkToken } from './calls.ts';
import { asFastAsItGoes } from './load.ts';
import type { Delay, Served, Stack } from './stack.ts';

const names = {
	worker: 'plaid-stripe-connect',
	storingProxy: 'bare Hono proxy that stores',
	proxy: 'bare Hono proxy',
} as const;
type Name = keyof typeof names;
const all = Object.keys(names) as Name[];

const budget = { of: 'ratio', atLeast: 0.6 } as const;
/** The free plan's limit. https://developers.cloudflare.com/workers/platform/limits/#cpu-time */
const cpuBudget = { of: 'value', atMost: 10 } as const;

/** Why the ratio is low if Plaid answers at once. */
const atOnceNote =
	'Storing is what costs: the line of the proxy that stores the least shows how much, and the database uses the same two cores. With Plaid’s real delay it does not show.';

export async function measureThroughput(
	stack: Stack,
	{ quick, report }: RunOptions,
): Promise<{ tables: Table[]; served: number }> {
	const [rates, processor]: [Figure[], Figure[]] = [[], []];
	let served = 0;
	for (const route of ['a Link token', 'a bank account token'] as const) {
		for (const delay of [0, 100] as const) {
			report(`requests a second: ${route}, ${delay} ms upstream`);
			const group = `${route}, ${delay} ms upstream`;
			const found = await measure(stack, { route, delay, runs: quick ? 2 : 5, ms: quick ? 300 : 2_000 });
			served += found.served;
			rates.push(...beside(group, found.rates, { budget, ...(delay === 0 && { note: atOnceNote }) }));
			// The delay does not change the work.
			if (delay === 0) processor.push(...beside(route, found.processorMs, { budget: cpuBudget }));
		}
	}
	const tables: Table[] = [
		{
			part: 'worker',
			id: 'worker-requests-per-second',
			title: 'Requests a second',
			unit: 'per second',
			what: 'With 64 calls at a time from another process; the Worker, its database and Plaid are three more on the same machine. The bare Hono proxies make the same calls to Plaid in the same order. They check, encrypt and log nothing, and one of them stores nothing.',
			rows: rates,
		},
		{
			part: 'worker',
			id: 'worker-processor-time',
			title: 'Processor time of a request',
			unit: 'ms',
			what: 'The processor time of workerd’s process in the same runs, divided by its answers. Cloudflare’s free plan allows 10 ms for each.',
			rows: processor,
		},
	];
	return { tables, served };
}

function beside(
	group: string,
	samples: Record<Name, number[]>,
	more: Pick<Figure, 'budget' | 'note'>,
): Figure[] {
	const proxy = figure({ group, name: names.proxy }, samples.proxy);
	return [
		figure({ group, name: names.worker, beside: proxy, ...more }, samples.worker),
		figure({ group, name: names.storingProxy, beside: proxy, ours: false }, samples.storingProxy),
		proxy,
	];
}

type Asked = { route: 'a Link token' | 'a bank account token'; delay: Delay; runs: number; ms: number };

async function measure(stack: Stack, { route, delay, runs, ms }: Asked) {
	const processorMs = Object.fromEntries(all.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
	let served = 0;
	const opened: Client[] = [];
	const workOf = async (name: Name) => {
		const target: Served = stack[name];
		const client = clientOf(target.url(delay));
		opened.push(client);
		const link_token = await newLinkToken(client);
		const fields = { link_token, account_id: stack.upstream.accountId };
		const call = () => done(client, route === 'a Link token' ? linkToken() : bankAccountToken(fields));
		await asFastAsItGoes(call, { atOnce: 64, ms: 300 });
		return async () => {
			const before = target.processorMs();
			const start = performance.now();
			const rate = await asFastAsItGoes(call, { atOnce: 64, ms });
			const answered = (rate * (performance.now() - start)) / 1000;
			processorMs[name].push((target.processorMs() - before) / answered);
			if (name === 'worker') served += answered;
			return rate;
		};
	};
	try {
		const work = {} as Record<Name, () => Promise<number>>;
		for (const name of all) work[name] = await workOf(name);
		const rates = await inTurns(runs, work);
		return { rates, processorMs, served: Math.round(served) };
	} finally {
		for (const client of opened) client.close();
	}
}

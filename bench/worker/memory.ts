/** What workerd holds of the machine's memory, from its first requests to its hundred thousandth. */
import { type Circumstances, figure, type Table } from '../figure.ts';
import { clientOf } from '../processes/http.ts';
import { done, linkToken } from './calls.ts';
import type { Stack } from './stack.ts';

const all = 100_000;

/** Everything that the Worker is asked between the two is counted. */
export async function measureMemory(
	{ worker, proxy }: Stack,
	{ quick, tell }: Circumstances,
	measureTheRest: () => Promise<{ tables: Table[]; served: number }>,
): Promise<Table[]> {
	const client = clientOf(worker.url(0));
	const ask = async (count: number) => {
		let left = count;
		const caller = async () => {
			while (left-- > 0) await done(client, linkToken());
		};
		await Promise.all(Array.from({ length: 64 }, caller));
	};
	try {
		const warm = quick ? 100 : 1_000;
		await ask(warm);
		const early = worker.memoryBytes();
		const earlyProxy = proxy.memoryBytes();
		const { tables, served } = await measureTheRest();
		const missing = quick ? 0 : Math.max(0, all - warm - served);
		tell(`memory: ${missing} more Link tokens, to ${all} requests`);
		await ask(missing);
		const before = figure({ name: `plaid-stripe-connect, after ${warm} requests` }, early);
		const after = `plaid-stripe-connect, after ${warm + served + missing} requests`;
		const beside = figure({ name: 'bare Hono proxy, at its start' }, earlyProxy);
		const table: Table = {
			part: 'worker',
			id: 'worker-memory',
			title: 'Memory',
			unit: 'bytes',
			what: 'What workerd’s process holds of the machine’s memory (resident set), all its isolates and everything that is not JavaScript included. Cloudflare allows an isolate 128 MB.',
			rows: [
				before,
				figure({ name: after, beside: before }, worker.memoryBytes()),
				beside,
				figure({ name: 'bare Hono proxy, after its rounds', beside, ours: false }, proxy.memoryBytes()),
			],
		};
		return [...tables, table];
	} finally {
		client.close();
	}
}

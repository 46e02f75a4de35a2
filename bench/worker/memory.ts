/** What workerd holds of the machine's memory, when it has settled and after a hundred thousand requests. */
import { type Circumstances, figure, type Table } from '../figure.ts';
import { clientOf } from '../processes/http.ts';
import { done, linkToken } from './calls.ts';
import type { Stack } from './stack.ts';

const all = 100_000;
/** By then the heap has grown as far as it does without anything to keep. */
const settled = 25_000;

/** `served`: what the Worker has answered already. */
export async function measureMemory(
	{ worker, proxy }: Stack,
	{ served, quick, tell }: Circumstances & { served: number },
): Promise<Table> {
	const client = clientOf(worker.url(0));
	let answered = served;
	const askUntil = async (count: number) => {
		const caller = async () => {
			while (answered < count) {
				answered += 1;
				await done(client, linkToken());
			}
		};
		await Promise.all(Array.from({ length: 64 }, caller));
	};
	try {
		const [first, last] = quick ? [served, served + 100] : [settled, all];
		tell(`memory: Link tokens, to ${last} requests`);
		await askUntil(first);
		const name = (requests: number) =>
			`plaid-stripe-connect, after ${requests.toLocaleString('en-US')} requests`;
		const beside = figure({ name: name(answered) }, worker.memoryBytes());
		await askUntil(last);
		return {
			part: 'worker',
			id: 'worker-memory',
			title: 'Memory',
			unit: 'bytes',
			what: 'What workerd’s process holds of the machine’s memory (resident set). It lets the heap of JavaScript grow for a while before it collects what nobody needs, the proxy’s as well: what counts is that it comes to rest.',
			rows: [
				beside,
				figure({ name: name(answered), beside }, worker.memoryBytes()),
				figure({ name: 'bare Hono proxy, after its rounds', ours: false }, proxy.memoryBytes()),
			],
		};
	} finally {
		client.close();
	}
}

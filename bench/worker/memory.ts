/** workerd's memory when it has settled, and after a hundred thousand requests. */
import { figure, type RunOptions, type Table } from '../figure.ts';
import { clientOf } from '../processes/http.ts';
import { done, linkToken } from './calls.ts';
import type { Stack } from './stack.ts';

const all = 100_000;
/** By then the heap has reached the size that it has without a leak. */
const settled = 25_000;

/** `served`: how many requests the Worker has answered before. */
export async function measureMemory(
	{ worker, proxy }: Stack,
	{ served, quick, report }: RunOptions & { served: number },
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
		report(`memory: Link tokens, to ${last} requests`);
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
			what: 'The resident set of workerd’s process. The JavaScript heap grows for a while before garbage is collected, the proxy’s as well; what counts is that it stops growing.',
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

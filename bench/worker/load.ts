/** Creates load from this process, which is not measured. */
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Makes `atOnce` calls at a time for `ms` milliseconds, and returns the answers per second. */
export async function asFastAsItGoes(
	call: () => Promise<void>,
	{ atOnce, ms }: { atOnce: number; ms: number },
): Promise<number> {
	const start = performance.now();
	let answered = 0;
	const caller = async () => {
		while (performance.now() - start < ms) {
			await call();
			answered += 1;
		}
	};
	await Promise.all(Array.from({ length: atOnce }, caller));
	return (answered / (performance.now() - start)) * 1000;
}

/** Milliseconds. */
export type Latencies = { p50: number; p99: number; p999: number };

/**
 * Makes a call every `1 / perSecond` seconds, whether or not the earlier ones are answered. Time counts from when a call
 * was due, so a call that waits behind a slow one counts as slow (no coordinated omission).
 */
export async function atASteadyRate(
	call: () => Promise<void>,
	{ perSecond, ms }: { perSecond: number; ms: number },
): Promise<Latencies> {
	const histogram = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 });
	const underWay = new Set<Promise<void>>();
	let failure: unknown = null;
	const start = performance.now();
	for (let sent = 0; (sent * 1000) / perSecond < ms; sent++) {
		const due = start + (sent * 1000) / perSecond;
		const early = due - performance.now();
		if (early > 0) await sleep(early);
		if (failure) break;
		const work = call().then(
			() => histogram.record(Math.max(1, Math.round((performance.now() - due) * 1000))),
			(error) => {
				failure = error;
			},
		);
		underWay.add(work);
		void work.then(() => underWay.delete(work));
	}
	await Promise.all(underWay);
	if (failure) throw failure;
	const at = (percentile: number) => histogram.percentile(percentile) / 1000;
	return { p50: at(50), p99: at(99), p999: at(99.9) };
}

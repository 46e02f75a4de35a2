/** Runs what is compared in turns, so that a disturbance of the machine affects each of them alike. */
export async function inTurns<Name extends string>(
	runs: number,
	work: Record<Name, (run: number) => Promise<number>>,
): Promise<Record<Name, number[]>> {
	const names = Object.keys(work) as Name[];
	const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
	for (let run = 0; run < runs; run++) {
		// Back and forth, so that none always runs after the same other one.
		const order = run % 2 === 0 ? names : names.toReversed();
		for (const name of order) samples[name].push(await work[name](run));
	}
	return samples;
}

/** How long the work took, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

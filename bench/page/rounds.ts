/** Visits pages in rounds, so that a disturbance of the machine affects all of them. */
import type { RunOptions } from '../figure.ts';

/** The samples of each cell, in the order of the rounds. */
export type Samples<Cell, Sample> = (matches: (cell: Cell) => boolean) => Sample[];

export async function inRounds<Cell, Sample>(
	title: string,
	rounds: number,
	cells: readonly Cell[],
	{ quick, report }: RunOptions,
	measure: (cell: Cell) => Promise<Sample>,
): Promise<Samples<Cell, Sample>> {
	const samples: [Cell, Sample][] = [];
	const count = quick ? 1 : rounds;
	for (let round = 0; round < count; round++) {
		report(`${title}, ${round + 1} of ${count}`);
		// Back and forth, so that none always runs after the same other one.
		for (const cell of round % 2 === 0 ? cells : cells.toReversed())
			samples.push([cell, await measure(cell)]);
	}
	return (matches) => samples.filter(([cell]) => matches(cell)).map(([, sample]) => sample);
}

/** Each item of the first list with each of the second. */
export const pairs = <A, B>(some: readonly A[], others: readonly B[]): [A, B][] =>
	some.flatMap((one) => others.map((other): [A, B] => [one, other]));

/** Visits in rounds, so that what troubles the machine troubles all that is compared. */
import type { Circumstances } from '../figure.ts';

/** What each cell has given, in the order of the rounds. */
export type Samples<Cell, Sample> = (matches: (cell: Cell) => boolean) => Sample[];

export async function inRounds<Cell, Sample>(
	title: string,
	rounds: number,
	cells: readonly Cell[],
	{ quick, tell }: Circumstances,
	measure: (cell: Cell) => Promise<Sample>,
): Promise<Samples<Cell, Sample>> {
	const samples: [Cell, Sample][] = [];
	const count = quick ? 1 : rounds;
	for (let round = 0; round < count; round++) {
		tell(`${title}, ${round + 1} of ${count}`);
		// Back and forth: nobody always comes after the same one.
		for (const cell of round % 2 === 0 ? cells : cells.toReversed())
			samples.push([cell, await measure(cell)]);
	}
	return (matches) => samples.filter(([cell]) => matches(cell)).map(([, sample]) => sample);
}

/** Each of the one with each of the other. */
export const pairs = <A, B>(some: readonly A[], others: readonly B[]): [A, B][] =>
	some.flatMap((one) => others.map((other): [A, B] => [one, other]));

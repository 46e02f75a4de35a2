/**
 * What the benchmark finds: figures in tables. A figure has the samples' median and their spread, and stands beside
 * another figure of the same table that was taken in the same run; times are judged by that ratio only.
 */
export const partNames = ['bytes', 'page', 'worker', 'growth', 'sandbox'] as const;
export type PartName = (typeof partNames)[number];

/** `count` is a plain number, `score` one with decimals; `usd` is US dollars. */
export type Unit = 'bytes' | 'ms' | 'per second' | 'count' | 'score' | 'usd';

/** What a figure, or its ratio to the one beside it, may be at most or has to be at least. */
export type Budget = { of: 'value' | 'ratio'; atMost?: number; atLeast?: number };

export type Figure = {
	/** What was measured; unique within its group. */
	name: string;
	/** The circumstances that several figures of a table share, e.g. "150 ms to the backend". */
	group?: string;
	/** The median of the runs, in the table's unit. */
	value: number;
	/** The smallest and the largest of the runs. */
	low: number;
	high: number;
	runs: number;
	/** The name of the figure, in the same group, that this one is compared to. */
	beside?: string;
	/** This median to the median beside it. */
	ratio?: number;
	budget?: Budget;
	met?: boolean;
	/** Whether it stands out in the chart as this project's own; by default, what stands beside another. */
	ours?: boolean;
	/** What a reader has to know besides: what is in it, why no less can be had. */
	note?: string;
};

export type Table = {
	part: PartName;
	/** Names the chart's file: lower case and hyphens, unique among all parts, e.g. "worker-cold-start". */
	id: string;
	title: string;
	unit: Unit;
	/** One or two sentences: what was measured, and how. */
	what: string;
	rows: Figure[];
	/** Bars, one for each row, by default; `log` where the rows differ by powers of ten. */
	chart?: 'bars' | 'log' | 'none';
};

export type Circumstances = {
	/** Fewer runs: to see that it works, not for figures to show. */
	quick: boolean;
	/** Tells whoever waits what is done now. */
	tell(text: string): void;
};

export type Part = { name: PartName; run(circumstances: Circumstances): Promise<Table[]> };

type Description = Pick<Figure, 'name' | 'group' | 'budget' | 'ours' | 'note'>;

/** A figure of one sample or more, in the table's unit; `beside` is the figure that it is compared to. */
export function figure(
	description: Description & { beside?: Figure },
	samples: number | readonly number[],
): Figure {
	const { beside, ...rest } = description;
	const sorted = (typeof samples === 'number' ? [samples] : [...samples]).sort((a, b) => a - b);
	const [low, high] = [sorted[0], sorted.at(-1)];
	if (low === undefined || high === undefined || sorted.some((sample) => !Number.isFinite(sample)))
		throw new Error(`The figure "${rest.name}" needs one finite sample at least.`);
	const value = median(sorted);
	const compared: Figure = {
		...rest,
		value,
		low,
		high,
		runs: sorted.length,
		...(beside && { beside: beside.name, ratio: value / beside.value }),
	};
	return rest.budget ? { ...compared, met: overBudget(compared) === 0 } : compared;
}

export function median(samples: readonly number[]): number {
	const sorted = [...samples].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
	if (below === undefined || above === undefined) throw new Error('No sample has no median.');
	return (below + above) / 2;
}

/** By how much a figure misses its budget, in the budget's own measure; 0 where it is met or there is none. */
export function overBudget({ name, value, ratio, budget }: Figure): number {
	if (!budget) return 0;
	const judged = budget.of === 'value' ? value : ratio;
	if (judged === undefined)
		throw new Error(`The budget of "${name}" is a ratio, and it stands beside nothing.`);
	return Math.max(0, judged - (budget.atMost ?? Infinity), (budget.atLeast ?? -Infinity) - judged);
}

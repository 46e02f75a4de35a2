/**
 * The results of a benchmark: figures in tables. A figure has the median and the spread of its samples. It can be compared
 * to another figure of the same table and run; times are judged only by that ratio.
 */
export const partNames = ['bytes', 'page', 'worker', 'growth', 'sandbox'] as const;
export type PartName = (typeof partNames)[number];

/** `count` is a plain number, `score` one with decimals; `usd` is US dollars. */
export type Unit = 'bytes' | 'ms' | 'per second' | 'count' | 'score' | 'usd';

/** The bounds of a figure's value, or of its ratio to the figure beside it. */
export type Budget = { of: 'value' | 'ratio'; atMost?: number; atLeast?: number };

export type Figure = {
	/** What was measured. Unique in its group. */
	name: string;
	/** What several figures of a table have in common, e.g. "150 ms to the backend". */
	group?: string;
	/** The median of the runs, in the table's unit. */
	value: number;
	/** The smallest and the largest run. */
	low: number;
	high: number;
	runs: number;
	/** The name of the figure in the same group that this one is compared to. */
	beside?: string;
	/** This median divided by the one it is compared to. */
	ratio?: number;
	budget?: Budget;
	met?: boolean;
	/** Whether the chart highlights it as this project's. By default, figures with `beside` are. */
	ours?: boolean;
	/** What else a reader has to know. */
	note?: string;
};

export type Table = {
	part: PartName;
	/** The name of the chart's file: lower case and hyphens, unique among all parts, e.g. "worker-cold-start". */
	id: string;
	title: string;
	unit: Unit;
	/** What was measured, and how, in one or two sentences. */
	what: string;
	rows: Figure[];
	/** Bars by default, one per row; `log` if the rows differ by powers of ten. */
	chart?: 'bars' | 'log' | 'none';
};

export type RunOptions = {
	/** Fewer runs, to see that it works. Such figures are not to be shown. */
	quick: boolean;
	/** Reports progress. */
	report(text: string): void;
};

export type Part = { name: PartName; run(options: RunOptions): Promise<Table[]> };

type Description = Pick<Figure, 'name' | 'group' | 'budget' | 'ours' | 'note'>;

/** A figure of one or more samples in the table's unit. `beside` is the figure to compare it to. */
export function figure(
	description: Description & { beside?: Figure },
	samples: number | readonly number[],
): Figure {
	const { beside, ...rest } = description;
	const sorted = (typeof samples === 'number' ? [samples] : [...samples]).sort((a, b) => a - b);
	const [low, high] = [sorted[0], sorted.at(-1)];
	if (low === undefined || high === undefined || sorted.some((sample) => !Number.isFinite(sample)))
		throw new Error(`The figure "${rest.name}" needs at least one finite sample.`);
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
	if (below === undefined || above === undefined) throw new Error('There is no median without a sample.');
	return (below + above) / 2;
}

/** By how much a figure misses its budget, as value or ratio. 0 if the budget is met or there is none. */
export function overBudget({ name, value, ratio, budget }: Figure): number {
	if (!budget) return 0;
	const judged = budget.of === 'value' ? value : ratio;
	if (judged === undefined)
		throw new Error(`The budget of "${name}" is a ratio, and the figure is compared to none.`);
	return Math.max(0, judged - (budget.atMost ?? Infinity), (budget.atLeast ?? -Infinity) - judged);
}

import { describe, expect, it } from 'vitest';
import { figure, median, overBudget } from '../../bench/figure.ts';

describe('a figure', () => {
	it('is the median of its runs, with the smallest and the largest of them', () => {
		expect(figure({ name: 'ours' }, [30, 10, 20])).toEqual({
			name: 'ours',
			value: 20,
			low: 10,
			high: 30,
			runs: 3,
		});
	});

	it('lies in the middle of the two middle ones of an even number of runs', () => {
		expect(median([4, 1, 3, 2])).toBe(2.5);
	});

	it('leaves the runs in their order', () => {
		const samples = [3, 1, 2];
		figure({ name: 'ours' }, samples);
		expect(samples).toEqual([3, 1, 2]);
	});

	it('may be counted once', () => {
		expect(figure({ name: 'ours' }, 7)).toMatchObject({ value: 7, low: 7, high: 7, runs: 1 });
	});

	it('is compared, median to median, to the one beside it', () => {
		const bare = figure({ name: 'bare Hono' }, [10, 20, 90]);
		expect(figure({ name: 'ours', beside: bare }, [30, 31, 29])).toMatchObject({
			beside: 'bare Hono',
			ratio: 1.5,
		});
	});

	it.each([
		['none', []],
		['one that is no number', [1, Number.NaN]],
	])('is refused without samples: %s', (_, samples) => {
		expect(() => figure({ name: 'ours' }, samples)).toThrow('"ours" needs at least one finite sample');
	});
});

describe('a budget', () => {
	const bare = figure({ name: 'bare' }, 100);

	it.each([
		[{ of: 'value', atMost: 180 }, 180, 0],
		[{ of: 'value', atMost: 180 }, 190, 10],
		[{ of: 'value', atLeast: 180 }, 150, 30],
		[{ of: 'ratio', atMost: 1.75 }, 175, 0],
		[{ of: 'ratio', atMost: 1.75 }, 200, 0.25],
		[{ of: 'ratio', atLeast: 0.6 }, 60, 0],
		[{ of: 'ratio', atLeast: 0.6 }, 50, 0.1],
	] as const)('%o of %d beside 100 is missed by %d', (budget, value, missedBy) => {
		const row = figure({ name: 'ours', beside: bare, budget }, value);
		expect(overBudget(row)).toBeCloseTo(missedBy, 10);
		expect(row.met).toBe(missedBy === 0);
	});

	it('of a ratio needs a figure to compare to', () => {
		expect(() => figure({ name: 'ours', budget: { of: 'ratio', atMost: 2 } }, 1)).toThrow(
			'the figure is compared to none',
		);
	});
});

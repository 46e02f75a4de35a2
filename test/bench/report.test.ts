import { describe, expect, it } from 'vitest';
import { figure, type Table } from '../../bench/figure.ts';
import { figuresPage } from '../../bench/report/page.ts';
import { printBudgets, printTable } from '../../bench/report/terminal.ts';
import { amount } from '../../bench/report/words.ts';

const bare = figure({ name: 'bare Hono' }, [20, 21, 22]);
const table: Table = {
	part: 'worker',
	id: 'worker-cold-start',
	title: 'Cold start',
	unit: 'ms',
	what: 'From the start of workerd to the first answer.',
	rows: [
		bare,
		figure({ name: 'ours', beside: bare, budget: { of: 'ratio', atMost: 1.75 } }, [30, 31.5, 33]),
		figure(
			{ name: 'ours | busy', beside: bare, budget: { of: 'ratio', atMost: 1.75 }, note: 'D1 opens.' },
			42,
		),
	],
};

describe('an amount', () => {
	it.each([
		[0, 'bytes', '0 B'],
		[999, 'bytes', '999 B'],
		[8930, 'bytes', '8.93 KB'],
		[81_700, 'bytes', '81.70 KB'],
		[1_240_000, 'bytes', '1.24 MB'],
		[0.0123, 'ms', '12.3 µs'],
		[4.567, 'ms', '4.57 ms'],
		[412.3, 'ms', '412 ms'],
		[12_345.6, 'per second', '12,346/s'],
		[0, 'count', '0'],
		[3.5, 'usd', '$3.50'],
	] as const)('of %d %s reads %s', (value, unit, words) => {
		expect(amount(value, unit)).toBe(words);
	});
});

describe('in the terminal', () => {
	it('a row tells its median, spread, runs, comparison and budget', () => {
		expect(printTable(table)).toContain(
			'ours         31.5 ms  30 ms – 33 ms  3 runs  1.50 × bare Hono  ≤ 1.75 ×: met',
		);
	});

	it('the budgets tell which are missed, by how much, and why', () => {
		const budgets = printBudgets([table]);
		expect(budgets).toMatch(/met +Cold start, ours: 1\.50 × bare Hono/);
		expect(budgets).toMatch(/MISSED +Cold start, ours \| busy: .*missed by 0\.25 ×.*\n +D1 opens\./);
		expect(budgets).toContain('1 met, 1 missed');
	});
});

it('the page of all figures has a row for each, and no column in which nothing stands', () => {
	const machine = {
		date: '2026-11-21 09:00',
		processor: 'Some processor',
		cores: 2,
		memory_gb: 24,
		system: 'linux',
		node: '24',
		chromium: null,
		wrangler: '4',
		load: 0.1,
	};
	const page = figuresPage([
		{ part: 'worker', machine, seconds: 12, tables: [{ ...table, rows: [bare] }, table] },
	]);
	expect(page).toContain('|  | median | spread | runs |\n|---|---|---|---|\n| bare Hono | 21 ms |');
	expect(page).toContain('| ours \\| busy: D1 opens. | 42 ms |');
	expect(page).toContain('2 cores of Some processor');
});

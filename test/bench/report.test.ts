import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figure, type Table } from '../../bench/figure.ts';
import { figuresPage, type Report } from '../../bench/report/figures-page.ts';
import { headlines, withSummary } from '../../bench/report/summary.ts';
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

describe('the terminal', () => {
	it('shows a row with its median, spread, runs, comparison and budget', () => {
		expect(printTable(table)).toContain(
			'ours         31.5 ms  30 ms – 33 ms  3 runs  1.50 × bare Hono  ≤ 1.75 ×: met',
		);
	});

	it('lists which budgets are missed, by how much, and why', () => {
		const budgets = printBudgets([table]);
		expect(budgets).toMatch(/met +Cold start, ours: 1\.50 × bare Hono/);
		expect(budgets).toMatch(/MISSED +Cold start, ours \| busy: .*missed by 0\.25 ×.*\n +D1 opens\./);
		expect(budgets).toContain('1 met, 1 missed');
	});
});

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

it('figures.md has a line for each figure, and no empty column', () => {
	const page = figuresPage([
		{ part: 'worker', machine, seconds: 12, tables: [{ ...table, rows: [bare] }, table] },
	]);
	expect(page).toContain('|  | median | spread | runs |\n|---|---|---|---|\n| bare Hono | 21 ms |');
	expect(page).toContain('| ours \\| busy: D1 opens. | 42 ms |');
	expect(page).toContain('2 cores of Some processor');
});

describe('the table of docs/benchmarks.md', () => {
	const page = readFileSync(join(import.meta.dirname, '../../docs/benchmarks.md'), 'utf8');
	const rowOf = (text: string, what: string) =>
		text.split('\n').find((line) => line.startsWith(`| ${what} |`));
	const start = { part: 'sandbox', id: 'sandbox-start', title: 'Start', unit: 'ms', what: '' } as const;
	const report = (rows: Table['rows']): Report => ({
		part: 'sandbox',
		machine,
		seconds: 1,
		tables: [{ ...start, rows }],
	});
	const server = figure({ name: 'bare Hono on the same server' }, 100);

	it.each(headlines)('has a row for: $what', ({ what, firstVersion }) => {
		expect(rowOf(page, what)).toContain(`| ${firstVersion} |`);
	});

	it('shows what was measured now, and leaves the rows of other parts as they are', () => {
		const ours = figure({ name: 'the sandbox', beside: server, budget: { of: 'ratio', atMost: 3 } }, 170);
		const updated = withSummary(page, [report([ours, server])]);
		const [sandbox] = headlines.filter(({ part }) => part === 'sandbox');
		expect(rowOf(updated, sandbox?.what ?? '')).toMatch(/\| 2\.49 × \| 1\.70 × \| ≤ 3\.00 ×: met \|$/);
		for (const { what, part } of headlines)
			if (part !== 'sandbox') expect(rowOf(updated, what)).toBe(rowOf(page, what));
	});

	it('refuses a benchmark that no longer measures one of its figures', () => {
		expect(() => withSummary(page, [report([server])])).toThrow('sandbox-start has no figure "the sandbox"');
	});
});

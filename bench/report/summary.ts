/** The table of docs/benchmarks.md: the figures that matter, beside those of the first version. */
import type { Figure, PartName, Table } from '../figure.ts';
import type { Report } from './figures-page.ts';
import { amount, times, verdict } from './words.ts';

type Headline = {
	/** The first cell; it names the row, so it is unique. */
	what: string;
	part: PartName;
	/** The figure to show, by its table, group and name. */
	table: string;
	group?: string;
	name: string;
	/** The value in the table's unit, or the ratio to the figure beside it. */
	show: 'value' | 'ratio';
	/** What the same benchmark measured for v0.1.0. */
	firstVersion: string;
};

const tap = (delay: number) => `a tap, a laptop, ${delay} ms to the backend`;

export const headlines: Headline[] = [
	{
		what: 'Script-tag file, Lit included, brotli',
		part: 'bytes',
		table: 'bytes-page',
		group: 'brotli',
		name: 'the script-tag file',
		show: 'value',
		firstVersion: '8.91 KB, and 5.39 KB on the click',
	},
	{
		what: 'npm entry without Lit, brotli',
		part: 'bytes',
		table: 'bytes-entry',
		group: 'brotli',
		name: 'the npm entry',
		show: 'value',
		firstVersion: '3.99 KB, and 5.35 KB on the click',
	},
	{
		what: 'Worker, gzip',
		part: 'bytes',
		table: 'bytes-worker',
		group: 'gzip',
		name: 'the Worker',
		show: 'value',
		firstVersion: '84.1 KB',
	},
	{
		what: 'Requests before the shopper comes near the button',
		part: 'page',
		table: 'page-requests',
		name: 'the element',
		show: 'value',
		firstVersion: '0',
	},
	{
		what: 'Main thread until then, to React with a link token per visit',
		part: 'page',
		table: 'page-main-thread',
		name: 'the element',
		show: 'ratio',
		firstVersion: '0.51 ×',
	},
	...[150, 400].map(
		(delay): Headline => ({
			what: `Tap to Link, ${delay} ms to the backend, to a page that fetches a link token on click`,
			part: 'page',
			table: 'page-click',
			group: tap(delay),
			name: 'the element',
			show: 'ratio',
			firstVersion: delay === 150 ? '1.28 ×' : '1.67 ×',
		}),
	),
	{
		what: 'Isolate start, to a bare Hono app',
		part: 'worker',
		table: 'worker-isolate-start',
		name: 'plaid-stripe-connect',
		show: 'ratio',
		firstVersion: '2.28 ×',
	},
	{
		what: 'Process start, to a bare Hono app',
		part: 'worker',
		table: 'worker-cold-start',
		name: 'plaid-stripe-connect',
		show: 'ratio',
		firstVersion: '1.39 ×',
	},
	{
		what: 'Bank account token with Plaid 100 ms away, to the calls to Plaid alone',
		part: 'worker',
		table: 'worker-answers',
		group: '100 ms upstream',
		name: 'a bank account token',
		show: 'ratio',
		firstVersion: '1.03 ×',
	},
	...(
		[
			['link token with a session', 'POST /v1/link_tokens with a session', '2'],
			['exchange', 'POST /v1/bank_account_tokens', '4'],
			['first payment', 'POST /v1/payments', '13'],
		] as const
	).map(
		([what, group, firstVersion]): Headline => ({
			what: `D1 round trips: ${what}`,
			part: 'worker',
			table: 'worker-statements',
			group,
			name: 'trips',
			show: 'value',
			firstVersion,
		}),
	),
	{
		what: 'Rows written by an exchange',
		part: 'worker',
		table: 'worker-statements',
		group: 'POST /v1/bank_account_tokens',
		name: 'rows written',
		show: 'value',
		firstVersion: '22',
	},
	...(
		[
			['link token', 'a Link token, 100 ms upstream', '0.92 ×'],
			['bank account token', 'a bank account token, 100 ms upstream', '0.84 ×'],
		] as const
	).map(
		([what, group, firstVersion]): Headline => ({
			what: `Requests per second with Plaid 100 ms away, to a bare Hono proxy: ${what}`,
			part: 'worker',
			table: 'worker-requests-per-second',
			group,
			name: 'plaid-stripe-connect',
			show: 'ratio',
			firstVersion,
		}),
	),
	{
		what: 'Exchange among a million connections, to the same among a thousand',
		part: 'growth',
		table: 'growth-time',
		group: 'an exchange',
		name: '1,000,000 connections',
		show: 'ratio',
		firstVersion: '0.91 ×',
	},
	{
		what: 'Sandbox start, to bare Hono on the same server',
		part: 'sandbox',
		table: 'sandbox-start',
		name: 'the sandbox',
		show: 'ratio',
		firstVersion: '2.49 ×',
	},
];

/** The charts that docs/benchmarks.md shows; all others stay in `.bench/`. */
export const shownCharts: readonly string[] = ['bytes-page', 'page-main-thread', 'page-click'];

const begin = '<!-- figures: written by `npm run bench` -->';
const end = '<!-- end of figures -->';

/** The page with its table brought up to date. Rows of parts that were not measured stay as they are. */
export function withSummary(page: string, reports: readonly Report[]): string {
	const [before, rest] = split(page, begin);
	const [old, after] = split(rest, end);
	const oldRows = new Map(old.split('\n').map((line) => [line.split(' | ')[0], line]));
	const rows = headlines.map((headline) => {
		const found = find(headline, reports);
		const first = `| ${headline.what}`;
		if (!found) return oldRows.get(first) ?? `${first} | ${headline.firstVersion} | | |`;
		return `${first} | ${headline.firstVersion} | ${shown(headline, found)} | ${verdict(found.figure, found.unit)} |`;
	});
	const table = ['| what | v0.1.0 | now | budget |', '|---|---|---|---|', ...rows].join('\n');
	return `${before}${begin}\n\n${table}\n\n${end}${after}`;
}

function find({ part, table, group, name }: Headline, reports: readonly Report[]) {
	const report = reports.find((report) => report.part === part);
	if (!report) return;
	const found = report.tables.find(({ id }) => id === table);
	const figure = found?.rows.find((row) => row.name === name && row.group === group);
	if (!found || !figure)
		throw new Error(
			`${table} has no figure "${name}"${group ? ` in "${group}"` : ''}: adapt bench/report/summary.ts.`,
		);
	return { figure, unit: found.unit };
}

function shown({ show, what }: Headline, { figure, unit }: { figure: Figure; unit: Table['unit'] }): string {
	if (show === 'value') return amount(figure.value, unit);
	if (figure.ratio === undefined) throw new Error(`"${what}" shows a ratio, and its figure has none.`);
	return times(figure.ratio);
}

function split(text: string, marker: string): [before: string, after: string] {
	const at = text.indexOf(marker);
	if (at === -1) throw new Error(`docs/benchmarks.md has no line "${marker}".`);
	return [text.slice(0, at), text.slice(at + marker.length)];
}

/** `docs/figures.md`: every figure, in tables. */
import type { PartName, Table } from '../figure.ts';
import type { Machine } from './machine.ts';
import { amount, comparison, spread, verdict } from './words.ts';

/** The figures of one part, and the machine that they were taken on. */
export type Report = { part: PartName; machine: Machine; seconds: number; tables: Table[] };

const titles: Record<Report['part'], string> = {
	bytes: 'Bytes',
	page: 'The page',
	worker: 'The Worker',
	growth: 'Growth',
	sandbox: 'The sandbox',
};

export function figuresPage(reports: readonly Report[]): string {
	return `# All figures

What [the benchmark](benchmarks.md) has found, table by table. \`npm run bench\` writes this page; the same figures stand as JSON in \`docs/benchmarks\`. A figure is the median of its runs, and the spread tells the smallest and the largest of them; a ratio is this median to the one of the row that it names.
${reports.map(section).join('')}`;
}

function section({ part, machine, seconds, tables }: Report): string {
	return `
## ${titles[part]}

Taken at ${machine.date} UTC in ${seconds} s on ${machine.cores} cores of ${machine.processor} with ${machine.memory_gb} GB (${machine.system}), Node ${machine.node}, Chromium ${machine.chromium ?? 'none'}, wrangler ${machine.wrangler}; the load before was ${machine.load}.
${tables.map(tableOf).join('')}`;
}

function tableOf({ id, title, what, unit, rows, chart }: Table): string {
	const hasGroups = rows.some(({ group }) => group);
	const columns = ['', ...(hasGroups ? [''] : []), 'median', 'spread', 'runs', 'to', 'budget'];
	const lines = rows.map((row) => [
		...(hasGroups ? [row.group ?? ''] : []),
		row.note ? `${row.name}: ${row.note}` : row.name,
		amount(row.value, unit),
		spread(row, unit),
		row.runs > 1 ? String(row.runs) : '',
		comparison(row),
		verdict(row, unit),
	]);
	// A column in which nothing stands is left out.
	const kept = columns.map((_, column) => column).filter((column) => lines.some((line) => line[column]));
	const line = (cells: readonly string[]) =>
		`| ${kept.map((column) => (cells[column] ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
	return `
### ${title}

${what}

${chart === 'none' ? '' : `![${title}, as bars](benchmarks/${id}.svg)\n\n`}${[line(columns), `|${kept.map(() => '---|').join('')}`, ...lines.map(line)].join('\n')}
`;
}

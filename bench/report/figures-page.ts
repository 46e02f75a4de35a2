/** `.bench/figures.md`: every figure of the last runs, in tables. */
import type { PartName, Table } from '../figure.ts';
import type { Machine } from './machine.ts';
import { amount, comparison, spread, verdict } from './words.ts';

/** The figures of one part, and the machine that measured them. */
export type Report = { part: PartName; machine: Machine; seconds: number; tables: Table[] };

const titles: Record<PartName, string> = {
	bytes: 'Bytes',
	page: 'The page',
	worker: 'The Worker',
	growth: 'Growth',
	sandbox: 'The sandbox',
};

export function figuresPage(reports: readonly Report[]): string {
	return `# All figures

Written by \`npm run bench\`. Each figure is the median of its runs; the spread is the smallest and the largest run. A ratio compares this median to that of the row it names.
${reports.map(section).join('')}`;
}

function section({ part, machine, seconds, tables }: Report): string {
	return `
## ${titles[part]}

Measured on ${machine.date} UTC in ${seconds} s on ${machine.cores} cores of ${machine.processor} with ${machine.memory_gb} GB (${machine.system}), Node ${machine.node}, Chromium ${machine.chromium ?? 'none'}, wrangler ${machine.wrangler}; load before the run: ${machine.load}.
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
	const used = columns.map((_, column) => column).filter((column) => lines.some((line) => line[column]));
	const line = (cells: readonly string[]) =>
		`| ${used.map((column) => (cells[column] ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
	return `
### ${title}

${what}

${chart === 'none' ? '' : `![${title}, as bars](${id}.svg)\n\n`}${[line(columns), `|${used.map(() => '---|').join('')}`, ...lines.map(line)].join('\n')}
`;
}

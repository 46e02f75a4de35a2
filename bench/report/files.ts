/**
 * The figures as files: `docs/benchmarks/<part>.json`, a chart for each table, and the page that shows the tables. A
 * part that was run alone replaces its own figures only.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partNames } from '../figure.ts';
import { drawChart } from './chart.ts';
import { figuresPage, type Report } from './page.ts';

const docs = join(import.meta.dirname, '../../docs');
const folder = join(docs, 'benchmarks');

export async function writeReport({ part, machine, seconds, tables }: Report): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const report: Report = { part, machine, seconds: Math.round(seconds), tables };
	writeFileSync(join(folder, `${part}.json`), `${JSON.stringify(report, null, '\t')}\n`);
	for (const old of globSync(`${part}-*.svg`, { cwd: folder })) rmSync(join(folder, old));
	for (const table of tables) {
		if (table.chart === 'none') continue;
		writeFileSync(join(folder, `${table.id}.svg`), await drawChart(table));
	}
	writeFileSync(join(docs, 'figures.md'), figuresPage(readReports()));
}

export function readReports(): Report[] {
	return partNames
		.map((part) => join(folder, `${part}.json`))
		.filter((file) => existsSync(file))
		.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report);
}

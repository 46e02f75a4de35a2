/**
 * Writes what was measured. Everything goes into `.bench/`, which git ignores and each release publishes: a JSON file
 * per part, a chart per table, and figures.md with all tables. docs/ gets the short table and the few charts of
 * benchmarks.md. A part that was measured alone replaces its own figures only.
 */
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partNames } from '../figure.ts';
import { drawChart } from './chart.ts';
import { figuresPage, type Report } from './figures-page.ts';
import { shownCharts, withSummary } from './summary.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.bench');
const shortPage = join(root, 'docs/benchmarks.md');

export async function writeReport(report: Report): Promise<void> {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, `${report.part}.json`), `${JSON.stringify(report, null, '\t')}\n`);
	for (const old of globSync(`${report.part}-*.svg`, { cwd: folder })) rmSync(join(folder, old));
	for (const table of report.tables) {
		if (table.chart === 'none') continue;
		const file = join(folder, `${table.id}.svg`);
		writeFileSync(file, await drawChart(table));
		if (shownCharts.includes(table.id)) copyFileSync(file, join(root, `docs/images/${table.id}.svg`));
	}
	const reports = readReports();
	writeFileSync(join(folder, 'figures.md'), figuresPage(reports));
	writeFileSync(shortPage, withSummary(readFileSync(shortPage, 'utf8'), reports));
}

function readReports(): Report[] {
	return partNames
		.map((part) => join(folder, `${part}.json`))
		.filter((file) => existsSync(file))
		.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report);
}

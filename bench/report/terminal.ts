/** The tables and budgets in the terminal. */
import type { Table } from '../figure.ts';
import { amount, comparison, spread, verdict } from './words.ts';

export function printTable({ title, what, unit, rows }: Table): string {
	const lines = rows.map((row) => [
		row.name,
		amount(row.value, unit),
		spread(row, unit),
		row.runs > 1 ? `${row.runs} runs` : '',
		comparison(row),
		verdict(row, unit),
	]);
	const widths = [0, 1, 2, 3, 4, 5].map((column) =>
		Math.max(...lines.map((line) => line[column]?.length ?? 0)),
	);
	const body = lines.flatMap((line, index) => {
		const row = rows[index];
		const text = line
			.map((cell, column) =>
				column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0),
			)
			.filter((_, column) => widths[column] !== 0)
			.join('  ')
			.trimEnd();
		const heading = row?.group && row.group !== rows[index - 1]?.group ? [`  ${row.group}`] : [];
		return [...heading, `    ${text}`, ...(row?.note ? [`      ${row.note}`] : [])];
	});
	return `\n${title}\n  ${what}\n\n${body.join('\n')}\n`;
}

/** Which budgets are met, which are missed, and by how much. */
export function printBudgets(tables: readonly Table[]): string {
	const judged = tables.flatMap(({ title, unit, rows }) =>
		rows
			.filter(({ budget }) => budget)
			.map((row) => ({
				met: row.met === true,
				words: `${title}, ${row.group ? `${row.group}: ` : ''}${row.name}: ${
					row.budget?.of === 'ratio' ? comparison(row) : amount(row.value, unit)
				} (${verdict(row, unit)})${row.met || !row.note ? '' : `\n           ${row.note}`}`,
			})),
	);
	const missed = judged.filter(({ met }) => !met).length;
	return [
		'Budgets',
		...judged.map(({ met, words }) => `  ${met ? 'met   ' : 'MISSED'}  ${words}`),
		`  ${judged.length - missed} met, ${missed} missed`,
	].join('\n');
}

/** Draws a table as bars, in SVG for light and dark backgrounds. */

import { logger, parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { Figure, Table, Unit } from '../figure.ts';
import { amount, times } from './words.ts';

/** The chart's colors for light and dark backgrounds. Vega writes the first, which becomes a CSS property. */
const colors = {
	ink: ['#1f2430', '#e6e8ee'],
	faint: ['#d5d9e2', '#3a4050'],
	ours: ['#2f6fed', '#6f9dff'],
	other: ['#98a1b3', '#737d92'],
	missed: ['#c62f3b', '#ff7b85'],
	spread: ['#1f2431', '#e6e8ed'],
} as const;

const scales: Record<Unit, [divisor: number, title: string]> = {
	bytes: [1000, 'KB'],
	ms: [1, 'ms'],
	'per second': [1, 'per second'],
	count: [1, ''],
	score: [1, ''],
	usd: [1, 'US dollars'],
};

export async function drawChart(table: Table): Promise<string> {
	const view = new View(parse(compile(specification(table), { logger: logger(1) }).spec), {
		renderer: 'none',
	});
	const svg = await view.toSVG();
	const rules = Object.entries(colors).map(([name, [light]]) => `--${name}:${light}`);
	const dark = Object.entries(colors).map(([name, [, color]]) => `--${name}:${color}`);
	const style = `<style>svg{${rules.join(';')}}@media(prefers-color-scheme:dark){svg{${dark.join(';')}}}</style>`;
	// The page describes the picture. Vega's description of each bar would only make the file larger.
	const plain = svg
		.replace(/ (aria-[a-z]+|role|pointer-events|class)="[^"]*"/g, '')
		.replace(/<path d="[^"]*" display="none"\/>|<path d="M0,0h0v0h0Z"\/>/g, '')
		.replace(/ (d|transform|[xy]2)="[^"]*"/g, (place) =>
			place.replace(/\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10)),
		);
	const named = Object.entries(colors).reduce(
		(text, [name, [light]]) => text.replaceAll(`"${light}"`, `"var(--${name})"`),
		plain,
	);
	return `${named.replace(/<svg[^>]*>/, (tag) => `${tag}${style}<title>${escapeMarkup(table.title)}</title>`)}\n`;
}

function specification({ rows, unit, chart }: Table): unknown {
	const [divisor, title] = scales[unit];
	const hasGroups = rows.some(({ group }) => group);
	const isLog = chart === 'log';
	const smallest = Math.min(...rows.map(({ low }) => low).filter((low) => low > 0)) / divisor;
	const values = rows.map((row, order) => ({
		order,
		name: row.name,
		group: row.group ?? '',
		value: row.value / divisor,
		low: (isLog ? Math.max(row.low, smallest * divisor) : row.low) / divisor,
		high: row.high / divisor,
		from: isLog ? smallest / 2 : 0,
		color: colorOf(row, rows),
		label: `${amount(row.value, unit)}${row.ratio === undefined ? '' : ` (${times(row.ratio)})`}`,
	}));
	const y = {
		field: 'name',
		type: 'nominal',
		sort: { field: 'order' },
		title: null,
		axis: { ticks: false, domain: false, labelPadding: 8 },
	};
	const scale = isLog ? { type: 'log', domainMin: smallest / 2 } : { zero: true };
	const x = (field: string) => ({
		field,
		type: 'quantitative',
		scale,
		axis: { title: title || null, grid: true, tickCount: 5, domain: false, ticks: false },
	});
	const bars = {
		width: 420,
		height: { step: 24 },
		layer: [
			{
				mark: { type: 'bar', height: 14, cornerRadiusEnd: 2 },
				encoding: {
					y,
					x: x('value'),
					x2: { field: 'from' },
					color: { field: 'color', type: 'nominal', scale: null },
				},
			},
			{
				mark: { type: 'rule', color: colors.spread[0], strokeWidth: 1.5 },
				encoding: { y, x: x('low'), x2: { field: 'high' } },
			},
			{
				mark: { type: 'text', align: 'left', dx: 6, color: colors.ink[0] },
				encoding: { y, x: x('high'), text: { field: 'label' } },
			},
		],
	};
	return {
		data: { values },
		padding: { left: 8, right: 90, top: 8, bottom: 8 },
		autosize: 'pad',
		...(hasGroups
			? {
					facet: {
						row: {
							field: 'group',
							type: 'nominal',
							title: null,
							sort: { field: 'order', op: 'min' },
							header: { labelAngle: 0, labelAnchor: 'start', labelOrient: 'top', labelFontWeight: 'bold' },
						},
					},
					spec: bars,
					resolve: { scale: { y: 'independent' } },
				}
			: bars),
		config: {
			background: null,
			font: 'system-ui, sans-serif',
			view: { stroke: null },
			axis: {
				labelColor: colors.ink[0],
				titleColor: colors.ink[0],
				gridColor: colors.faint[0],
				labelLimit: 340,
				labelFontSize: 12,
			},
			header: { labelColor: colors.ink[0], labelFontSize: 12 },
			text: { fontSize: 12 },
		},
	};
}

function colorOf(row: Figure, rows: readonly Figure[]): string {
	if (row.met === false) return colors.missed[0];
	const isOurs = row.ours ?? (row.beside !== undefined || rows.every(({ beside }) => beside === undefined));
	return isOurs ? colors.ours[0] : colors.other[0];
}

const escapeMarkup = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

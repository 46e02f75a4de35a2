/** Figures as text, for the terminal, the pages and the charts. */
import { type Figure, overBudget, type Unit } from '../figure.ts';

/** `8.93 KB`, `1.24 ms`, `12,300/s`: about three digits; 1 KB is 1000 bytes. */
export function amount(value: number, unit: Unit): string {
	switch (unit) {
		case 'bytes':
			if (value >= 999_500) return `${digits(value / 1e6)} MB`;
			return value >= 1000 ? `${(value / 1000).toFixed(2)} KB` : `${digits(value)} B`;
		case 'ms':
			if (value !== 0 && Math.abs(value) < 0.1) return `${digits(value * 1000)} µs`;
			return `${digits(value)} ms`;
		case 'per second':
			return `${digits(value)}/s`;
		case 'usd':
			return `$${value < 100 ? value.toFixed(2) : digits(value)}`;
		case 'score':
			return value === 0 ? '0' : value.toFixed(4);
		case 'count':
			return digits(value);
		default:
			throw new Error(`Unknown unit: ${unit satisfies never}.`);
	}
}

/** `8.50 – 9.10 KB`, or nothing for a single run. */
export function spread({ low, high, runs }: Figure, unit: Unit): string {
	if (runs === 1) return '';
	return low === high ? 'always' : `${amount(low, unit)} – ${amount(high, unit)}`;
}

/** `1.31 × bare Hono`. */
export const comparison = ({ ratio, beside }: Figure): string =>
	ratio === undefined ? '' : `${times(ratio)} ${beside}`;

/** `≤ 9.00 KB: met`, `≤ 1.75 ×: missed by 0.12`. */
export function verdict(figure: Figure, unit: Unit): string {
	const { budget } = figure;
	if (!budget) return '';
	const words = (value: number) => (budget.of === 'value' ? amount(value, unit) : times(value));
	const bounds = [
		...(budget.atMost === undefined ? [] : [`≤ ${words(budget.atMost)}`]),
		...(budget.atLeast === undefined ? [] : [`≥ ${words(budget.atLeast)}`]),
	];
	const over = overBudget(figure);
	return `${bounds.join(', ')}: ${over === 0 ? 'met' : `missed by ${words(over)}`}`;
}

/** `1.31 ×`. */
export const times = (ratio: number): string =>
	`${Number.isFinite(ratio) ? ratio.toFixed(ratio < 0.1 ? 3 : 2) : '∞'} ×`;

function digits(value: number): string {
	const size = Math.abs(value);
	const fractionDigits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : 2;
	return value.toLocaleString('en-US', {
		minimumFractionDigits: fractionDigits,
		maximumFractionDigits: fractionDigits,
	});
}

/**
 * Converts money from a decimal number, as Plaid writes it, to an integer in the currency's smallest unit.
 *
 * It moves the decimal point in the text, because 320.76 * 100 is 32075.999999999996.
 * @param currency ISO 4217, such as `USD` (2 decimals), `JPY` (none), `KWD` (3)
 */
export function inSmallestUnit(amount: number, currency: string): number {
	const [digits, exponent = '0'] = String(amount).split('e');
	return Math.round(Number(`${digits}e${Number(exponent) + decimalsOf(currency)}`));
}

/** The first use of `Intl` costs an isolate about 20 ms, so the most common currency is listed here. */
const known = new Map([['USD', 2]]);

function decimalsOf(currency: string): number {
	let decimals = known.get(currency);
	if (decimals === undefined) {
		const format = new Intl.NumberFormat('en', { style: 'currency', currency });
		decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
		known.set(currency, decimals);
	}
	return decimals;
}

/**
 * Plaid writes money as decimal numbers, we as integers in the currency's smallest unit.
 *
 * The decimal point is moved in the text: 320.76 * 100 is 32075.999999999996.
 * @param currency ISO 4217, such as `USD` (2 decimals), `JPY` (none), `KWD` (3)
 */
export function inSmallestUnit(amount: number, currency: string): number {
	const [digits, exponent = '0'] = String(amount).split('e');
	return Math.round(Number(`${digits}e${Number(exponent) + decimalsOf(currency)}`));
}

/** The first use of `Intl` costs an isolate some 20 ms: the currency of nearly all accounts does without. */
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

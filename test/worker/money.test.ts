import { expect, it } from 'vitest';
import { inSmallestUnit } from '../../worker/money.ts';

it.each([
	[320.76, 'USD', 32076],
	[1.1, 'USD', 110],
	[-0.29, 'USD', -29],
	[23631.9805, 'USD', 2363198],
	[65262, 'USD', 6526200],
	[1e-7, 'USD', 0],
	[1234, 'JPY', 1234],
	[1.234, 'KWD', 1234],
	[9007199254740.99, 'USD', 900719925474099],
])('%d %s is %d of its smallest unit', (amount, currency, expected) => {
	expect(inSmallestUnit(amount, currency)).toBe(expected);
});

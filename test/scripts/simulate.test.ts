import { describe, expect, test } from 'vitest';
import { readOptions, runSeeds } from '../../scripts/simulate.ts';
import type { RunResult } from '../simulation/run.ts';

async function run(seed: number): Promise<RunResult> {
	const results: RunResult[] = [];
	await runSeeds({ seeds: [seed], days: 2 }, (result) => results.push(result));
	const [result] = results;
	if (!result) throw new Error('A seed that does not end.');
	return result;
}

describe('a simulation', () => {
	test('of the same seed is the same to the last step', { timeout: 60_000 }, async () => {
		const [first, second] = await Promise.all([run(12), run(12)]);
		expect(second).toEqual(first);
		expect(first.steps).toBeGreaterThan(1_000);
	});

	test('of another seed is another one', { timeout: 60_000 }, async () => {
		const [first, second] = await Promise.all([run(12), run(13)]);
		expect(second.history).not.toEqual(first.history);
	});
});

describe('the options of a simulation', () => {
	test('are a range of seeds and a number of days', () => {
		expect(readOptions(['--seeds', '3..5', '--days', '7'])).toEqual({
			seeds: [3, 4, 5],
			days: 7,
			showHistory: false,
		});
	});

	test('may name one seed, whose history is shown', () => {
		expect(readOptions(['--seed', '42'])).toEqual({ seeds: [42], days: 30, showHistory: true });
	});

	test.each([
		[['--seeds', '5..3'], '--seeds takes a range, such as 1..500.'],
		[['--seeds', 'all'], '--seeds takes a range, such as 1..500.'],
		[['--days', '1.5'], '--days takes a whole number of days, such as 30.'],
	])('%j are refused with what to write', (args, message) => {
		expect(() => readOptions(args)).toThrow(message);
	});
});

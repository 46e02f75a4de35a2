import { describe, expect, it } from 'vitest';
import { memoryOf, millisecondsIn, processorTimeOf, ticksIn } from '../../bench/processes/usage.ts';

describe('the processor time of a process', () => {
	it('is read from what Linux tells, whatever the command is called', () => {
		const fields = 'S 1 2 2 0 -1 4194560 100 0 0 0 37 5 0 0 20 0 12 0 99';
		expect(ticksIn(`4711 (workerd) ${fields}`)).toBe(42);
		expect(ticksIn(`4711 (a (very) odd name) ${fields}`)).toBe(42);
	});

	it.each([
		['0:00.07', 70],
		['  1:02.50', 62_500],
		['01:02:03', 3_723_000],
		['2-00:00:01', 172_801_000],
	])('is read from what `ps` tells: %s', (time, ms) => {
		expect(millisecondsIn(time)).toBe(ms);
	});

	it('is told of this one, and so is its memory', () => {
		expect(processorTimeOf(process.pid)).toBeGreaterThan(0);
		expect(memoryOf(process.pid)).toBeGreaterThan(1_000_000);
	});
});

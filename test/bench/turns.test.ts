import { describe, expect, it } from 'vitest';
import { inTurns } from '../../bench/turns.ts';

describe('what is measured in turns', () => {
	it('is taken back and forth, so that nobody always comes second', async () => {
		const order: string[] = [];
		const work = (name: string) => async (run: number) => {
			order.push(name);
			return run;
		};
		const samples = await inTurns(3, { ours: work('ours'), theirs: work('theirs') });
		expect(order).toEqual(['ours', 'theirs', 'theirs', 'ours', 'ours', 'theirs']);
		expect(samples).toEqual({ ours: [0, 1, 2], theirs: [0, 1, 2] });
	});
});

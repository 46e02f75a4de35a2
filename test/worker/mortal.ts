/** A Worker that dies at a step of its own: whatever it does outside of itself is one, before it and after it. */
import type { Sandbox } from '../../demo/sandbox/index.ts';

export type Mortal = ReturnType<typeof mortal>;

export function mortal() {
	let steps = 0;
	let dies = Number.POSITIVE_INFINITY;
	return {
		/** Before the step that bears this number; twice as many, so that it may also be right after it. */
		dieAt(step: number) {
			steps = 0;
			dies = step;
		},
		revive() {
			dies = Number.POSITIVE_INFINITY;
		},
		get steps() {
			return steps;
		},
		async step<T>(work: () => Promise<T>): Promise<T> {
			if (++steps >= dies) throw new TypeError('The Worker is dead.');
			const result = await work();
			if (++steps >= dies) throw new TypeError('The Worker is dead.');
			return result;
		},
	};
}

export const mortalDatabase = (database: D1Database, life: Mortal): D1Database =>
	new Proxy(database, {
		get(target, name) {
			if (name === 'batch')
				return (statements: D1PreparedStatement[]) => life.step(() => target.batch(statements));
			const value = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});

export const mortalFetch =
	(fetch: Sandbox['fetch'], life: Mortal): Sandbox['fetch'] =>
	(input, init) =>
		life.step(() => fetch(input, init));

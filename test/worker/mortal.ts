/** A Worker that dies: from the step on that kills it, it can do nothing more outside of itself. */
import type { Sandbox } from '../../sandbox/index.ts';

export type Mortal = ReturnType<typeof mortal>;

export function mortal() {
	let steps = 0;
	let dies = Number.POSITIVE_INFINITY;
	let outlived = false;
	return {
		/** At the step of this number: each thing done outside has two, before it and right after it. */
		dieAt(step: number) {
			steps = 0;
			dies = step;
		},
		revive() {
			if (dies < Number.POSITIVE_INFINITY) outlived = steps < dies;
			dies = Number.POSITIVE_INFINITY;
		},
		/** Whether the work ended before the step at which it was to die: there is no later one. */
		get outlived() {
			return outlived;
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

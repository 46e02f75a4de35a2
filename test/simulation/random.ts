/** Every random decision of a simulation, from one seed. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export type Random = {
	/** A whole number from `least` to `most`, both included. */
	integer(least: number, most: number): number;
	/** From 0 (included) to 1 (excluded). */
	fraction(): number;
	pick<T>(choices: readonly T[]): T;
	/** True with this probability. */
	chance(probability: number): boolean;
	/** One of the names, with probabilities in proportion to their weights. */
	weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
	/** Fills the array. */
	bytes(array: Uint8Array): void;
	/** A generator of its own, so that one part's decisions do not shift another's. */
	fork(): Random;
};

export function createRandom(seed: number): Random {
	const generator = xoroshiro128plus(scattered(seed));
	const integer = (least: number, most: number): number => uniformInt(generator, least, most);
	const fraction = (): number => integer(0, 0xffff_ffff) / 0x1_0000_0000;
	const pick = <T>(choices: readonly T[]): T => {
		const choice = choices[integer(0, choices.length - 1)];
		if (choice === undefined) throw new Error('There is nothing to pick from.');
		return choice;
	};
	return {
		integer,
		fraction,
		pick,
		chance: (probability: number): boolean => fraction() < probability,
		weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
			const entries = Object.entries<number>(weights) as [Name, number][];
			let left = fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0);
			for (const [name, weight] of entries) {
				left -= weight;
				if (left < 0) return name;
			}
			return (entries.at(-1) as [Name, number])[0];
		},
		bytes(array: Uint8Array): void {
			for (let index = 0; index < array.length; index++) array[index] = integer(0, 255);
		},
		fork: (): Random => createRandom(integer(0, 0x7fff_ffff)),
	};
}

/** Neighboring seeds would begin alike: the generator wants them far apart. (The finalizer of MurmurHash3.) */
function scattered(seed: number): number {
	let hash = seed + 0x9e3779b9;
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return hash ^ (hash >>> 16);
}

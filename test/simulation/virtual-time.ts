/**
 * Time, timers and the order of concurrent work, owned by a seed.
 *
 * Everything that waits in a simulation waits for one of three things: a timer, a step that was queued, or a native
 * operation such as hashing. The kernel runs one of them, lets all promises settle, and takes the next. Of several
 * that are ready at the same moment, the seed picks one. So the same seed gives the same run, and another seed
 * gives another order.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Random } from './random.ts';

type Timer = { at: number; order: number; run: () => void };
type NativeOperation = { settled: Promise<unknown>; release: () => void };

export class Kernel {
	/** Milliseconds since 1970. */
	now: number;
	readonly random: Random;
	/** How many timers and steps ran: two runs of one seed agree in it. */
	steps = 0;
	#timers: Timer[] = [];
	#timersByHandle = new Map<number, Timer>();
	#native: NativeOperation[] = [];
	#order = 0;

	constructor({ now, random }: { now: number; random: Random }) {
		this.now = now;
		this.random = random;
	}

	/** Gives a handle for `clearTimeout`. */
	setTimeout(run: () => void, ms = 0): number {
		const handle = ++this.#order;
		const timer = { at: this.now + Math.max(0, Math.ceil(Number(ms) || 0)), order: handle, run };
		this.#insert(timer);
		this.#timersByHandle.set(handle, timer);
		return handle;
	}

	clearTimeout(handle: number): void {
		const timer = this.#timersByHandle.get(handle);
		if (!timer) return;
		this.#timersByHandle.delete(handle);
		const index = this.#timers.indexOf(timer);
		if (index >= 0) this.#timers.splice(index, 1);
	}

	sleep(ms: number): Promise<void> {
		return new Promise((resolve) => this.setTimeout(resolve, ms));
	}

	/** The result of a native operation, handed over in the order in which operations began. */
	native<T>(operation: Promise<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			const settled = operation.then(
				(value) => () => resolve(value),
				(error: unknown) => () => reject(error),
			);
			const entry: NativeOperation = { settled, release: () => {} };
			entry.settled = settled.then((release) => {
				entry.release = release;
			});
			this.#native.push(entry);
		});
	}

	/** Runs until the work has ended or, if it waits for something later, until `until`. */
	async run(until: number): Promise<void> {
		for (;;) {
			await nextTurn();
			const operation = this.#native.shift();
			if (operation) {
				await operation.settled;
				operation.release();
				continue;
			}
			const timer = this.#takeNext(until);
			if (!timer) break;
			this.now = Math.max(this.now, timer.at);
			this.steps++;
			timer.run();
		}
		this.now = Math.max(this.now, until);
	}

	/** When the next timer is due, or null. */
	get nextTimerAt(): number | null {
		return this.#timers[0]?.at ?? null;
	}

	/** The timers are sorted by time: the list stays short, and most new ones go to its end. */
	#insert(timer: Timer): void {
		let index = this.#timers.length;
		while (index > 0 && (this.#timers[index - 1] as Timer).at > timer.at) index--;
		this.#timers.splice(index, 0, timer);
	}

	#takeNext(until: number): Timer | undefined {
		const [first] = this.#timers;
		if (!first || first.at > until) return undefined;
		// Those that are late by now count as due at the same moment.
		const moment = Math.max(first.at, this.now);
		let ready = 1;
		while (ready < this.#timers.length && (this.#timers[ready] as Timer).at <= moment) ready++;
		const index = ready === 1 ? 0 : this.random.integer(0, ready - 1);
		const [taken] = this.#timers.splice(index, 1);
		if (taken) this.#timersByHandle.delete(taken.order);
		return taken;
	}
}

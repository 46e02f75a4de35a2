/** The sandbox's time: a base clock (the real one by default) plus an offset that only grows. */
export type SandboxClock = {
	/** Milliseconds since 1970. */
	now(): number;
	/**
	 * Moves time forward by a duration, e.g. `4h`, `90s`, `1d12h`, and runs the tasks that fall due on the way.
	 * Rejects with `DurationError`.
	 */
	advance(duration: string): Promise<void>;
	/** Starts the tasks that have fallen due because real time passed. Does not wait for them. */
	runDue(): void;
	/** How far the sandbox's time is ahead of its base clock, in milliseconds. */
	offset(): number;
};

/** Something that happens at a later time: a retry, a settlement, the end of a login. */
export type ScheduledTask = { at: number; run: () => void | Promise<void> };

/** Thrown for an invalid duration, or one that leads past the year 9999. */
export class DurationError extends Error {
	override name = 'DurationError';
}

const milliseconds = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export const isDuration = (text: string): boolean => /^(\d{1,9}[smhd])+$/.test(text);

/** `4h`, `90s`, `1d12h` in milliseconds. Throws `DurationError`. */
export function parseDuration(duration: string): number {
	if (!isDuration(duration)) {
		throw new DurationError(
			`'${duration.slice(0, 40)}' is not a duration: write a number and one of s, m, h, d, as in "4h" or "1d12h".`,
		);
	}
	let total = 0;
	for (const [, count, unit] of duration.matchAll(/(\d+)([smhd])/g)) {
		total += Number(count) * milliseconds[unit as keyof typeof milliseconds];
	}
	return total;
}

/** ISO 8601 has four digits for the year. Expiry times a few months later must still fit. */
const latestTime = Date.UTC(9999, 0, 1);

/**
 * Creates a clock. `advance` runs the tasks in the order of their times. While a task runs, the clock shows the
 * task's own time, so that the records it makes have the right dates. Before each task, `advance` waits for
 * `settled()`, so that work in the background ends at the time at which it started.
 */
export function createClock(
	base: { now(): number },
	tasks: () => ScheduledTask[],
	settled: () => Promise<void> = async () => {},
): SandboxClock & { reset(): void } {
	let offset = 0;
	/** What the offset becomes when all calls of `advance` have ended. */
	let targetOffset = 0;
	const now = () => base.now() + offset;
	return {
		now,
		offset: () => offset,
		reset: () => {
			offset = 0;
			targetOffset = 0;
		},
		runDue() {
			for (let next = takeNext(tasks(), now()); next; next = takeNext(tasks(), now())) void next.run();
		},
		async advance(duration) {
			const target = targetOffset + parseDuration(duration);
			if (base.now() + target > latestTime) {
				throw new DurationError(`${duration} from now is past the year 9999.`);
			}
			targetOffset = target;
			for (;;) {
				await settled();
				const next = takeNext(tasks(), base.now() + target);
				if (!next) break;
				offset = Math.max(offset, next.at - base.now());
				await next.run();
			}
			offset = Math.max(offset, target);
		},
	};
}

/** Removes and returns the earliest task due by `until`. Of several at the same time, the first added. */
function takeNext(tasks: ScheduledTask[], until: number): ScheduledTask | undefined {
	let earliest: ScheduledTask | undefined;
	for (const task of tasks) if (task.at <= until && task.at < (earliest?.at ?? Infinity)) earliest = task;
	if (earliest) tasks.splice(tasks.indexOf(earliest), 1);
	return earliest;
}

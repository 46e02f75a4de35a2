/** The sandbox's time: the given clock (the real one by default) and an offset that only grows. */
export type SandboxClock = {
	/** Milliseconds since 1970. */
	now(): number;
	/** Moves time on, e.g. `4h`, `90s`, `1d12h`; what falls due on the way is done before it returns. */
	advance(duration: string): Promise<void>;
	/** Begins what has fallen due by now, as time went on by itself. */
	runDue(): void;
	/** Milliseconds by which the sandbox's time is ahead of the clock that it was given. */
	offset(): number;
};

const milliseconds = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The last moment that ISO 8601 writes with four digits, in milliseconds since 1970; years of expiries fit behind it. */
const endOfTime = Date.UTC(9999, 0, 1);

/** Thrown for a duration that is not one; its message says what one looks like. */
export class DurationError extends Error {
	override name = 'DurationError';
}

export const isDuration = (text: string): boolean => /^(\d{1,9}[smhd])+$/.test(text);

/** `4h`, `90s`, `1d12h` → milliseconds. */
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

/** Something that happens at a time of its own: a retry, a settlement, an expiry that tells somebody. */
export type ScheduledTask = { at: number; run: () => void | Promise<void> };

/**
 * Makes a clock. `due` is the list of what is still to happen; `advance` runs it in the order of its times,
 * the clock standing at each one's time as it runs, so that what it causes is stamped correctly. `settled`
 * waits for what goes on by itself meanwhile, so that it ends at the time at which it began.
 */
export function createClock(
	base: { now(): number },
	due: () => ScheduledTask[],
	settled: () => Promise<void> = async () => {},
): SandboxClock & { reset(): void } {
	let offset = 0;
	/** What the offset is to become; ahead of it while time is being moved on. */
	let goal = 0;
	const now = () => base.now() + offset;
	return {
		now,
		offset: () => offset,
		reset: () => {
			offset = 0;
			goal = 0;
		},
		runDue() {
			for (let next = takeNext(due(), now()); next; next = takeNext(due(), now())) void next.run();
		},
		async advance(duration) {
			const until = goal + parseDuration(duration);
			if (base.now() + until > endOfTime) {
				throw new DurationError(`${duration} from now is past the year 9999.`);
			}
			goal = until;
			for (;;) {
				await settled();
				const next = takeNext(due(), base.now() + until);
				if (!next) break;
				offset = Math.max(offset, next.at - base.now());
				await next.run();
			}
			offset = Math.max(offset, until);
		},
	};
}

/** The earliest that is due by then, taken off the list; of several at one time, the one that came first. */
function takeNext(list: ScheduledTask[], until: number): ScheduledTask | undefined {
	let earliest: ScheduledTask | undefined;
	for (const entry of list) if (entry.at <= until && entry.at < (earliest?.at ?? Infinity)) earliest = entry;
	if (earliest) list.splice(list.indexOf(earliest), 1);
	return earliest;
}

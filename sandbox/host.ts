/**
 * What the sandbox takes from the machine: real time, timers and seeds. Nothing else in the sandbox reads the
 * system clock, starts a timer or asks for randomness, so a simulation that replaces the host controls everything.
 */
export type Host = {
	/** Real time, in milliseconds since 1970. */
	now(): number;
	/** Calls `run` once after so many real milliseconds. Returns a function that cancels it. */
	setTimer(ms: number, run: () => void): () => void;
	/** A seed that no other sandbox has. */
	newSeed(): string;
};

export const systemHost: Host = {
	now: () => Date.now(),
	setTimer: (ms, run) => {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
	newSeed: () => crypto.randomUUID(),
};

/** Resolves after so many real milliseconds. */
export const wait = (host: Host, ms: number): Promise<void> =>
	new Promise((resolve) => {
		host.setTimer(ms, resolve);
	});

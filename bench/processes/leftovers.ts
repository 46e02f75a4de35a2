/** Cleans up when the benchmark is interrupted. */
const leftovers = new Set<() => void>();

/** Registers a clean-up. Returns a function that runs it now. */
export function untilRemoved(remove: () => void): () => void {
	if (leftovers.size === 0) for (const signal of signals) process.on(signal, interrupt);
	leftovers.add(remove);
	return () => {
		if (!leftovers.delete(remove)) return;
		if (leftovers.size === 0) for (const signal of signals) process.off(signal, interrupt);
		remove();
	};
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function interrupt(): void {
	for (const remove of leftovers) remove();
	process.exit(130);
}

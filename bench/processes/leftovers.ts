/** Takes away what would be left where the benchmark is broken off, by Ctrl-C or from outside. */
const leftovers = new Set<() => void>();

/** Gives what takes it away at once, when it has had its time. */
export function untilRemoved(remove: () => void): () => void {
	if (leftovers.size === 0) for (const signal of signals) process.on(signal, breakOff);
	leftovers.add(remove);
	return () => {
		if (!leftovers.delete(remove)) return;
		if (leftovers.size === 0) for (const signal of signals) process.off(signal, breakOff);
		remove();
	};
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function breakOff(): void {
	for (const remove of leftovers) remove();
	process.exit(130);
}

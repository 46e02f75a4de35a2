/** Who wants to know when an order has changed: the pages that are open on it. */
export type Watchers = {
	/** @returns what ends it. */
	watch(order: string, tell: () => void): () => void;
	changed(order: string): void;
};

export function createWatchers(): Watchers {
	const watching = new Map<string, Set<() => void>>();
	return {
		watch: (order, tell) => {
			const all = watching.get(order) ?? new Set();
			watching.set(order, all.add(tell));
			return () => {
				all.delete(tell);
				if (all.size === 0) watching.delete(order);
			};
		},
		changed: (order) => {
			for (const tell of watching.get(order) ?? []) tell();
		},
	};
}

/** Functions that run when an order has changed: one for each page that is open on it. */
export type OrderListeners = {
	/** Calls `listener` after each change. Returns the function that stops it. */
	listen(order: string, listener: () => void): () => void;
	/** Calls the order's listeners. */
	changed(order: string): void;
};

export function createOrderListeners(): OrderListeners {
	const listeners = new Map<string, Set<() => void>>();
	return {
		listen(order, listener) {
			const ofOrder = listeners.get(order) ?? new Set();
			listeners.set(order, ofOrder.add(listener));
			return () => {
				ofOrder.delete(listener);
				if (ofOrder.size === 0) listeners.delete(order);
			};
		},
		changed(order) {
			for (const listener of listeners.get(order) ?? []) listener();
		},
	};
}

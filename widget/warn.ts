const told = new Set<string>();

/** A bad attribute is told to the developer once, and does nothing else. */
export const warn = (message: string): void => {
	if (!told.has(message)) console.warn(`<plaid-stripe-connect> ${message}`);
	told.add(message);
};

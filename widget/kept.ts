/** Where an element keeps an exchange over a reload: one place for each, so that none ends what another began. */
export const keyOf = ({ id, name }: { id: string; name: string }) =>
	`plaid-stripe-connect ${location.pathname} ${id || name}`;

/** Whether there is something to be picked up. */
export const isKept = (key: string): boolean => {
	try {
		return sessionStorage.getItem(key) !== null;
	} catch {
		// Storage is closed to this page: then there is nothing in it either.
		return false;
	}
};

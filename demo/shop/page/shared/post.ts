/** Why the shop's server refused a request. */
export type Failure = {
	code: string;
	/** For the merchant. */
	message: string;
	/** For the shopper. */
	display_message: string;
	/** What the shopper can do next: see `Refusal` in `refusals.ts`. */
	next_step: 'retry' | 'connect_bank' | 'reload';
};

const unreachable: Failure = {
	code: 'shop_unreachable',
	message: 'The shop’s own server does not answer.',
	display_message: 'The shop does not answer. You will not be charged twice: try again in a moment.',
	next_step: 'retry',
};

/** Posts JSON to the shop's server. Returns null on success, else why the server refused. Never throws. */
export async function post(path: string, body: object): Promise<Failure | null> {
	try {
		const response = await fetch(path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (response.ok) return null;
		const { error } = (await response.json()) as { error: Partial<Failure> & { message: string } };
		return { ...unreachable, display_message: error.message, ...error };
	} catch {
		return unreachable;
	}
}

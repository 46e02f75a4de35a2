/** Why the shop's server did not do it. */
export type Failure = {
	code: string;
	/** For the merchant. */
	message: string;
	/** For the shopper. */
	display_message: string;
	way: 'again' | 'bank' | 'reload';
};

const unanswered: Failure = {
	code: 'shop_unreachable',
	message: 'The shop’s own server does not answer.',
	display_message: 'The shop does not answer. You will not be charged twice: try again in a moment.',
	way: 'again',
};

/** Sends JSON to the shop's server. @returns why it was not done, or null. */
export async function post(path: string, body: object): Promise<Failure | null> {
	try {
		const answer = await fetch(path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (answer.ok) return null;
		const { error } = (await answer.json()) as { error: Partial<Failure> & { message: string } };
		return { ...unanswered, display_message: error.message, ...error };
	} catch {
		return unanswered;
	}
}

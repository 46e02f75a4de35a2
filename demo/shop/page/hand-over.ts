import { byId, element } from './dom.ts';

/** What the shop's server needs of a `bank-token` event. */
export type Connected = { connection: string; bankAccountToken: string };

/** The only thing that a reload must not lose. The token is of no use without the shop's own Stripe key. */
const kept = 'example-shop-hand-over';

/** What a reload interrupted, or null. */
export function interrupted(): Connected | null {
	const text = sessionStorage.getItem(kept);
	return text ? (JSON.parse(text) as Connected) : null;
}

/**
 * Hands a connection to the shop's server, says how it goes, and offers another try where it fails.
 * `done` runs once the server has it.
 */
export async function handOver(connected: Connected, done: () => Promise<void>): Promise<void> {
	sessionStorage.setItem(kept, JSON.stringify(connected));
	const status = byId('hand-over');
	status.replaceChildren(
		element('p', { class: 'working' }, element('span', { class: 'spinner' }), 'Confirming with the shop …'),
	);
	const failure = await post(connected);
	if (!failure) {
		sessionStorage.removeItem(kept);
		return done();
	}
	const again = element('button', { type: 'button', class: 'button' }, 'Try again');
	again.addEventListener('click', () => handOver(connected, done), { once: true });
	status.replaceChildren(
		element(
			'div',
			{ class: 'failure' },
			element('p', {}, element('strong', {}, 'Your bank is connected, but the shop could not take it over.')),
			element('p', {}, failure),
			again,
		),
	);
}

/** @returns why it failed, or null. */
async function post({ connection, bankAccountToken }: Connected): Promise<string | null> {
	try {
		const answer = await fetch('/connections', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ connection, bankAccountToken }),
		});
		if (answer.ok) return null;
		const { error } = (await answer.json()) as { error: { message: string } };
		return error.message;
	} catch {
		return 'The shop does not answer. Nothing is lost: try again in a moment.';
	}
}

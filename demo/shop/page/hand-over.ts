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
	if (!failure.retryable) sessionStorage.removeItem(kept);
	const again = element(
		'button',
		{ type: 'button', class: 'button' },
		failure.retryable ? 'Try again' : 'Connect the bank again',
	);
	again.addEventListener('click', () => (failure.retryable ? handOver(connected, done) : startOver()));
	status.replaceChildren(
		element(
			'div',
			{ class: 'failure' },
			element('p', {}, element('strong', {}, 'Your bank is connected, but the shop could not take it over.')),
			element('p', {}, failure.message),
			again,
		),
	);
}

/** Gives the shopper the element's button again. */
function startOver(): void {
	byId('hand-over').replaceChildren();
	const tag = document.querySelector<HTMLElement & { reset?(): void }>('plaid-stripe-connect');
	tag?.reset?.();
	tag?.focus();
}

/** @returns why it failed, or null. */
async function post(connected: Connected): Promise<{ message: string; retryable: boolean } | null> {
	try {
		const answer = await fetch('/connections', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(connected),
		});
		if (answer.ok) return null;
		const { error } = (await answer.json()) as { error: { message: string; retryable: boolean } };
		return error;
	} catch {
		return { message: 'The shop does not answer. Nothing is lost: try again in a moment.', retryable: true };
	}
}

import { byId, element } from './dom.ts';
import { type Failure, post } from './post.ts';

/** What pays for the order of this page: the connection, and what the shopper has agreed to for this order. */
export type Means = { connection: string; authorization: string };

/** The only thing that a reload must not lose: the means. */
const order = byId('checkout').dataset.order ?? '';
const kept = `example-shop-paying ${order}`;

/** What was about to pay when a reload came, or null. */
export const interrupted = (): Means | null => JSON.parse(sessionStorage.getItem(kept) ?? 'null');

/**
 * Has the shop's server take the payment, says how it goes, and shows the way on where it fails. The page names the
 * means, and nothing else. `done` runs once the payment is on its way.
 */
export async function pay({ connection, authorization }: Means, done: () => Promise<void>): Promise<void> {
	sessionStorage.setItem(kept, JSON.stringify({ connection, authorization }));
	say(element('p', { class: 'working' }, element('span', { class: 'spinner' }), 'Making the payment …'));
	const failure = await post(`/orders/${order}/payments`, { connection, authorization });
	if (!failure) {
		sessionStorage.removeItem(kept);
		return done();
	}
	if (failure.way !== 'again') sessionStorage.removeItem(kept);
	const button = element('button', { type: 'button', class: 'button' }, wayOn[failure.way]);
	button.addEventListener('click', () => {
		if (failure.way === 'again') pay({ connection, authorization }, done);
		else if (failure.way === 'reload') location.reload();
		else startOver();
	});
	say(
		element(
			'div',
			{ class: 'failure' },
			element('p', {}, element('strong', {}, 'The payment was not made.')),
			element('p', {}, failure.display_message),
			button,
			forTheMerchant(failure),
		),
	);
}

const wayOn = { again: 'Try again', bank: 'Connect a bank again', reload: 'Look at the order' };

/** The shopper has read the authorization and does not give it. */
export function sayDeclined(): void {
	say(
		element(
			'div',
			{ class: 'failure mild' },
			element('p', {}, element('strong', {}, 'You have not authorized the payment.')),
			element(
				'p',
				{},
				'Nothing is taken from your account. You can pay from another one, or come back later.',
			),
		),
	);
}

export const sayNothing = (): void => byId('paying').replaceChildren();
const say = (what: HTMLElement): void => byId('paying').replaceChildren(what);

/** In a real shop this is in the log, and nowhere else. */
const forTheMerchant = ({ code, message }: Failure) =>
	element(
		'details',
		{ class: 'told-to-merchant' },
		element('summary', { class: 'told-line' }, 'What the merchant is told'),
		element('p', {}, element('code', {}, code), ` ${message}`),
	);

/** Gives the shopper the element's button again. */
function startOver(): void {
	sayNothing();
	const tag = document.querySelector<HTMLElement & { reset?(): void }>('plaid-stripe-connect');
	tag?.reset?.();
	tag?.focus();
}

import { byId, element } from './dom.ts';
import { type Failure, post } from './post.ts';

/** The only thing that a reload must not lose: which connection pays for the order of this page. */
const order = byId('checkout').dataset.order ?? '';
const kept = `example-shop-paying ${order}`;

/** The connection that was about to pay when a reload came, or null. */
export const interrupted = (): string | null => sessionStorage.getItem(kept);

/**
 * Has the shop's server take the payment, says how it goes, and shows the way on where it fails. The page names the
 * connection, and nothing else. `done` runs once the payment is on its way.
 */
export async function pay(connection: string, done: () => Promise<void>): Promise<void> {
	sessionStorage.setItem(kept, connection);
	say(element('p', { class: 'working' }, element('span', { class: 'spinner' }), 'Making the payment …'));
	const failure = await post(`/orders/${order}/payments`, { connection });
	if (!failure) {
		sessionStorage.removeItem(kept);
		return done();
	}
	if (failure.way !== 'again') sessionStorage.removeItem(kept);
	const button = element('button', { type: 'button', class: 'button' }, wayOn[failure.way]);
	button.addEventListener('click', () => {
		if (failure.way === 'again') pay(connection, done);
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

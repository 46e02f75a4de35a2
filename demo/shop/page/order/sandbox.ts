import type { OrderView } from '../../order-view.ts';
import { element } from '../dom.ts';
import { post } from '../post.ts';
import { createPart } from './keep.ts';
import { refusals } from './words.ts';

/** What the pretended bank does with the payment. */
export function createSandboxPart(place: HTMLElement, id: string): (view: OrderView) => void {
	const status = element('p', { class: 'sandbox-status quiet', role: 'status' });
	const bank = element('div', { class: 'controls' });
	const time = element('div', { class: 'controls' }, element('h3', {}, 'Let time pass'), ...timeButtons());
	place.replaceChildren(
		element(
			'p',
			{ class: 'quiet' },
			'Plaid, Stripe and the bank are pretended here: decide what becomes of the payment. Left alone, it is paid after five minutes.',
		),
		bank,
		time,
		status,
	);

	async function tell(body: object, button: HTMLButtonElement): Promise<void> {
		button.disabled = true;
		status.textContent = 'Stripe tells your Worker, your Worker tells your server …';
		const failure = await post(`/orders/${id}/sandbox`, body);
		button.disabled = false;
		status.textContent = failure ? failure.message : 'Done: it shows as soon as the events have come.';
	}

	function button(words: string, body: () => object, style = 'button plain small'): HTMLButtonElement {
		const made = element('button', { type: 'button', class: style }, words);
		made.addEventListener('click', () => tell(body(), made));
		return made;
	}

	function timeButtons(): HTMLElement[] {
		const lengths = [
			['1m', '1 minute'],
			['5m', '5 minutes'],
			['4d', '4 days'],
		] as const;
		return [
			element(
				'div',
				{ class: 'row' },
				...lengths.map(([advance, words]) => button(words, () => ({ advance }))),
			),
		];
	}

	const outcome = (words: string, name: string) => button(words, () => ({ outcome: name }));

	return createPart(bank, canOf, ({ pay, takeBack, refund }) => {
		const reason = element(
			'select',
			{ id: 'reason' },
			...refusals.map(([value, words]) => element('option', { value }, words)),
		);
		return [
			element('h3', {}, 'The bank'),
			element(
				'div',
				{ class: 'row' },
				pay ? outcome('Get it', 'sent') : null,
				pay ? outcome('Pay', 'succeeded') : null,
				takeBack ? outcome('Take it back', 'dispute') : null,
				refund ? outcome('Take the refund', 'refunded') : null,
				refund ? outcome('Refuse the refund', 'refund_failed') : null,
				takeBack || refund ? null : element('span', { class: 'quiet' }, 'It has done its part.'),
			),
			...(takeBack
				? [
						element(
							'div',
							{ class: 'row' },
							element('label', { for: 'reason' }, pay ? 'Refuse it:' : 'Return it late:'),
							reason,
							button(pay ? 'Refuse' : 'Return', () => ({ outcome: reason.value })),
						),
					]
				: []),
		];
	});
}

/** What there is for the bank to do. */
function canOf({ payment: { status, refunds, stripe } }: OrderView) {
	const pay = stripe.payment_intent !== null && (status === 'processing' || status === 'pending');
	return {
		pay,
		takeBack: pay || status === 'succeeded' || status === 'refunded',
		refund: refunds.some((refund) => refund.status === 'pending'),
	};
}

import type { OrderView } from '../../order-view.ts';
import { element } from '../dom.ts';
import { formatMoney } from '../money.ts';
import { type Failure, post } from '../post.ts';
import { createPart } from './keep.ts';

/** What the merchant can do with a payment: give money back, or cancel it. */
export function createActions(place: HTMLElement, id: string): (view: OrderView) => void {
	const trouble = element('div', { role: 'alert' });
	const offered = element('div', { class: 'offered' });
	place.replaceChildren(offered, trouble);

	async function act(path: string, body: object, button: HTMLButtonElement): Promise<Failure | null> {
		button.disabled = true;
		trouble.replaceChildren();
		const failure = await post(`/orders/${id}/${path}`, body);
		button.disabled = false;
		if (failure) {
			trouble.replaceChildren(
				element(
					'p',
					{ class: 'trouble' },
					failure.code === 'request_refused' ? null : element('code', {}, failure.code),
					` ${failure.message}`,
				),
			);
		}
		return failure;
	}

	function refundForm(left: number): HTMLElement {
		const amount = element('input', {
			id: 'refund-amount',
			inputmode: 'decimal',
			autocomplete: 'off',
			value: (left / 100).toFixed(2),
		});
		const button = element('button', { class: 'button plain' }, 'Refund');
		const form = element(
			'form',
			{ class: 'refund' },
			element('label', { for: 'refund-amount' }, `Give back, of ${formatMoney(left, 'usd')}`),
			element(
				'span',
				{ class: 'refund-field' },
				element('span', { 'aria-hidden': 'true' }, '$'),
				amount,
				button,
			),
		);
		// However often it is pressed, one form is one refund.
		const one = crypto.randomUUID();
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			const cents = Math.round(Number(amount.value.replace(',', '.')) * 100);
			act('refunds', { ...(Number.isFinite(cents) && { amount: cents }), form: one }, button);
		});
		return form;
	}

	function cancelButton(): HTMLElement {
		const button = element('button', { type: 'button', class: 'button plain' }, 'Cancel the payment');
		button.addEventListener('click', () => act('cancel', {}, button));
		return button;
	}

	return createPart(
		offered,
		({ can: { cancel, refund } }) => ({ cancel, refund }),
		({ cancel, refund }) => [
			...(refund > 0 ? [refundForm(refund)] : []),
			...(cancel ? [cancelButton()] : []),
		],
	);
}

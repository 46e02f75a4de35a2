import type { Authorization } from '../../../worker/contract.ts';
import type { Paid } from '../paid.ts';
import { byId, element, jsonBlock } from './dom.ts';
import { formatMoney } from './money.ts';

/** Shows it as a person reads it, or as it is. */
export function showPayment(paid: Paid): void {
	const body = byId('payment');
	const buttons = { text: byId('as-text'), json: byId('as-json') };
	const show = (as: 'text' | 'json') => {
		buttons.text.setAttribute('aria-pressed', String(as === 'text'));
		buttons.json.setAttribute('aria-pressed', String(as === 'json'));
		body.replaceChildren(as === 'text' ? inWords(paid) : jsonBlock(paid, 'Payment information as JSON'));
	};
	buttons.text.addEventListener('click', () => show('text'));
	buttons.json.addEventListener('click', () => show('json'));
	show('text');
	body.setAttribute('aria-busy', 'false');
}

function inWords({ institution, accounts, payment, authorization, order }: Paid): HTMLElement {
	const { customer, payment_method, payment_intent } = payment.stripe;
	return element(
		'div',
		{ class: 'payment-text' },
		element('p', { class: 'institution' }, institution.name ?? 'Your bank'),
		element('ul', { class: 'accounts' }, ...accounts.map(account)),
		element(
			'dl',
			{ class: 'facts' },
			...fact(
				'Payment',
				element('code', {}, payment.id),
				element(
					'span',
					{},
					`${formatMoney(payment.amount, payment.currency)} for order ${order.number}, ${payment.status}`,
				),
			),
			...fact('Authorization', element('code', {}, payment.authorization), whenAccepted(authorization)),
			...fact(
				'At Stripe',
				element('code', {}, payment_intent ?? 'no PaymentIntent yet'),
				element(
					'span',
					{},
					`Customer ${customer ?? 'not made yet'} pays from ${payment_method ?? 'no account yet'}`,
				),
				payment.livemode ? null : element('span', { class: 'quiet' }, 'test mode'),
			),
		),
	);
}

function whenAccepted(authorization: Authorization | null): HTMLElement | null {
	if (!authorization?.accepted_at) return null;
	const time = new Date(authorization.accepted_at).toLocaleString('en-US', {
		timeStyle: 'medium',
		dateStyle: 'medium',
	});
	return element('span', {}, `accepted ${time}`);
}

function account({ name, mask, subtype, type, balances }: Paid['accounts'][number]): HTMLElement {
	const { current, available, currency } = balances;
	return element(
		'li',
		{ class: 'account' },
		element(
			'div',
			{},
			element('span', { class: 'account-name' }, name),
			element(
				'span',
				{ class: 'account-kind quiet' },
				[subtype ?? type, mask ? `••${mask}` : ''].filter(Boolean).join(' '),
			),
		),
		element(
			'div',
			{ class: 'balance' },
			element('span', { class: 'money' }, formatMoney(current, currency)),
			available === null
				? null
				: element(
						'span',
						{ class: 'balance-rest quiet money' },
						`${formatMoney(available, currency)} available`,
					),
		),
	);
}

function fact(name: string, ...values: (HTMLElement | null)[]): HTMLElement[] {
	return [element('div', {}, element('dt', { class: 'fact-name' }, name), element('dd', {}, ...values))];
}

import type { Payment } from '../payment.ts';
import { byId, element, jsonBlock } from './dom.ts';
import { formatMoney } from './money.ts';

/** Shows `GET /payment/get` as a person reads it, or as it is. */
export function showPayment(payment: Payment): void {
	const body = byId('payment');
	const buttons = { text: byId('as-text'), json: byId('as-json') };
	const show = (as: 'text' | 'json') => {
		buttons.text.setAttribute('aria-pressed', String(as === 'text'));
		buttons.json.setAttribute('aria-pressed', String(as === 'json'));
		body.replaceChildren(
			as === 'text' ? inWords(payment) : jsonBlock(payment, 'Payment information as JSON'),
		);
	};
	buttons.text.addEventListener('click', () => show('text'));
	buttons.json.addEventListener('click', () => show('json'));
	show('text');
	body.setAttribute('aria-busy', 'false');
}

function inWords({ institution, accounts, bank_account_token: token, customer }: Payment): HTMLElement {
	return element(
		'div',
		{ class: 'payment-text' },
		element('p', { class: 'institution' }, institution.name ?? 'Your bank'),
		element('ul', { class: 'accounts' }, ...accounts.map(account)),
		element(
			'dl',
			{ class: 'facts' },
			...fact('Bank account token', element('code', {}, token.id), element('span', {}, token.fate)),
			...fact('Stripe Customer', element('code', {}, customer.id), element('span', {}, whoIs(customer))),
		),
	);
}

function account({ name, mask, subtype, type, balances }: Payment['accounts'][number]): HTMLElement {
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

function fact(name: string, ...values: HTMLElement[]): HTMLElement[] {
	return [element('div', {}, element('dt', { class: 'fact-name' }, name), element('dd', {}, ...values))];
}

function whoIs({ name, email, livemode }: Payment['customer']): string {
	return [name, email, livemode ? null : 'test mode'].filter(Boolean).join(', ');
}

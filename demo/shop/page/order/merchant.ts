import type { Authorization, Payment } from '../../../../worker/contract.ts';
import type { OrderView } from '../../order-view.ts';
import { element, jsonBlock } from '../dom.ts';
import { formatMoney } from '../money.ts';
import { createActions } from './actions.ts';
import { createPart } from './keep.ts';
import { eventWords, merchantWords, timeWords } from './words.ts';

/** The payment as the merchant's server has it from the Worker, and what can be done with it. */
export function createMerchantPart(place: HTMLElement, id: string): (view: OrderView) => void {
	const text = element('button', { type: 'button', 'aria-pressed': 'true' }, 'Summary');
	const json = element('button', { type: 'button', 'aria-pressed': 'false' }, 'JSON');
	const status = element('div', { class: 'merchant-status' });
	const [facts, actions, history, kept, raw] = [
		element('div', {}),
		element('div', { class: 'actions' }),
		element('div', {}),
		element('div', {}),
		element('div', { hidden: '' }),
	];
	const summary = element('div', { class: 'merchant-summary' }, facts, actions, history, kept);
	for (const [pressed, other, isRaw] of [
		[text, json, false],
		[json, text, true],
	] as const) {
		pressed.addEventListener('click', () => {
			pressed.setAttribute('aria-pressed', 'true');
			other.setAttribute('aria-pressed', 'false');
			summary.hidden = isRaw;
			raw.hidden = !isRaw;
		});
	}
	place.replaceChildren(
		element(
			'div',
			{ class: 'heading-row' },
			status,
			element('fieldset', { class: 'toggle', 'aria-label': 'Show as' }, text, json),
		),
		summary,
		raw,
	);
	const parts = [
		createPart(status, ({ payment }) => payment, drawStatus),
		createPart(facts, ({ payment, earlier }) => ({ payment, earlier }), drawFacts),
		createActions(actions, id),
		createPart(
			history,
			({ payment, authorization }) => [
				...(authorization?.accepted_at
					? [{ type: 'authorization.accepted', at: authorization.accepted_at }]
					: []),
				...payment.history,
			],
			drawHistory,
		),
		createPart(kept, ({ authorization }) => authorization, drawAuthorization),
		createPart(
			raw,
			({ payment, authorization }) => ({ payment, authorization }),
			(shown) => [jsonBlock(shown, 'Payment and authorization as JSON')],
		),
	];
	return (view) => {
		for (const part of parts) part(view);
	};
}

const drawStatus = (payment: Payment) => [
	element('code', { class: `chip ${payment.status}` }, payment.status),
	element('span', { class: 'quiet' }, `since ${timeWords(payment.status_since)}`),
];

function drawFacts({ payment, earlier }: Pick<OrderView, 'payment' | 'earlier'>): HTMLElement[] {
	const { payment_intent, customer, payment_method, mandate, dispute } = payment.stripe;
	const money = (cents: number) => formatMoney(cents, payment.currency);
	const refunded = payment.amount_refunded > 0 ? `, ${money(payment.amount_refunded)} given back` : '';
	return [
		element('p', { class: 'meaning' }, merchantWords(payment)),
		element(
			'dl',
			{ class: 'facts' },
			...fact('Payment', payment.id),
			...fact('Amount', null, `${money(payment.amount)}${refunded}, for ${payment.purpose}`),
			...(payment.failure ? fact('Reason', payment.failure.code) : []),
			...fact('PaymentIntent', payment_intent),
			...fact('Customer', customer),
			...fact('Bank account', payment_method),
			...fact('Mandate', mandate),
			...(dispute ? fact('Dispute', dispute) : []),
			...payment.refunds.flatMap(({ id, amount, status, failure_reason }) =>
				fact('Refund', id, `${money(amount)}, ${status}${failure_reason ? `: ${failure_reason}` : ''}`),
			),
			...earlier.flatMap(({ id, failure }) => fact('Before it', id, `failed: ${failure?.code ?? ''}`)),
		),
	];
}

function fact(name: string, id: string | null, words?: string): HTMLElement[] {
	return [
		element(
			'div',
			{},
			element('dt', { class: 'fact-name' }, name),
			element(
				'dd',
				{},
				id === null ? null : element('code', {}, id),
				words === undefined
					? id === null
						? element('span', { class: 'quiet' }, 'none yet')
						: null
					: element('span', {}, words),
			),
		),
	];
}

const drawHistory = (entries: { type: string; at: string }[]): HTMLElement[] => [
	element('h3', {}, 'History'),
	element(
		'ol',
		{ class: 'history' },
		...entries.map(({ type, at }) =>
			element(
				'li',
				{ class: type.replace('.', '-') },
				element('span', {}, eventWords[type] ?? type),
				element('code', { class: 'quiet' }, type),
				element('time', { datetime: at, class: 'quiet number' }, timeWords(at)),
			),
		),
	),
];

function drawAuthorization(authorization: Authorization | null): HTMLElement[] {
	if (!authorization) return [];
	const { id, status, accepted_at, ip_address, user_agent, text, text_version } = authorization;
	return [
		element(
			'details',
			{ class: 'fold' },
			element('summary', {}, 'The authorization that is kept'),
			element(
				'dl',
				{ class: 'facts' },
				...fact('Authorization', id, status),
				...fact('Accepted', null, accepted_at ? timeWords(accepted_at) : 'not yet'),
				...fact('From', null, ip_address ?? 'not known'),
				...fact('With', null, user_agent ?? 'not known'),
				...fact('Text', null, `as shown, version ${text_version}`),
			),
			element('p', { class: 'authorization-text' }, text),
		),
	];
}

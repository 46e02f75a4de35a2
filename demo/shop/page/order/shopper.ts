import type { OrderView } from '../../order-view.ts';
import { element } from '../dom.ts';
import { formatMoney } from '../money.ts';
import { post } from '../post.ts';
import { icon } from './icon.ts';
import { createPart } from './keep.ts';
import { refundWords, type StatusWords, statusWords, timeWords } from './words.ts';

/** The order as its shopper would see it: no ids, no codes. */
export function createShopperPart(place: HTMLElement, id: string): (view: OrderView) => void {
	const [state, ways, rest] = [
		element('div', { class: 'state', role: 'status' }),
		element('div', { class: 'ways' }),
		element('div', {}),
	];
	place.replaceChildren(state, ways, rest);
	const parts = [
		createPart(state, (view) => ({ ...statusWords(view), more: refundWords(view) }), drawState),
		createPart(
			ways,
			({ can, bank, payment }) => ({ can, bank, connection: payment.connection }),
			(shown) => drawWays(shown, id),
		),
		createPart(
			rest,
			({ order, bank, authorization }) => ({
				order,
				bank,
				text: authorization?.text ?? null,
				at: authorization?.accepted_at ?? null,
			}),
			drawRest,
		),
	];
	return (view) => {
		for (const part of parts) part(view);
	};
}

function drawState({ title, text, tone, more }: StatusWords & { more: string | null }): HTMLElement[] {
	return [
		element(
			'div',
			{ class: `headline-state ${tone}` },
			icon(tone),
			element(
				'div',
				{},
				element('h3', { class: 'state-title' }, title),
				element('p', {}, text),
				more === null ? null : element('p', {}, more),
			),
		),
	];
}

/** A payment that has failed can be made again. */
function drawWays(
	{ can, bank, connection }: Pick<OrderView, 'can' | 'bank'> & { connection: string },
	id: string,
): HTMLElement[] {
	if (!can.pay_again) return [];
	const trouble = element('p', { class: 'trouble', role: 'alert' });
	const other = (style: string, words: string) =>
		element('a', { class: style, href: `/orders/${id}/pay` }, words);
	if (!can.pay_same) return [other('button', 'Pay again')];
	const account = bank.account?.mask ? `the account ••${bank.account.mask}` : 'the same account';
	const same = element('button', { type: 'button', class: 'button' }, `Try ${account} once more`);
	same.addEventListener('click', async () => {
		same.disabled = true;
		const failure = await post(`/orders/${id}/payments`, { connection });
		same.disabled = false;
		trouble.textContent = failure ? failure.display_message : '';
	});
	return [same, other('button plain', 'Pay with another bank'), trouble];
}

function drawRest({
	order,
	bank,
	text,
	at,
}: Pick<OrderView, 'order' | 'bank'> & { text: string | null; at: string | null }): HTMLElement[] {
	const money = (cents: number) => formatMoney(cents, 'usd');
	const account = [bank.account?.name, bank.account?.mask ? `••${bank.account.mask}` : null]
		.filter(Boolean)
		.join(' ');
	return [
		element(
			'ul',
			{ class: 'bought' },
			...order.lines.map(({ name, quantity, amount }) =>
				element(
					'li',
					{},
					element('span', {}, quantity > 1 ? `${quantity} × ${name}` : name),
					element('span', { class: 'money' }, money(amount)),
				),
			),
			element(
				'li',
				{ class: 'bought-total' },
				element('span', {}, 'Total'),
				element('span', { class: 'money' }, money(order.amount)),
			),
		),
		element(
			'p',
			{ class: 'paid-from quiet' },
			`From ${[bank.institution.name, account].filter(Boolean).join(', ')}`,
		),
		...(text && at
			? [
					element(
						'details',
						{ class: 'fold' },
						element('summary', {}, `What you authorized on ${timeWords(at)}`),
						element('p', { class: 'authorization-text' }, text),
					),
				]
			: []),
	];
}

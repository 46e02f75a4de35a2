import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import type { OrderView } from '../../order-views.ts';
import { disableDuring, renderKeepingFocus } from '../shared/dom.ts';
import { formatMoney, formatTime } from '../shared/format.ts';
import { post } from '../shared/post.ts';
import { refundText, shopperText, type Tone } from './status-texts.ts';

/** "What the shopper sees": the order without ids and codes. */
export function createShopperPanel(place: HTMLElement, id: string): { show(view: OrderView): void } {
	let view: OrderView;
	/** Why paying again did not work. */
	let problem = '';

	function update(): void {
		renderKeepingFocus(
			html`
				<div class="state" role="status">${state(view)}</div>
				${view.can.pay_again ? payAgain(view) : nothing}
				<div>${purchase(view)}</div>
			`,
			place,
		);
	}

	function payAgain({ can, bank, payment }: OrderView): TemplateResult {
		if (!can.pay_same) {
			return html`<div class="pay-again"><a class="button" href="/orders/${id}/pay">Pay again</a></div>`;
		}
		const account = bank.account?.mask ? `the account ••${bank.account.mask}` : 'the same account';
		const payWithSame = (event: Event) =>
			disableDuring(event, async () => {
				const failure = await post(`/orders/${id}/payments`, { connection: payment.connection });
				problem = failure?.display_message ?? '';
				update();
			});
		return html`
			<div class="pay-again">
				<button type="button" class="button" @click=${payWithSame}>Try ${account} once more</button>
				<a class="button plain" href="/orders/${id}/pay">Pay with another bank</a>
				<p class="problem" role="alert">${problem}</p>
			</div>
		`;
	}

	return {
		show: (next) => {
			view = next;
			update();
		},
	};
}

function state(view: OrderView): TemplateResult {
	const { title, text, tone } = shopperText(view);
	const refund = refundText(view);
	return html`
		<div class="headline-state ${tone}">
			${icon(tone)}
			<div>
				<h3 class="state-title">${title}</h3>
				<p>${text}</p>
				${refund === null ? nothing : html`<p>${refund}</p>`}
			</div>
		</div>
	`;
}

const drawings: Record<Tone, string> = {
	wait: 'M16 9v7.5l5 3',
	good: 'm9.5 16.5 4.5 4.5 8.5-9.5',
	bad: 'M16 8.5v9.5M16 22.6v.4',
	back: 'M21 21v-3a4 4 0 0 0-4-4h-6m3.5-4L10.5 14l4 4',
	off: 'm11 11 10 10M21 11 11 21',
};

const icon = (tone: Tone): TemplateResult => html`
	<svg class="sign" aria-hidden="true" viewBox="0 0 32 32" width="36" height="36">
		<circle cx="16" cy="16" r="16" fill="currentColor" />
		${svg`<path d=${drawings[tone]} fill="none" stroke="var(--card)" stroke-width="2.75" stroke-linecap="round" stroke-linejoin="round" />`}
	</svg>
`;

/** What was bought, what it is paid from, and the authorization that the shopper accepted. */
function purchase({ order, bank, authorization }: OrderView): TemplateResult {
	const account = [bank.account?.name, bank.account?.mask && `••${bank.account.mask}`]
		.filter(Boolean)
		.join(' ');
	return html`
		<ul class="bought">
			${order.lines.map(
				({ name, quantity, amount }) => html`
					<li>
						<span>${quantity > 1 ? `${quantity} × ${name}` : name}</span>
						<span class="money">${formatMoney(amount, 'usd')}</span>
					</li>
				`,
			)}
			<li class="bought-total"><span>Total</span><span class="money">${formatMoney(order.amount, 'usd')}</span></li>
		</ul>
		<p class="paid-from quiet">From ${[bank.institution.name, account].filter(Boolean).join(', ')}</p>
		${
			authorization?.text && authorization.accepted_at
				? html`
						<details class="fold">
							<summary>What you authorized on ${formatTime(authorization.accepted_at)}</summary>
							<p class="authorization-text">${authorization.text}</p>
						</details>
					`
				: nothing
		}
	`;
}

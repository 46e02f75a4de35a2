import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { Authorization } from '../../../../worker/contract.ts';
import type { PaidView } from '../../order-views.ts';
import { fact, jsonBlock, notLoaded, summaryOrJson } from '../shared/dom.ts';
import { formatMoney, formatTime } from '../shared/format.ts';

type PaymentState =
	| { status: 'loading' }
	| { status: 'failed'; retry: () => void }
	| { status: 'loaded'; paid: PaidView };

/** The panel "Payment information": a summary, or the same data as JSON. */
export function createPaymentPanel(place: HTMLElement): { show(state: PaymentState): void } {
	let state: PaymentState = { status: 'loading' };
	let asJson = false;

	function show(next: PaymentState): void {
		state = next;
		update();
	}

	function chooseJson(chosen: boolean): void {
		asJson = chosen;
		update();
	}

	function update(): void {
		render(
			html`
				<div class="heading-row">
					<h2 id="payment-heading">Payment information</h2>
					${summaryOrJson(asJson, chooseJson)}
				</div>
				<div class="payment-body" aria-live="polite" aria-busy=${state.status === 'loading'}>${body()}</div>
			`,
			place,
		);
	}

	function body(): TemplateResult {
		switch (state.status) {
			case 'loading':
				return html`<p class="quiet">Reading …</p>`;
			case 'failed':
				return notLoaded(state.retry);
			case 'loaded':
				return asJson ? jsonBlock(state.paid, 'Payment information as JSON') : summary(state.paid);
		}
	}

	update();
	return { show };
}

function summary({ institution, accounts, payment, authorization, order }: PaidView): TemplateResult {
	const { customer, payment_method, payment_intent } = payment.stripe;
	return html`
		<div class="payment-text">
			<p class="institution">${institution.name ?? 'Your bank'}</p>
			<ul class="accounts">
				${accounts.map(accountLine)}
			</ul>
			<dl class="facts">
				${fact(
					'Payment',
					html`
						<code>${payment.id}</code>
						<span>${formatMoney(payment.amount, payment.currency)} for order ${order.number}, ${payment.status}</span>
					`,
				)}
				${fact('Authorization', html`<code>${payment.authorization}</code> ${acceptedAt(authorization)}`)}
				${fact(
					'At Stripe',
					html`
						<code>${payment_intent ?? 'no PaymentIntent yet'}</code>
						<span>Customer ${customer ?? 'not made yet'} pays from ${payment_method ?? 'no account yet'}</span>
						${payment.livemode ? nothing : html`<span class="quiet">test mode</span>`}
					`,
				)}
			</dl>
		</div>
	`;
}

const acceptedAt = (authorization: Authorization | null) =>
	authorization?.accepted_at ? html`<span>accepted ${formatTime(authorization.accepted_at)}</span>` : nothing;

function accountLine({ name, mask, subtype, type, balances }: PaidView['accounts'][number]): TemplateResult {
	const { current, available, currency } = balances;
	return html`
		<li class="account">
			<div>
				<span class="account-name">${name}</span>
				<span class="account-kind quiet">${[subtype ?? type, mask && `••${mask}`].filter(Boolean).join(' ')}</span>
			</div>
			<div class="balance">
				<span class="money">${formatMoney(current, currency)}</span>
				${
					available === null
						? nothing
						: html`<span class="balance-rest quiet money">${formatMoney(available, currency)} available</span>`
				}
			</div>
		</li>
	`;
}

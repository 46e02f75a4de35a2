import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Authorization, Payment } from '../../../../worker/contract.ts';
import type { OrderView } from '../../order-views.ts';
import { fact, jsonBlock, renderKeepingFocus, summaryOrJson } from '../shared/dom.ts';
import { formatMoney, formatTime } from '../shared/format.ts';
import { createActions } from './actions.ts';
import { eventTexts, merchantText } from './status-texts.ts';

/** "What the merchant sees": the payment as the Worker returns it, and what the merchant can do with it. */
export function createMerchantPanel(place: HTMLElement, id: string): { show(view: OrderView): void } {
	let view: OrderView | null = null;
	let asJson = false;
	const actions = createActions(id, update);

	function chooseJson(chosen: boolean): void {
		asJson = chosen;
		update();
	}

	function update(): void {
		renderKeepingFocus(
			html`
				<div class="heading-row">
					<div class="merchant-status">${view ? status(view.payment) : nothing}</div>
					${summaryOrJson(asJson, chooseJson)}
				</div>
				<div class="merchant-summary" ?hidden=${asJson}>
					${
						view
							? html`
									${facts(view)} ${actions(view)} ${history(view)}
									${view.authorization ? authorizationDetails(view.authorization) : nothing}
								`
							: nothing
					}
				</div>
				<div ?hidden=${!asJson}>
					${
						view
							? jsonBlock(
									{ payment: view.payment, authorization: view.authorization },
									'Payment and authorization as JSON',
								)
							: nothing
					}
				</div>
			`,
			place,
		);
	}

	update();
	return {
		show: (next) => {
			view = next;
			update();
		},
	};
}

const status = (payment: Payment): TemplateResult => html`
	<code class="chip ${payment.status}">${payment.status}</code>
	<span class="quiet">since ${formatTime(payment.status_since)}</span>
`;

function facts({ payment, earlier }: OrderView): TemplateResult {
	const { payment_intent, customer, payment_method, mandate, dispute } = payment.stripe;
	const money = (cents: number) => formatMoney(cents, payment.currency);
	const refunded = payment.amount_refunded > 0 ? `, ${money(payment.amount_refunded)} given back` : '';
	return html`
		<p class="meaning">${merchantText(payment)}</p>
		<dl class="facts">
			${idFact('Payment', payment.id)}
			${textFact('Amount', `${money(payment.amount)}${refunded}, for ${payment.purpose}`)}
			${payment.failure ? idFact('Reason', payment.failure.code) : nothing}
			${idFact('PaymentIntent', payment_intent)} ${idFact('Customer', customer)}
			${idFact('Bank account', payment_method)} ${idFact('Mandate', mandate)}
			${dispute ? idFact('Dispute', dispute) : nothing}
			${payment.refunds.map(({ id, amount, status, failure_reason }) =>
				idFact('Refund', id, `${money(amount)}, ${status}${failure_reason ? `: ${failure_reason}` : ''}`),
			)}
			${earlier.map(({ id, failure }) => idFact('Before it', id, `failed: ${failure?.code ?? ''}`))}
		</dl>
	`;
}

const idFact = (name: string, id: string | null, text?: string): TemplateResult =>
	fact(
		name,
		id === null
			? html`<span class="quiet">none yet</span>`
			: html`<code>${id}</code>${text === undefined ? nothing : html`<span>${text}</span>`}`,
	);

const textFact = (name: string, text: string): TemplateResult => fact(name, html`<span>${text}</span>`);

function history({ payment, authorization }: OrderView): TemplateResult {
	const accepted = authorization?.accepted_at;
	const entries = [
		...(accepted ? [{ type: 'authorization.accepted', at: accepted }] : []),
		...payment.history,
	];
	return html`
		<h3>History</h3>
		<ol class="history">
			${entries.map(
				({ type, at }) => html`
					<li class=${type.replace('.', '-')}>
						<span>${eventTexts[type] ?? type}</span>
						<code class="quiet">${type}</code>
						<time datetime=${at} class="quiet number">${formatTime(at)}</time>
					</li>
				`,
			)}
		</ol>
	`;
}

function authorizationDetails(authorization: Authorization): TemplateResult {
	const { id, status, accepted_at, ip_address, user_agent, text, text_version } = authorization;
	return html`
		<details class="fold">
			<summary>The authorization that is kept</summary>
			<dl class="facts">
				${idFact('Authorization', id, status)}
				${textFact('Accepted', accepted_at ? formatTime(accepted_at) : 'not yet')}
				${textFact('From', ip_address ?? 'not known')}
				${textFact('With', user_agent ?? 'not known')}
				${textFact('Text', `as shown, version ${text_version}`)}
			</dl>
			<p class="authorization-text">${text}</p>
		</details>
	`;
}

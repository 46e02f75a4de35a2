import { keyed } from 'lit/directives/keyed.js';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { OrderView } from '../../order-views.ts';
import { formatMoney } from '../shared/format.ts';
import { type Failure, post } from '../shared/post.ts';

/**
 * What the merchant can do with a payment: refund it, or cancel it. Returns the template for an order. `update` is
 * called when the template has changed and the order has not.
 */
export function createActions(id: string, update: () => void): (view: OrderView) => TemplateResult {
	let running: 'cancel' | 'refunds' | null = null;
	let problem: Failure | null = null;
	/** The id becomes part of the idempotency key: however often one form is submitted, it makes one refund. */
	let refundForm = { refundable: 0, id: '' };

	async function run(action: 'cancel' | 'refunds', body: object): Promise<void> {
		running = action;
		problem = null;
		update();
		problem = await post(`/orders/${id}/${action}`, body);
		running = null;
		update();
	}

	function submitRefund(event: SubmitEvent): void {
		event.preventDefault();
		const text = new FormData(event.currentTarget as HTMLFormElement).get('amount');
		const cents = Math.round(Number(String(text).replace(',', '.')) * 100);
		run('refunds', { ...(Number.isFinite(cents) && { amount: cents }), form: refundForm.id });
	}

	function refundFields(refundable: number): TemplateResult {
		return html`
			<form class="refund" @submit=${submitRefund}>
				<label for="refund-amount">Give back, of ${formatMoney(refundable, 'usd')}</label>
				<span class="refund-field">
					<span aria-hidden="true">$</span>
					<input id="refund-amount" name="amount" inputmode="decimal" autocomplete="off" value=${(refundable / 100).toFixed(2)} />
					<button class="button plain" ?disabled=${running === 'refunds'}>Refund</button>
				</span>
			</form>
		`;
	}

	const cancelButton = () => html`
		<button type="button" class="button plain" ?disabled=${running === 'cancel'} @click=${() => run('cancel', {})}>
			Cancel the payment
		</button>
	`;

	return ({ can }) => {
		if (can.refund !== refundForm.refundable) {
			refundForm = { refundable: can.refund, id: crypto.randomUUID() };
		}
		// The styles hide this block while it is empty. The alert has to exist before its text changes.
		return html`
			<div class="actions">
				<div class="offered">
					${can.refund > 0 ? keyed(refundForm.id, refundFields(can.refund)) : nothing}
					${can.cancel ? cancelButton() : nothing}
				</div>
				<div role="alert">${problem ? problemText(problem) : nothing}</div>
			</div>
		`;
	};
}

const problemText = ({ code, message }: Failure): TemplateResult =>
	html`<p class="problem">${code === 'request_refused' ? nothing : html`<code>${code}</code>`} ${message}</p>`;

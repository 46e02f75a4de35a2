import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { OrderView } from '../../order-views.ts';
import { disableDuring, renderKeepingFocus } from '../shared/dom.ts';
import { post } from '../shared/post.ts';

/** "The sandbox’s bank": decides what the simulated bank does with the payment. */
export function createSandboxPanel(place: HTMLElement, id: string): { show(view: OrderView): void } {
	let view: OrderView | null = null;
	let status = '';

	/** Sends an outcome, or a time to pass, to the shop's server, which passes it to the sandbox. */
	const send = (event: Event, body: object): Promise<void> =>
		disableDuring(event, async () => {
			status = 'Stripe tells your Worker, your Worker tells your server …';
			update();
			const failure = await post(`/orders/${id}/sandbox`, body);
			status = failure ? failure.message : 'Done: it shows as soon as the events have come.';
			update();
		});

	const button = (label: string, body: () => object): TemplateResult => html`
		<button type="button" class="button plain small" @click=${(event: Event) => send(event, body())}>${label}</button>
	`;
	const outcomeButton = (label: string, outcome: string) => button(label, () => ({ outcome }));
	const timeButton = (label: string, advance: string) => button(label, () => ({ advance }));

	function bankControls({ canPay, canReturn, canRefund }: BankOptions): TemplateResult {
		const chosenReason = () => place.querySelector<HTMLSelectElement>('#reason')?.value;
		return html`
			<h3>The bank</h3>
			<div class="row">
				${canPay ? outcomeButton('Get it', 'sent') : nothing}
				${canPay ? outcomeButton('Pay', 'succeeded') : nothing}
				${canReturn ? outcomeButton('Take it back', 'dispute') : nothing}
				${canRefund ? outcomeButton('Take the refund', 'refunded') : nothing}
				${canRefund ? outcomeButton('Refuse the refund', 'refund_failed') : nothing}
				${canReturn || canRefund ? nothing : html`<span class="quiet">It has done its part.</span>`}
			</div>
			${
				canReturn
					? html`
							<div class="row">
								<label for="reason">${canPay ? 'Refuse it:' : 'Return it late:'}</label>
								<select id="reason">
									${Object.entries(returnReasons).map(([outcome, label]) => html`<option value=${outcome}>${label}</option>`)}
								</select>
								${button(canPay ? 'Refuse' : 'Return', () => ({ outcome: chosenReason() }))}
							</div>
						`
					: nothing
			}
		`;
	}

	function update(): void {
		renderKeepingFocus(
			html`
				<p class="quiet">
					Plaid, Stripe and the bank are pretended here: decide what becomes of the payment. Left alone, it is paid after
					five minutes.
				</p>
				<div class="controls">${view ? bankControls(bankOptions(view)) : nothing}</div>
				<div class="controls">
					<h3>Let time pass</h3>
					<div class="row">
						${timeButton('1 minute', '1m')} ${timeButton('5 minutes', '5m')} ${timeButton('4 days', '4d')}
					</div>
				</div>
				<p class="sandbox-status quiet" role="status">${status}</p>
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

type BankOptions = { canPay: boolean; canReturn: boolean; canRefund: boolean };

/** What the bank can still do with the payment. */
function bankOptions({ payment: { status, refunds, stripe } }: OrderView): BankOptions {
	const canPay = stripe.payment_intent !== null && (status === 'processing' || status === 'pending');
	return {
		canPay,
		canReturn: canPay || status === 'succeeded' || status === 'refunded',
		canRefund: refunds.some((refund) => refund.status === 'pending'),
	};
}

/** Labels of the sandbox's outcomes with which a bank returns a debit. */
const returnReasons: Readonly<Record<string, string>> = {
	insufficient_funds: 'not enough money',
	account_closed: 'account closed',
	no_account: 'no such account',
	debit_not_authorized: 'not authorized',
	invalid_currency: 'wrong currency',
	bank_account_restricted: 'account restricted',
	refer_to_customer: 'reason not told',
};

import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { byId } from '../shared/dom.ts';
import { type Failure, post } from '../shared/post.ts';

/** What the order is paid with: the connection, and the authorization that the shopper accepted for this order. */
export type PaymentSource = { connection: string; authorization: string };

const order = byId('checkout').dataset.order ?? '';

/** The payment that a reload must not lose. */
const storageKey = `example-shop-paying ${order}`;

/** Returns the source of the payment that a reload interrupted, or null. */
export const interruptedPayment = (): PaymentSource | null =>
	JSON.parse(sessionStorage.getItem(storageKey) ?? 'null');

/**
 * Asks the shop's server to take the payment, and shows how it goes. The page sends the source and never an amount.
 * `onPaid` runs once the payment has been made.
 */
export async function pay(source: PaymentSource, onPaid: () => Promise<void>): Promise<void> {
	const { connection, authorization } = source;
	sessionStorage.setItem(storageKey, JSON.stringify({ connection, authorization }));
	show(html`<p class="working"><span class="spinner"></span>Making the payment …</p>`);
	const failure = await post(`/orders/${order}/payments`, { connection, authorization });
	if (!failure) {
		sessionStorage.removeItem(storageKey);
		return onPaid();
	}
	// The server may have made this payment after all: keep its source until the shopper has tried again.
	if (failure.next_step !== 'retry') sessionStorage.removeItem(storageKey);
	const nextSteps = {
		retry: { label: 'Try again', run: () => pay(source, onPaid) },
		connect_bank: { label: 'Connect a bank again', run: startOver },
		reload: { label: 'Look at the order', run: () => location.reload() },
	};
	show(paymentFailed(failure, nextSteps[failure.next_step]));
}

/** A real shop writes the merchant's details to its log and nowhere else. */
const paymentFailed = (
	{ code, message, display_message }: Failure,
	nextStep: { label: string; run: () => void },
): TemplateResult => html`
	<div class="failure">
		<p><strong>The payment was not made.</strong></p>
		<p>${display_message}</p>
		<button type="button" class="button" @click=${nextStep.run}>${nextStep.label}</button>
		<details class="merchant-details">
			<summary>What the merchant is told</summary>
			<p><code>${code}</code> ${message}</p>
		</details>
	</div>
`;

/** Shows that the shopper has declined the authorization. */
export function showDeclined(): void {
	show(html`
		<div class="failure mild">
			<p><strong>You have not authorized the payment.</strong></p>
			<p>Nothing is taken from your account. You can pay from another one, or come back later.</p>
		</div>
	`);
}

export const clearStatus = (): void => show(nothing);

function show(content: TemplateResult | typeof nothing): void {
	render(content, byId('paying'));
}

/** Resets the element, so that the shopper can connect a bank again. */
function startOver(): void {
	clearStatus();
	const element = document.querySelector<HTMLElement & { reset?(): void }>('plaid-stripe-connect');
	element?.reset?.();
	element?.focus();
}

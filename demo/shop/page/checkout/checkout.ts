import { createEventLog } from '../shared/event-log.ts';
import { loadedScripts, noteCalls, startRun } from './note-calls.ts';
import { clearStatus, interruptedPayment, type PaymentSource, pay, showDeclined } from './pay.ts';

const element = document.querySelector('plaid-stripe-connect');
const backend = element?.getAttribute('backend') ?? location.origin;
const linkScript =
	element?.getAttribute('link-script') ?? 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';

const { run, end: endRun } = startRun();
noteCalls(backend, run.calls);
createEventLog().listenTo(document, (name) => run.events.push({ at: Date.now(), name }));

document.addEventListener('bank-authorized', (event) => {
	if (event instanceof CustomEvent) pay(event.detail as PaymentSource, showSuccess);
});
document.addEventListener('bank-exit', (event) => {
	if (!(event instanceof CustomEvent)) return;
	if ((event.detail as { status: string | null }).status === 'authorization_declined') showDeclined();
});
document.addEventListener('bank-open', clearStatus);

const interrupted = interruptedPayment();
if (interrupted) pay(interrupted, showSuccess);

async function showSuccess(): Promise<void> {
	const report = {
		started_at: run.startedAt,
		calls: [...loadedScripts(backend, linkScript), ...run.calls].slice(-100),
		events: run.events.slice(-200),
	};
	// Only the demo shows the calls: if the report fails, the shopper still reaches the success page.
	await fetch('/payment/calls', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(report),
	}).catch(() => {});
	endRun();
	location.assign('/success');
}

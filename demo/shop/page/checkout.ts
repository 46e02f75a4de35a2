import { beginRun, loadedScripts, noteCalls } from './calls.ts';
import { showEvents } from './events.ts';
import { interrupted, type Means, pay, sayDeclined, sayNothing } from './paying.ts';

const tag = document.querySelector('plaid-stripe-connect');
const backend = tag?.getAttribute('backend') ?? location.origin;
const linkScript =
	tag?.getAttribute('link-script') ?? 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';

const run = beginRun();
noteCalls(backend, run.calls);
showEvents(run.events);

document.addEventListener('bank-authorized', (event) => {
	if (!(event instanceof CustomEvent)) return;
	const { connection, authorization } = event.detail as Means;
	pay({ connection, authorization }, showSuccess);
});

document.addEventListener('bank-exit', (event) => {
	if (!(event instanceof CustomEvent)) return;
	if ((event.detail as { status: string | null }).status === 'authorization_declined') sayDeclined();
});
document.addEventListener('bank-open', sayNothing);

const standing = interrupted();
if (standing) pay(standing, showSuccess);

async function showSuccess(): Promise<void> {
	const report = {
		started_at: run.startedAt,
		calls: [...loadedScripts(backend, linkScript), ...run.calls].slice(-100),
		events: run.events.slice(-200),
	};
	// The story of the calls is worth telling, but no reason to keep a shopper from the end.
	await fetch('/payment/calls', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(report),
	}).catch(() => {});
	run.end();
	location.assign('/success');
}

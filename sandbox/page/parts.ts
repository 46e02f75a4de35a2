/** The parts of the page that change. Each is a `div` with an id, and the script replaces its content. */
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { webhookModes } from '../webhooks.ts';
import { button, time } from './components.ts';
import { customers, items, payments, tokens } from './records.ts';
import { requests, webhooks } from './traffic.ts';

export const pageParts = (state: State) => ({
	clock: clock(state),
	faults: faults(state),
	mode: webhookMode(state),
	items: items(state),
	payments: payments(state),
	webhooks: webhooks(state),
	customers: customers(state),
	tokens: tokens(state),
	requests: requests(state),
});

function clock(state: State) {
	const ahead = Math.round(state.clock.offset() / 1_000);
	const days = Math.floor(ahead / 86_400);
	const rest = new Date((ahead % 86_400) * 1_000).toISOString().slice(11, 19);
	return html`<div id="clock"><p><time class="now">${time(state.clock.now())}</time> <span>UTC${
		ahead === 0 ? '' : html`, ahead by ${days === 0 ? '' : `${days} d `}${rest}`
	}</span></p></div>`;
}

function faults({ faults }: State) {
	const rows = faults.map(
		({ path, times, fault }) => html`<li>
			<code>${path}</code>
			<span>${JSON.stringify(fault)}</span>
			<span>${times === undefined ? 'always' : `${times} ×`}</span>
		</li>`,
	);
	return html`<div id="faults">${
		faults.length === 0
			? html`<p class="empty">No faults. Every call gets its normal response.</p>`
			: html`<ul class="rows">${rows}</ul>${button({ label: 'Remove all', control: 'faults', body: null, method: 'DELETE' })}`
	}</div>`;
}

function webhookMode({ webhooks }: State) {
	const held = webhooks.sent.filter(({ state }) => state === 'held').length;
	const modes = webhookModes.map((mode) =>
		button({ label: mode, control: 'webhooks', body: { mode }, pressed: mode === webhooks.mode }),
	);
	return html`<div id="mode">
		<div class="buttons" role="group" aria-label="How webhooks are sent">${modes}</div>
		<p class="empty">${held === 0 ? 'No webhooks are held.' : `${held} held until the mode changes.`}</p>
		${button({ label: 'Rotate signing key', control: 'webhooks', body: { rotate_key: true } })}
	</div>`;
}

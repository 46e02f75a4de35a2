/** The parts of the page that change. Each is a `div` that takes the place of the one with its id. */
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { webhookModes } from '../webhooks.ts';
import { button } from './button.ts';
import { customers, items, payments, tokens } from './records.ts';
import { time } from './section.ts';
import { requests, webhooks } from './traffic.ts';

export const partsOf = (state: State) => ({
	clock: clock(state),
	faults: faults(state),
	mode: mode(state),
	items: items(state),
	payments: payments(state),
	webhooks: webhooks(state),
	customers: customers(state),
	tokens: tokens(state),
	requests: requests(state),
});

const clock = (state: State) => {
	const ahead = Math.round(state.clock.offset() / 1_000);
	const days = Math.floor(ahead / 86_400);
	const rest = new Date((ahead % 86_400) * 1_000).toISOString().slice(11, 19);
	return html`<div id="clock"><p><time class="now">${time(state.clock.now())}</time> <span>UTC${
		ahead === 0 ? '' : html`, ahead by ${days === 0 ? '' : `${days} d `}${rest}`
	}</span></p></div>`;
};

const faults = ({ faults: list }: State) =>
	html`<div id="faults">${
		list.length === 0
			? html`<p class="empty">None: every call is answered as it should be.</p>`
			: html`<ul class="rows">${list.map(
					({ path, times, fault }) =>
						html`<li><code>${path}</code> <span>${JSON.stringify(fault)}</span> <span>${times === undefined ? 'always' : `${times} ×`}</span></li>`,
				)}</ul>${button('Remove all', 'faults', null, { method: 'DELETE' })}`
	}</div>`;

const mode = ({ webhooks }: State) => {
	const held = webhooks.sent.filter(({ state }) => state === 'held').length;
	return html`<div id="mode"><div class="buttons" role="group" aria-label="How webhooks are sent">${webhookModes.map(
		(each) => button(each, 'webhooks', { mode: each }, { pressed: each === webhooks.mode }),
	)}</div>
	<p class="empty">${held === 0 ? 'None is held back.' : `${held} held back until another mode.`}</p>${button('Sign with a new key', 'webhooks', { rotate_key: true })}</div>`;
};

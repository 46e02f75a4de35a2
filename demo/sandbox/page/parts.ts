/** The parts of the page that change. Each is a `div` that takes the place of the one with its id. */
import { html } from 'hono/html';
import { maskText } from '../journal.ts';
import type { Item, State } from '../state.ts';
import { type Webhook, webhookModes } from '../webhooks.ts';
import { button } from './button.ts';

/** So many of each are shown, the newest first. */
const shown = 50;

const newest = <Entry>(entries: Iterable<Entry>): Entry[] => [...entries].reverse().slice(0, shown);

const time = (ms: number) => new Date(ms).toISOString().replace('T', ' ').slice(0, 19);
const shortTime = (ms: number) => time(ms).slice(5, 16);

type Tone = 'good' | 'wait' | 'bad' | 'off';
const chip = (tone: Tone, label: string) => html`<span class="chip ${tone}">${label}</span>`;

const section = (id: string, heading: string, count: number, content: unknown, empty: string) =>
	html`<div id="${id}"><section aria-labelledby="${id}-heading">
		<h2 id="${id}-heading">${heading} <small>${count > shown ? `${shown} of ${count}` : count}</small></h2>
		${count === 0 ? html`<p class="empty">${empty}</p>` : content}
	</section></div>`;

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

const items = (state: State) =>
	section(
		'items',
		'Items',
		state.items.size,
		html`<ul class="rows">${newest(state.items.values()).map((item) => {
			const wrong = item.error?.error_code;
			return html`<li>
				<strong>${item.institutionName ?? 'By account number'}</strong>
				${
					item.removedAt !== null
						? chip('off', 'removed')
						: wrong
							? chip('bad', wrong)
							: item.accessToken === null
								? chip('wait', 'not exchanged')
								: chip('good', 'good')
				}
				<code>${item.itemId}</code>
				<span>${item.username} · ${item.products.join(', ')}</span>
				<span>${accountsLine(item)}</span>
				${item.accessToken === null ? '' : html`<code>${maskText(item.accessToken)}</code>`}
				<time>${time(item.createdAt)}</time>
				${
					item.removedAt === null && !wrong
						? button('Reset login', `items/${item.itemId}/reset_login`, {})
						: ''
				}
			</li>`;
		})}</ul>`,
		'None yet. Link a bank, or call /sandbox/public_token/create.',
	);

/** The first accounts by name, the others by their number. */
const accountsLine = ({ accounts }: Item): string => {
	const named = accounts.slice(0, 2).map(({ name, mask }) => `${name} ••${mask ?? ''}`);
	const more = accounts.length - named.length;
	return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
};

const paymentTones: Record<string, Tone> = {
	succeeded: 'good',
	processing: 'wait',
	canceled: 'off',
	requires_payment_method: 'bad',
};

const payments = (state: State) =>
	section(
		'payments',
		'Payments',
		state.paymentIntents.size,
		html`<ul class="rows">${newest(state.paymentIntents.values()).map((payment) => {
			const settle = (label: string, outcome: string) => button(label, `payments/${payment.id}`, { outcome });
			return html`<li>
				<strong>${(payment.amount / 100).toFixed(2)} ${payment.currency.toUpperCase()}</strong>
				${chip(paymentTones[payment.status] ?? 'wait', payment.status)}
				<code>${payment.id}</code>
				<span>${payment.last_payment_error?.code ?? ''}</span>
				<time>${time(payment.created * 1_000)}</time>
				<span class="buttons">${
					payment.status === 'processing'
						? [settle('Succeed', 'succeeded'), settle('Fail', 'insufficient_funds')]
						: ''
				}${payment.status === 'succeeded' ? settle('Dispute', 'dispute') : ''}</span>
			</li>`;
		})}</ul>`,
		'None yet. A PaymentIntent would stand here.',
	);

const customers = (state: State) =>
	section(
		'customers',
		'Customers',
		state.customers.size,
		html`<ul class="rows">${newest(state.customers.values()).map(
			(customer) => html`<li>
				<strong>${customer.name ?? customer.email ?? 'Customer'}</strong>
				<code>${customer.id}</code>
				<span>${customer.sources
					.map((id) => state.bankAccounts.get(id))
					.map((account) => (account ? `${account.bankName} ••${account.last4} (${account.status})` : ''))
					.join(', ')}</span>
				<time>${time(customer.created)}</time>
			</li>`,
		)}</ul>`,
		'None yet. A Stripe Customer would stand here.',
	);

const tokens = (state: State) => {
	const now = state.clock.now();
	const rows = [
		...[...state.linkTokens.values()].map(({ linkToken, expiresAt, updateItemId }) => ({
			kind: updateItemId === null ? 'link token' : 'link token (update)',
			token: maskText(linkToken),
			chip: now < expiresAt ? chip('good', `until ${shortTime(expiresAt)}`) : chip('off', 'expired'),
		})),
		...[...state.publicTokens.values()].map(({ publicToken, expiresAt, usedAt }) => ({
			kind: 'public token',
			token: maskText(publicToken),
			chip:
				usedAt !== null
					? chip('off', 'exchanged')
					: now < expiresAt
						? chip('good', `until ${shortTime(expiresAt)}`)
						: chip('off', 'expired'),
		})),
		...[...state.bankAccountTokens.values()]
			.filter(({ itemId }) => itemId !== null)
			.map(({ id, used, livemode }) => ({
				kind: livemode ? 'bank account token (live)' : 'bank account token',
				token: maskText(id),
				chip: used ? chip('off', 'used') : chip('good', 'unused'),
			})),
		...[...state.processorTokens].map(([token, { processor }]) => ({
			kind: `processor token (${processor})`,
			token: maskText(token),
			chip: chip('good', 'good'),
		})),
	];
	return section(
		'tokens',
		'Tokens',
		rows.length,
		html`<ul class="rows">${newest(rows).map(
			(row) => html`<li><strong>${row.kind}</strong> ${row.chip} <code>${row.token}</code></li>`,
		)}</ul>`,
		'None yet. They show their last four characters only.',
	);
};

const webhookTones: Record<Webhook['state'], Tone> = {
	delivered: 'good',
	sending: 'wait',
	retrying: 'wait',
	held: 'wait',
	'given up': 'bad',
	'not sent': 'bad',
};

const webhooks = ({ webhooks: { sent } }: State) =>
	section(
		'webhooks',
		'Webhooks',
		sent.length,
		html`<ol class="rows">${newest(sent.entries()).map(
			([index, webhook]) => html`<li><details data-key="webhook ${index}">
				<summary>
					<time>${shortTime(webhook.createdAt)}</time>
					${chip(webhookTones[webhook.state], webhook.state)}
					<strong>${webhook.name}</strong>
					<span>${webhook.attempts.map(({ status }) => status ?? 'no answer').join(', ')}</span>
				</summary>
				<p><code>${webhook.url}</code></p>
				${webhook.attempts.map(({ at, status, error }) => html`<p>${time(at)}: ${status ?? error}</p>`)}
				${webhook.nextAttemptAt === null ? '' : html`<p>Again at ${time(webhook.nextAttemptAt)}</p>`}
				<pre tabindex="0">${maskText(webhook.body)}</pre>
			</details></li>`,
		)}</ol>`,
		'None yet. What is sent to merchants would stand here.',
	);

const requests = ({ journal }: State) =>
	section(
		'requests',
		'Requests',
		journal.length,
		html`<ol class="rows">${newest(journal).map(
			(entry) => html`<li><details data-key="request ${entry.request_id ?? entry.wall_ms}">
				<summary>
					<time>${entry.at.slice(11, 19)}</time>
					${chip(
						entry.status > 0 && entry.status < 400 ? 'good' : 'bad',
						entry.status === 0 ? 'no answer' : String(entry.status),
					)}
					<span class="api">${entry.api}</span>
					<strong>${entry.method} ${entry.path}</strong>
					<span>${errorCode(entry.response)}</span>
					<span>${entry.duration_ms} ms</span>
				</summary>
				<pre tabindex="0">${JSON.stringify(entry.body, null, 2)}</pre>
				<pre tabindex="0">${JSON.stringify(entry.response, null, 2)}</pre>
			</details></li>`,
		)}</ol>`,
		'None yet. Every call to Plaid, Stripe and Link would stand here, secrets masked.',
	);

/** Plaid's or Stripe's code of a refusal. */
function errorCode(response: unknown): string {
	if (typeof response !== 'object' || response === null) return '';
	const { error_code: code, error } = response as { error_code?: unknown; error?: { code?: unknown } };
	return typeof code === 'string' ? code : typeof error?.code === 'string' ? error.code : '';
}

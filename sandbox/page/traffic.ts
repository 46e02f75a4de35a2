/** What the sandbox sent and received: webhooks and requests. */
import { html } from 'hono/html';
import { maskTokens } from '../mask-secrets.ts';
import type { State } from '../state.ts';
import type { Webhook } from '../webhooks.ts';
import { chip, newestFirst, section, shortTime, type Tone, time } from './components.ts';

const webhookTones: Record<Webhook['state'], Tone> = {
	delivered: 'good',
	sending: 'waiting',
	retrying: 'waiting',
	held: 'waiting',
	'given up': 'bad',
	'not sent': 'bad',
};

export const webhooks = ({ webhooks: { sent } }: State) =>
	section({
		id: 'webhooks',
		heading: 'Webhooks',
		count: sent.length,
		list: html`<ol class="rows">${newestFirst(sent.entries()).map(
			([index, webhook]) => html`<li><details data-key="webhook ${index}">
				<summary>
					<time>${shortTime(webhook.createdAt)}</time>
					${chip(webhookTones[webhook.state], webhook.state)}
					<strong>${webhook.name}</strong>
					<span>${webhook.attempts.map(({ status }) => status ?? 'no response').join(', ')}</span>
				</summary>
				<p><code>${webhook.url}</code></p>
				${webhook.attempts.map(({ at, status, error }) => html`<p>${time(at)}: ${status ?? error}</p>`)}
				${webhook.nextAttemptAt === null ? '' : html`<p>Next attempt: ${time(webhook.nextAttemptAt)}</p>`}
				<pre tabindex="0">${maskTokens(webhook.body)}</pre>
			</details></li>`,
		)}</ol>`,
		emptyText: 'None yet. Webhooks to merchants appear here.',
	});

export const requests = ({ requestLog }: State) =>
	section({
		id: 'requests',
		heading: 'Requests',
		count: requestLog.length,
		list: html`<ol class="rows">${newestFirst(requestLog).map(
			(entry) => html`<li><details data-key="request ${entry.request_id ?? entry.wall_ms}">
				<summary>
					<time>${entry.at.slice(11, 19)}</time>
					${chip(
						entry.status > 0 && entry.status < 400 ? 'good' : 'bad',
						entry.status === 0 ? 'no response' : String(entry.status),
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
		emptyText: 'None yet. Calls to Plaid, Stripe and Link appear here, secrets masked.',
	});

/** The code of Plaid's or Stripe's error, or an empty string. */
function errorCode(response: unknown): string {
	if (typeof response !== 'object' || response === null) return '';
	const { error_code: code, error } = response as { error_code?: unknown; error?: { code?: unknown } };
	return typeof code === 'string' ? code : typeof error?.code === 'string' ? error.code : '';
}

/** What came and what went: webhooks and requests. */
import { html } from 'hono/html';
import { maskTokens } from '../mask-secrets.ts';
import type { State } from '../state.ts';
import type { Webhook } from '../webhooks.ts';
import { chip, newest, section, shortTime, type Tone, time } from './section.ts';

const webhookTones: Record<Webhook['state'], Tone> = {
	delivered: 'good',
	sending: 'wait',
	retrying: 'wait',
	held: 'wait',
	'given up': 'bad',
	'not sent': 'bad',
};

export const webhooks = ({ webhooks: { sent } }: State) =>
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
				<pre tabindex="0">${maskTokens(webhook.body)}</pre>
			</details></li>`,
		)}</ol>`,
		'None yet. What is sent to merchants would stand here.',
	);

export const requests = ({ requestLog }: State) =>
	section(
		'requests',
		'Requests',
		requestLog.length,
		html`<ol class="rows">${newest(requestLog).map(
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

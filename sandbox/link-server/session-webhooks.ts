import { sendPlaidWebhook } from '../plaid/webhooks.ts';
import type { State } from '../state.ts';
import type { Outcome } from './protocol.ts';
import type { OpenSession } from './session.ts';

/**
 * Link's own webhooks: for the link tokens of Hosted Link and of Multi-Item Link only, to the token's `webhook`.
 * @see https://plaid.com/docs/api/link/#webhooks
 */
export function tellHostedSession(state: State, { linkToken, record }: OpenSession, outcome: Outcome): void {
	const { hosted_link, enable_multi_item_link, webhook } = linkToken.request;
	if (!hosted_link && !enable_multi_item_link) return;
	const ids = { link_session_id: record.linkSessionId, link_token: linkToken.linkToken };
	const send = (webhook_code: string, details: object) =>
		sendPlaidWebhook(state, webhook, { webhook_type: 'LINK', webhook_code, ...ids, ...details });
	const tokens = outcome.type === 'success' ? [outcome.public_token] : [];
	for (const public_token of tokens) send('ITEM_ADD_RESULT', { public_token });
	send('EVENTS', { events: record.events });
	send('SESSION_FINISHED', {
		status: outcome.type === 'success' ? 'SUCCESS' : 'EXITED',
		...(tokens.length > 0 ? { public_tokens: tokens, public_token: tokens[0] } : {}),
	});
}

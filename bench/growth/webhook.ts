/** A webhook as Plaid signs it. @see https://plaid.com/docs/api/webhooks/webhook-verification/ */
import { createHash } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { Call } from '../processes/http.ts';
import type { WebhookKey } from '../processes/upstream.ts';

/** The bank requires a new login. */
export async function loginRequired(itemId: string, { id, key }: WebhookKey): Promise<Call> {
	const body = JSON.stringify({
		webhook_type: 'ITEM',
		webhook_code: 'ERROR',
		item_id: itemId,
		environment: 'sandbox',
		error: {
			error_type: 'ITEM_ERROR',
			error_code: 'ITEM_LOGIN_REQUIRED',
			error_message: 'the login details of this item have changed',
			display_message: null,
		},
	});
	const token = await new SignJWT({
		request_body_sha256: createHash('sha256').update(body).digest('hex'),
	})
		.setProtectedHeader({ alg: 'ES256', kid: id, typ: 'JWT' })
		.setIssuedAt()
		.sign(await importJWK(key, 'ES256'));
	return { method: 'POST', path: '/webhooks/plaid', headers: { 'Plaid-Verification': token }, body };
}

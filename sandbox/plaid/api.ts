/**
 * Plaid's API: `POST` with JSON, credentials in headers or body, one shape of error.
 * @see https://plaid.com/docs/api/
 */
import type { ApiRequest } from '../calls.ts';
import type { SandboxContext } from '../context.ts';
import { requirePlaidCredentials } from './credentials.ts';
import type { PlaidEndpoint } from './endpoint.ts';
import { accountsBalanceGet, accountsGet } from './endpoints/accounts.ts';
import { authGet } from './endpoints/auth.ts';
import { sandboxItemFireWebhook } from './endpoints/fire-webhook.ts';
import { identityGet } from './endpoints/identity.ts';
import { institutionsGet, institutionsGetById, institutionsSearch } from './endpoints/institutions.ts';
import {
	itemAccessTokenInvalidate,
	itemGet,
	itemPublicTokenExchange,
	itemRemove,
	itemWebhookUpdate,
} from './endpoints/item.ts';
import { linkTokenCreate, linkTokenGet } from './endpoints/link-token.ts';
import { processorTokenCreate } from './endpoints/processor-token.ts';
import { sandboxProcessorTokenCreate, sandboxPublicTokenCreate } from './endpoints/sandbox.ts';
import {
	sandboxItemResetLogin,
	sandboxItemSetVerificationStatus,
	sandboxTransactionsCreate,
} from './endpoints/sandbox-item.ts';
import { signalEvaluate } from './endpoints/signal.ts';
import { stripeBankAccountTokenCreate } from './endpoints/stripe-bank-account-token.ts';
import { transactionsGet, transactionsRefresh, transactionsSync } from './endpoints/transactions.ts';
import { userCreate } from './endpoints/user.ts';
import { webhookVerificationKeyGet } from './endpoints/webhook-verification-key.ts';
import { PlaidRefusal, refuse } from './errors.ts';
import { requireWithinLimits } from './rate-limits.ts';

export const plaidEndpoints: ReadonlyMap<string, PlaidEndpoint> = new Map<string, PlaidEndpoint>([
	['/link/token/create', linkTokenCreate],
	['/link/token/get', linkTokenGet],
	['/item/public_token/exchange', itemPublicTokenExchange],
	['/processor/stripe/bank_account_token/create', stripeBankAccountTokenCreate],
	['/accounts/get', accountsGet],
	['/accounts/balance/get', accountsBalanceGet],
	['/auth/get', authGet],
	['/identity/get', identityGet],
	['/transactions/sync', transactionsSync],
	['/transactions/get', transactionsGet],
	['/transactions/refresh', transactionsRefresh],
	['/signal/evaluate', signalEvaluate],
	['/processor/token/create', processorTokenCreate],
	['/user/create', userCreate],
	['/webhook_verification_key/get', webhookVerificationKeyGet],
	['/item/get', itemGet],
	['/item/webhook/update', itemWebhookUpdate],
	['/item/access_token/invalidate', itemAccessTokenInvalidate],
	['/item/remove', itemRemove],
	['/institutions/get', institutionsGet],
	['/institutions/get_by_id', institutionsGetById],
	['/institutions/search', institutionsSearch],
	['/sandbox/public_token/create', sandboxPublicTokenCreate],
	['/sandbox/processor_token/create', sandboxProcessorTokenCreate],
	['/sandbox/item/fire_webhook', sandboxItemFireWebhook],
	['/sandbox/item/reset_login', sandboxItemResetLogin],
	['/sandbox/item/set_verification_status', sandboxItemSetVerificationStatus],
	['/sandbox/transactions/create', sandboxTransactionsCreate],
]);

/** Callers in the same process may take the sandbox for either environment. */
const productionHost = 'production.plaid.com';

/** Answers a call to Plaid. */
export async function answerPlaid({ state }: SandboxContext, request: ApiRequest): Promise<Response> {
	try {
		await request.beforeWork();
		const endpoint = request.method === 'POST' ? plaidEndpoints.get(request.path) : undefined;
		if (!endpoint) throw refuse('NOT_FOUND');
		const { clientId, fields } = requirePlaidCredentials(request.headers, parseBody(request.text));
		if (request.path.startsWith('/sandbox/') && new URL(request.url).hostname === productionHost) {
			throw refuse(
				'SANDBOX_ONLY',
				`access to ${request.path} is only available in the sandbox environment at https://sandbox.plaid.com/`,
			);
		}
		requireWithinLimits(state, clientId, request.path, fields);
		return Response.json(await endpoint({ state, clientId, requestId: request.requestId, body: fields }));
	} catch (error) {
		if (error instanceof PlaidRefusal) return plaidErrorAnswer(error, request.requestId);
		throw error;
	}
}

export const plaidErrorAnswer = (refusal: PlaidRefusal, requestId: string): Response =>
	Response.json(refusal.body(requestId), { status: refusal.status });

function parseBody(text: string): Record<string, unknown> {
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		throw refuse('INVALID_BODY');
	}
	if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refuse('INVALID_BODY');
	return body as Record<string, unknown>;
}

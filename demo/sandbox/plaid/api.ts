/**
 * Plaid's API: `POST` with JSON, credentials in headers or body, one shape of error.
 * @see https://plaid.com/docs/api/
 */
import type { ApiRequest } from '../calls.ts';
import type { SandboxContext } from '../context.ts';
import { requirePlaidCredentials } from './credentials.ts';
import type { PlaidEndpoint } from './endpoint.ts';
import { accountsBalanceGet, accountsGet } from './endpoints/accounts.ts';
import { institutionsGet, institutionsGetById, institutionsSearch } from './endpoints/institutions.ts';
import { itemGet, itemPublicTokenExchange, itemRemove } from './endpoints/item.ts';
import { linkTokenCreate, linkTokenGet } from './endpoints/link-token.ts';
import { sandboxPublicTokenCreate } from './endpoints/sandbox.ts';
import { stripeBankAccountTokenCreate } from './endpoints/stripe-bank-account-token.ts';
import { PlaidRefusal, refuse } from './errors.ts';

export const plaidEndpoints: ReadonlyMap<string, PlaidEndpoint> = new Map([
	['/link/token/create', linkTokenCreate],
	['/link/token/get', linkTokenGet],
	['/item/public_token/exchange', itemPublicTokenExchange],
	['/processor/stripe/bank_account_token/create', stripeBankAccountTokenCreate],
	['/accounts/get', accountsGet],
	['/accounts/balance/get', accountsBalanceGet],
	['/item/get', itemGet],
	['/item/remove', itemRemove],
	['/institutions/get', institutionsGet],
	['/institutions/get_by_id', institutionsGetById],
	['/institutions/search', institutionsSearch],
	['/sandbox/public_token/create', sandboxPublicTokenCreate],
]);

/** Answers a call to Plaid. */
export async function answerPlaid({ state }: SandboxContext, request: ApiRequest): Promise<Response> {
	try {
		await request.beforeWork();
		const endpoint = request.method === 'POST' ? plaidEndpoints.get(request.path) : undefined;
		if (!endpoint) throw refuse('NOT_FOUND');
		const { clientId, fields } = requirePlaidCredentials(request.headers, parseBody(request.text));
		return Response.json(endpoint({ state, clientId, requestId: request.requestId, body: fields }));
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

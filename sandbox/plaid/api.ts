/**
 * Plaid's API: `POST` with JSON, credentials in headers or body, one shape of error.
 * @see https://plaid.com/docs/api/
 */
import type { ApiHandler } from '../handler.ts';
import { createRouter } from '../router.ts';
import { requirePlaidCredentials } from './credentials.ts';
import { plaidEndpoints } from './endpoint-table.ts';
import { PlaidRefusal, plaidErrorResponse, refuse } from './errors.ts';
import { requireWithinLimits } from './rate-limits.ts';

const findEndpoint = createRouter(plaidEndpoints);

/** In process, a caller may use the sandbox for both environments. */
const productionHost = 'production.plaid.com';

export const handlePlaid: ApiHandler = async (state, request) => {
	try {
		await request.beforeWork();
		const match = findEndpoint(request.method, request.path);
		if (!match) throw refuse('NOT_FOUND');
		const { clientId, fields } = requirePlaidCredentials(request.headers, parseBody(request.text));
		if (request.path.startsWith('/sandbox/') && new URL(request.url).hostname === productionHost) {
			throw refuse(
				'SANDBOX_ONLY',
				`access to ${request.path} is only available in the sandbox environment at https://sandbox.plaid.com/`,
			);
		}
		requireWithinLimits(state, { clientId, path: request.path, fields });
		const call = { state, clientId, requestId: request.requestId, fields };
		return Response.json(await match.endpoint(call));
	} catch (error) {
		if (error instanceof PlaidRefusal) return plaidErrorResponse(error, request.requestId);
		throw error;
	}
};

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

/** Runs one call to Plaid, Stripe or Link: logs it, applies a fault if one matches, and calls the API's handler. */
import { type FaultKind, takeFault } from './faults.ts';
import type { ApiHandler } from './handler.ts';
import { wait } from './host.ts';
import { plaidErrorResponse, refuseAs } from './plaid/errors.ts';
import { itemOfPlaidCall } from './plaid/items.ts';
import { type Api, loggedResponse, logRequest } from './request-log.ts';
import type { State } from './state.ts';
import { itemOfStripeCall } from './stripe/customers/bank-account-tokens.ts';
import { refuseAs as refuseStripeAs, stripeErrorResponse } from './stripe/errors.ts';
import { parseForm } from './stripe/requests/form.ts';

/** The connection was cut. In process, `fetch` rejects with it; the server destroys the socket instead. */
export class ConnectionCut extends TypeError {
	override name = 'ConnectionCut';
	constructor() {
		super('fetch failed: the connection was cut', {
			cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
		});
	}
}

/** Runs a call. Throws `ConnectionCut` if a fault cuts the connection. */
export async function dispatch(
	state: State,
	request: Request,
	{ api, handler }: { api: Api; handler: ApiHandler },
): Promise<Response> {
	const startedAt = state.host.now();
	state.clock.runDue();
	const at = new Date(state.clock.now()).toISOString();
	const { pathname: path, search } = new URL(request.url);
	const { method, url, headers } = request;
	// Not `request.text()`: workerd warns when that is called on a form.
	const text = new TextDecoder().decode(await request.arrayBuffer());
	const requestId = api === 'stripe' ? state.ids.stripeRequest() : state.ids.plaidRequest();
	const body = readBody(api, text, search);
	const itemId = api === 'stripe' ? itemOfStripeCall(state, path, body) : itemOfPlaidCall(state, body);
	const fault = takeFault(state.faults, { method, path, itemId });
	const entry = logRequest(state.requestLog, {
		...{ at, api, method, path, body },
		request_id: requestId,
		wall_ms: startedAt,
	});
	try {
		if (fault && 'cut' in fault && fault.cut === 'before') throw new ConnectionCut();
		const query = search.slice(1);
		const beforeWork = () => delay(state, fault);
		const response =
			(fault && responseOfFault(fault, requestId)) ??
			(await handleUnexpected(api, requestId, () =>
				handler(state, { method, url, path, query, headers, text, requestId, beforeWork }),
			));
		if (fault && 'cut' in fault) throw new ConnectionCut();
		entry.status = response.status;
		const isJson = response.headers.get('content-type')?.includes('json') ?? false;
		const content = isJson ? await response.clone().text() : '';
		if (fault && 'malformed' in fault) return truncated(response, content);
		entry.response = isJson ? loggedResponse(content) : null;
		return response;
	} finally {
		entry.duration_ms = state.host.now() - startedAt;
	}
}

/** The request's fields for the log, from JSON or a form. A body that is neither is logged as its length. */
function readBody(api: Api, text: string, search: string): unknown {
	if (api === 'stripe') return parseForm(text || search.slice(1));
	if (text === '') return null;
	try {
		return JSON.parse(text);
	} catch {
		return `(${text.length} characters that are not JSON)`;
	}
}

/** An unexpected error is a bug of the sandbox: it is printed, and answered as the API's own internal error. */
async function handleUnexpected(
	api: Api,
	requestId: string,
	handle: () => Promise<Response>,
): Promise<Response> {
	try {
		return await handle();
	} catch (error) {
		if (error instanceof ConnectionCut) throw error;
		console.error(`${requestId}:`, error);
		return api === 'stripe'
			? stripeErrorResponse(
					refuseStripeAs({ type: 'api_error', message: 'An unexpected error occurred.' }),
					requestId,
				)
			: plaidErrorResponse(refuseAs('API_ERROR', 'INTERNAL_SERVER_ERROR'), requestId);
	}
}

/** Statuses whose responses must not have a body. */
const statusesWithoutBody = new Set([204, 205, 304]);

/** The response that replaces the work, or `undefined` for a fault that lets the work happen. */
function responseOfFault(fault: FaultKind, requestId: string): Response | undefined {
	if ('plaid_error' in fault) {
		const { error_type, error_code, error_message } = fault.plaid_error;
		return plaidErrorResponse(refuseAs(error_type, error_code, error_message), requestId);
	}
	if ('stripe_error' in fault) return stripeErrorResponse(refuseStripeAs(fault.stripe_error), requestId);
	if ('status' in fault) {
		const init = { status: fault.status, headers: { 'request-id': requestId } };
		if (fault.body === undefined || statusesWithoutBody.has(fault.status)) return new Response(null, init);
		return typeof fault.body === 'string' ? new Response(fault.body, init) : Response.json(fault.body, init);
	}
	return undefined;
}

/** Waits in real time. If the caller gives up meanwhile, the work still happens, as it would at the real API. */
async function delay({ host }: State, fault: FaultKind | undefined): Promise<void> {
	if (fault && 'delay_ms' in fault) await wait(host, fault.delay_ms);
}

/** Half of the body with the headers of the whole, as a broken proxy sends it. */
function truncated(response: Response, text: string): Response {
	const headers = new Headers(response.headers);
	headers.delete('content-length');
	return new Response(text.slice(0, Math.floor(text.length / 2)), { status: response.status, headers });
}

/**
 * One call to one of the APIs: read, met by a fault or answered, and written into the journal.
 */
import type { SandboxContext } from './context.ts';
import { type FaultKind, takeFault } from './faults.ts';
import { type Api, journalLimit, longestJournaled, maskSecrets, maskText } from './journal.ts';
import { plaidErrorAnswer } from './plaid/api.ts';
import { refuseAs } from './plaid/errors.ts';
import { itemOfPlaidCall } from './plaid/items.ts';
import { itemOfStripeCall } from './stripe/bank-account-tokens.ts';
import { StripeRefusal, stripeErrorAnswer } from './stripe/errors.ts';
import { parseForm } from './stripe/form.ts';

/** A request whose body was read, as the APIs get it. */
export type ApiRequest = {
	method: string;
	url: string;
	path: string;
	query: string;
	headers: Headers;
	text: string;
	requestId: string;
	/** To be awaited when the work begins: a fault may hold it up. */
	beforeWork: () => Promise<void>;
};

export type Answerer = (context: SandboxContext, request: ApiRequest) => Promise<Response>;

/** The connection was cut. In-process it is what `fetch` throws; the server destroys the socket for it. */
export class ConnectionCut extends TypeError {
	override name = 'ConnectionCut';
	constructor() {
		super('fetch failed: the connection was cut', {
			cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
		});
	}
}

/** Does one call, with its faults and its entry in the journal. Throws `ConnectionCut`. */
export async function call(
	context: SandboxContext,
	api: Api,
	request: Request,
	answer: Answerer,
): Promise<Response> {
	const { state } = context;
	const started = Date.now();
	state.clock.runDue();
	const at = new Date(state.clock.now()).toISOString();
	const { pathname: path, search } = new URL(request.url);
	// Not `text()`: workerd warns of it where the content type is that of a form.
	const text = new TextDecoder().decode(await request.arrayBuffer());
	const requestId = api === 'stripe' ? state.ids.stripeRequest() : state.ids.plaidRequest();
	const body = readable(api, text, search);
	const itemId = api === 'stripe' ? itemOfStripeCall(state, path, body) : itemOfPlaidCall(state, body);
	const fault = takeFault(state, { method: request.method, path, itemId });
	const entry = {
		at,
		api,
		method: request.method,
		path: maskText(path),
		status: 0,
		request_id: requestId,
		body: maskSecrets(body),
		response: null as unknown,
		wall_ms: started,
		duration_ms: 0,
	};
	state.journal.push(entry);
	if (state.journal.length > journalLimit) state.journal.shift();
	try {
		if (fault && 'cut' in fault && fault.cut === 'before') throw new ConnectionCut();
		const response =
			(fault && answerOfFault(fault, requestId)) ??
			(await answered(
				api,
				requestId,
				answer(context, {
					method: request.method,
					url: request.url,
					path,
					query: search.slice(1),
					headers: request.headers,
					text,
					requestId,
					beforeWork: () => holdUp(fault),
				}),
			));
		if (fault && 'cut' in fault) throw new ConnectionCut();
		entry.status = response.status;
		const isJson = response.headers.get('content-type')?.includes('json') ?? false;
		const content = isJson ? await response.clone().text() : '';
		if (fault && 'malformed' in fault) return cutInTheMiddle(response, content);
		entry.response = isJson ? journaledAnswer(content) : null;
		return response;
	} finally {
		entry.duration_ms = Date.now() - started;
	}
}

/** The answer's JSON for the journal, secrets masked; of one that is very long, its length. */
const journaledAnswer = (json: string): unknown =>
	json.length > longestJournaled ? `(${json.length} characters)` : maskSecrets(JSON.parse(json));

/** What the sandbox did not foresee is its own failure: told in its log, and answered as Plaid and Stripe would theirs. */
async function answered(api: Api, requestId: string, answer: Promise<Response>): Promise<Response> {
	try {
		return await answer;
	} catch (error) {
		if (error instanceof ConnectionCut) throw error;
		console.error(`${requestId}:`, error);
		return api === 'stripe'
			? stripeErrorAnswer(
					StripeRefusal.of({ type: 'api_error', message: 'An unexpected error occurred.' }),
					requestId,
				)
			: plaidErrorAnswer(refuseAs('API_ERROR', 'INTERNAL_SERVER_ERROR'), requestId);
	}
}

/** The request's fields, for the journal: JSON or a form; a body that is neither is told by its length only. */
function readable(api: Api, text: string, search: string): unknown {
	if (api === 'stripe') return parseForm(text || search.slice(1));
	if (text === '') return null;
	try {
		return JSON.parse(text);
	} catch {
		return `(${text.length} characters that are not JSON)`;
	}
}

/** Statuses that must not have a body. */
const bodiless = new Set([204, 205, 304]);

/** The answer that a fault gives in the place of the work; `undefined` where it leaves the work to be done. */
function answerOfFault(fault: FaultKind, requestId: string): Response | undefined {
	if ('plaid_error' in fault) {
		const { error_type, error_code, error_message } = fault.plaid_error;
		return plaidErrorAnswer(refuseAs(error_type, error_code, error_message), requestId);
	}
	if ('stripe_error' in fault) return stripeErrorAnswer(StripeRefusal.of(fault.stripe_error), requestId);
	if ('status' in fault) {
		const init = { status: fault.status, headers: { 'request-id': requestId } };
		if (fault.body === undefined || bodiless.has(fault.status)) return new Response(null, init);
		return typeof fault.body === 'string' ? new Response(fault.body, init) : Response.json(fault.body, init);
	}
	return undefined;
}

/** Waits out a delay, in real time. Whoever gives up waiting does not stop the work: it goes on, as it would. */
async function holdUp(fault: FaultKind | undefined): Promise<void> {
	if (!fault || !('delay_ms' in fault)) return;
	const { delay_ms: delay } = fault;
	await new Promise((resolve) => setTimeout(resolve, delay));
}

/** Half of the body under the headers of the whole: what a broken proxy leaves. */
function cutInTheMiddle(response: Response, text: string): Response {
	const headers = new Headers(response.headers);
	headers.delete('content-length');
	return new Response(text.slice(0, Math.floor(text.length / 2)), { status: response.status, headers });
}

/**
 * Stripe's API: form bodies with brackets in, JSON out, a secret key in `Authorization`.
 * @see https://docs.stripe.com/api
 */
import type { ApiRequest } from '../handler.ts';
import type { State } from '../state.ts';
import type { StripeCall, StripeEndpoint } from './endpoint.ts';
import { stripeEndpoints } from './endpoints.ts';
import { invalidRequest, StripeRefusal, stripeErrorAnswer, unknownParameters } from './errors.ts';
import { checkExpand, expanded } from './expand.ts';
import { parseForm } from './form.ts';
import { onceForKey } from './idempotency.ts';
import { requireAccount, requirePermission, requireStripeKey, type StripeKey } from './keys.ts';
import { accountVersion, checkVersion } from './versions.ts';

/** Answers a call to Stripe. */
export async function answerStripe(state: State, request: ApiRequest): Promise<Response> {
	const version = request.headers.get('stripe-version') ?? accountVersion;
	const idempotencyKey = request.method === 'POST' ? request.headers.get('idempotency-key') : null;
	let response: Response;
	let livemode = false;
	try {
		const key = requireStripeKey(request.headers);
		livemode = key.livemode;
		requireAccount(state, key, request.headers);
		checkVersion(version);
		const work = async () => {
			await request.beforeWork();
			const cause = { id: request.requestId, idempotency_key: idempotencyKey };
			return Response.json(answerOf({ state, livemode, version, request: cause }, key, request));
		};
		const once = { ...request, key: idempotencyKey ?? '', parameters: request.text, livemode };
		response = idempotencyKey === null ? await work() : await onceForKey(state, once, work);
	} catch (error) {
		if (!(error instanceof StripeRefusal)) throw error;
		response = stripeErrorAnswer(error, request.requestId, livemode);
	}
	response.headers.set('request-id', request.requestId);
	response.headers.set('stripe-version', version);
	const account = request.headers.get('stripe-account');
	if (account !== null) response.headers.set('stripe-account', account);
	if (idempotencyKey !== null) response.headers.set('idempotency-key', idempotencyKey);
	return response;
}

function answerOf(
	cause: Omit<StripeCall, 'path' | 'parameters'>,
	key: StripeKey,
	request: ApiRequest,
): object {
	const { state } = cause;
	const { endpoint, path } = route(request);
	const parameters = parseForm([request.query, formBody(request)].filter(Boolean).join('&'));
	requirePermission(state, key, endpoint.permission);
	const unknown = Object.keys(parameters).filter(
		(name) => name !== 'expand' && !endpoint.parameters.includes(name),
	);
	if (unknown.length > 0) throw unknownParameters(unknown);
	const expand = checkExpand(endpoint.returns, parameters.expand);
	const answer = structuredClone(endpoint.answer({ ...cause, path, parameters }));
	return expanded(state, answer, endpoint.returns, expand);
}

/** An id with a broken escape is an id that nothing has. */
function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

function route({ method, path }: ApiRequest): { endpoint: StripeEndpoint; path: Record<string, string> } {
	const segments = path.split('/');
	for (const endpoint of stripeEndpoints) {
		const wanted = endpoint.path.split('/');
		if (endpoint.method !== method || wanted.length !== segments.length) continue;
		if (!wanted.every((segment, index) => segment.startsWith(':') || segment === segments[index])) continue;
		const names = wanted.flatMap((segment, index) =>
			segment.startsWith(':') ? [[segment.slice(1), decoded(segments[index] ?? '')]] : [],
		);
		return { endpoint, path: Object.fromEntries(names) };
	}
	throw invalidRequest(
		`Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
		{ status: 404, unstarted: true },
	);
}

function formBody({ headers, text }: ApiRequest): string {
	const type = headers.get('content-type');
	if (text !== '' && type !== null && !type.startsWith('application/x-www-form-urlencoded')) {
		throw invalidRequest(
			'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
			{ unstarted: true },
		);
	}
	return text;
}

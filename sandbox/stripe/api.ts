/**
 * Stripe's API: form bodies with brackets, JSON responses, a secret key in `Authorization`.
 * @see https://docs.stripe.com/api
 */
import type { ApiHandler, ApiRequest } from '../handler.ts';
import { createRouter } from '../router.ts';
import type { Cause } from './endpoint.ts';
import { stripeEndpoints } from './endpoint-table.ts';
import { invalidRequest, StripeRefusal, stripeErrorResponse, unknownParameters } from './errors.ts';
import { checkExpand, expandObject } from './expand.ts';
import { type Form, parseForm } from './requests/form.ts';
import { withIdempotencyKey } from './requests/idempotency.ts';
import { requireOwnAccount, requirePermission, requireStripeKey, type StripeKey } from './requests/keys.ts';
import { accountVersion, requireValidVersion } from './requests/versions.ts';

const findEndpoint = createRouter(stripeEndpoints);

export const handleStripe: ApiHandler = async (state, request) => {
	const version = request.headers.get('stripe-version') ?? accountVersion;
	const idempotencyKey = request.method === 'POST' ? request.headers.get('idempotency-key') : null;
	let response: Response;
	let livemode = false;
	try {
		const key = requireStripeKey(request.headers);
		livemode = key.livemode;
		requireOwnAccount(state, key, request.headers);
		requireValidVersion(version);
		const work = async () => {
			await request.beforeWork();
			const caller = {
				...{ state, livemode, version, key },
				request: { id: request.requestId, idempotency_key: idempotencyKey },
			};
			return Response.json(callEndpoint(caller, request));
		};
		response =
			idempotencyKey === null
				? await work()
				: await withIdempotencyKey(state, { ...request, key: idempotencyKey, livemode }, work);
	} catch (error) {
		if (!(error instanceof StripeRefusal)) throw error;
		response = stripeErrorResponse(error, request.requestId, livemode);
	}
	response.headers.set('request-id', request.requestId);
	response.headers.set('stripe-version', version);
	const account = request.headers.get('stripe-account');
	if (account !== null) response.headers.set('stripe-account', account);
	if (idempotencyKey !== null) response.headers.set('idempotency-key', idempotencyKey);
	return response;
};

type Caller = Cause & { key: StripeKey; version: string };

function callEndpoint({ key, ...cause }: Caller, request: ApiRequest): object {
	const { state } = cause;
	const match = findEndpoint(request.method, request.path);
	if (!match) throw unrecognizedUrl(request);
	const { endpoint, pathParameters } = match;
	const parameters = parseForm([request.query, formBody(request)].filter(Boolean).join('&'));
	requirePermission(state, key, endpoint.permission);
	requireKnownParameters(parameters, endpoint.parameters);
	const paths = checkExpand(endpoint.returns, parameters.expand);
	// A copy, because most endpoints return the record itself.
	const object = structuredClone(endpoint.handle({ ...cause, path: pathParameters, parameters }));
	return expandObject(state, object, { returns: endpoint.returns, paths });
}

function requireKnownParameters(parameters: Form, known: readonly string[]): void {
	const unknown = Object.keys(parameters).filter((name) => name !== 'expand' && !known.includes(name));
	if (unknown.length > 0) throw unknownParameters(unknown);
}

const unrecognizedUrl = ({ method, path }: ApiRequest): StripeRefusal =>
	invalidRequest(
		`Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
		{ status: 404, beforeWork: true },
	);

function formBody({ headers, text }: ApiRequest): string {
	const type = headers.get('content-type');
	if (text !== '' && type !== null && !type.startsWith('application/x-www-form-urlencoded')) {
		throw invalidRequest(
			'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
			{ beforeWork: true },
		);
	}
	return text;
}

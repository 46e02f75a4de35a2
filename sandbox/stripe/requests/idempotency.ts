/**
 * `Idempotency-Key`: the first response to a POST is stored for 24 hours and returned again to the same request.
 * @see https://docs.stripe.com/api/idempotent_requests
 */
import type { State } from '../../state.ts';
import { invalidRequest, StripeRefusal } from '../errors.ts';
import type { IdempotentRequest } from '../records.ts';

const lifetime = 24 * 3_600_000;

type KeyedRequest = {
	key: string;
	livemode: boolean;
	method: string;
	path: string;
	/** The raw form. */
	text: string;
	requestId: string;
};

/**
 * Does the work once per key and mode. Responses and errors of work that had started are stored; an error from
 * before the work leaves the key free. Throws idempotency_error if the key's request was different (400) or is still
 * in progress (409).
 */
export async function withIdempotencyKey(
	state: State,
	request: KeyedRequest,
	work: () => Promise<Response>,
): Promise<Response> {
	const { key, livemode, method, path, requestId } = request;
	if (key.length > 255) {
		throw invalidRequest('Idempotency keys must be at most 255 characters long.', { beforeWork: true });
	}
	const slot = `${livemode ? 'live' : 'test'} ${key}`;
	const now = state.clock.now();
	const first = state.idempotentRequests.get(slot);
	if (first && now - first.createdAt < lifetime) return replay(first, request);

	const record: IdempotentRequest = {
		method,
		path,
		parameters: sortedPairs(request.text),
		response: null,
		createdAt: now,
	};
	state.idempotentRequests.set(slot, record);
	try {
		const response = await work();
		record.response = { status: response.status, body: await response.clone().text(), requestId };
		return response;
	} catch (error) {
		if (error instanceof StripeRefusal && !error.beforeWork) {
			const body = JSON.stringify(error.body(requestId, livemode));
			record.response = { status: error.status, body, requestId };
		} else {
			state.idempotentRequests.delete(slot);
		}
		throw error;
	}
}

function replay(first: IdempotentRequest, request: KeyedRequest): Response {
	const isSame =
		first.method === request.method &&
		first.path === request.path &&
		first.parameters === sortedPairs(request.text);
	if (!isSame) {
		throw new StripeRefusal({
			type: 'idempotency_error',
			message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${request.key}' if you meant to execute a different request.`,
		});
	}
	if (!first.response) {
		throw new StripeRefusal({
			type: 'idempotency_error',
			code: 'idempotency_key_in_use',
			message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${request.key}. Please try again later.`,
			status: 409,
		});
	}
	return new Response(first.response.body, {
		status: first.response.status,
		headers: {
			'content-type': 'application/json',
			'idempotent-replayed': 'true',
			'original-request': first.response.requestId,
		},
	});
}

/** The same parameters in another order are the same request. */
const sortedPairs = (form: string): string => form.split('&').sort().join('&');

/**
 * `Idempotency-Key`: the first answer to a POST is kept for 24 hours and given again to the same request.
 * @see https://docs.stripe.com/api/idempotent_requests
 */
import type { State } from '../state.ts';
import { invalidRequest, StripeRefusal } from './errors.ts';
import type { IdempotentRequest } from './records.ts';

const kept = 24 * 3_600_000;

/**
 * Does the work once per key. Kept are answers and errors of work that had begun; parameters that were refused
 * leave the key free. Throws idempotency_error (the key's parameters differ: 400; still under way: 409).
 */
export async function onceForKey(
	state: State,
	request: {
		key: string;
		method: string;
		path: string;
		parameters: string;
		livemode: boolean;
		requestId: string;
	},
	work: () => Promise<Response>,
): Promise<Response> {
	const { key, requestId, livemode } = request;
	if (key.length > 255) {
		throw invalidRequest('Idempotency keys must be at most 255 characters long.', { unstarted: true });
	}
	const slot = `${livemode ? 'live' : 'test'} ${key}`;
	const now = state.clock.now();
	const first = state.idempotentRequests.get(slot);
	if (first && now - first.createdAt < kept) return replay(first, request);

	const { method, path } = request;
	const parameters = sorted(request.parameters);
	const record: IdempotentRequest = { method, path, parameters, answer: null, createdAt: now };
	state.idempotentRequests.set(slot, record);
	try {
		const response = await work();
		record.answer = { status: response.status, body: await response.clone().text(), requestId };
		return response;
	} catch (error) {
		if (error instanceof StripeRefusal && !error.unstarted) {
			record.answer = {
				status: error.status,
				body: JSON.stringify(error.body(requestId, livemode)),
				requestId,
			};
		} else {
			state.idempotentRequests.delete(slot);
		}
		throw error;
	}
}

function replay(
	first: IdempotentRequest,
	request: { key: string; method: string; path: string; parameters: string },
): Response {
	const same =
		first.method === request.method &&
		first.path === request.path &&
		first.parameters === sorted(request.parameters);
	if (!same) {
		throw new StripeRefusal({
			type: 'idempotency_error',
			message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${request.key}' if you meant to execute a different request.`,
		});
	}
	if (!first.answer) {
		throw new StripeRefusal({
			type: 'idempotency_error',
			code: 'idempotency_key_in_use',
			message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${request.key}. Please try again later.`,
			status: 409,
		});
	}
	return new Response(first.answer.body, {
		status: first.answer.status,
		headers: {
			'content-type': 'application/json',
			'idempotent-replayed': 'true',
			'original-request': first.answer.requestId,
		},
	});
}

/** The order of parameters does not make another request. */
const sorted = (form: string): string => form.split('&').sort().join('&');

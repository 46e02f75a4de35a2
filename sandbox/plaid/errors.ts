/**
 * Plaid's errors, with the documented type, code, message and HTTP status.
 * @see https://plaid.com/docs/errors/
 */
import type { PlaidError } from 'plaid';
import { type ErrorType, type KnownCode, type KnownError, knownErrors } from './known-errors.ts';
import type { Wire } from './wire.ts';

export { type KnownCode, knownErrors } from './known-errors.ts';

/** An error response of Plaid's. Code anywhere throws it; `api.ts` turns it into a response. */
export class PlaidRefusal extends Error {
	override name = 'PlaidRefusal';
	readonly status: number;
	readonly errorType: string;
	readonly errorCode: string;
	readonly displayMessage: string | null;

	constructor(refusal: {
		type: string;
		code: string;
		message: string;
		display?: string | null;
		status?: number;
	}) {
		super(refusal.message);
		this.errorType = refusal.type;
		this.errorCode = refusal.code;
		this.displayMessage = refusal.display ?? null;
		this.status = refusal.status ?? (refusal.type === 'RATE_LIMIT_EXCEEDED' ? 429 : 400);
	}

	/** The response's body, keys in Plaid's order. */
	body(requestId: string) {
		return {
			display_message: this.displayMessage,
			documentation_url: documentationUrl(this.errorType),
			error_code: this.errorCode,
			error_message: this.message,
			error_type: this.errorType as ErrorType,
			request_id: requestId,
			suggested_action: null,
		} satisfies Wire<PlaidError>;
	}
}

export const plaidErrorResponse = (refusal: PlaidRefusal, requestId: string): Response =>
	Response.json(refusal.body(requestId), { status: refusal.status });

/** The documented error of a code. `message` replaces a documented message that is only a template. */
export function refuse(code: KnownCode, message?: string): PlaidRefusal {
	const known: KnownError = knownErrors[code];
	return new PlaidRefusal({
		type: known.type,
		code,
		message: message ?? known.message,
		display: known.display ?? null,
		...(known.status === undefined ? {} : { status: known.status }),
	});
}

/** The error type of a code, if the code is known. */
export const typeOfCode = (code: string): string | undefined =>
	Object.hasOwn(knownErrors, code) ? knownErrors[code as KnownCode].type : undefined;

/** Any error type and code, documented or not. The message of a known code is its documented one. */
export function refuseAs(type: string, code: string, message?: string): PlaidRefusal {
	const known: KnownError | undefined = Object.hasOwn(knownErrors, code)
		? knownErrors[code as KnownCode]
		: undefined;
	const status = known?.type === type ? known.status : type === 'API_ERROR' ? 500 : undefined;
	return new PlaidRefusal({
		type,
		code,
		message: message ?? known?.message ?? '',
		display: known?.display ?? null,
		...(status === undefined ? {} : { status }),
	});
}

const documentationUrl = (type: string) =>
	`https://plaid.com/docs/?ref=error#${type
		.toLowerCase()
		.replaceAll('_', '-')
		.replace(/-error$/, '')}-errors`;

/** What the description says about one operation, and which errors it can answer with. */
import type * as v from 'valibot';
import type { ErrorCode } from '../contract.ts';

export type Operation = {
	method: 'get' | 'post' | 'delete';
	path: string;
	/** What `{id}` in the path is. */
	pathId?: string;
	id: string;
	/** A few words, without a period. */
	summary: string;
	/** What it does, what to watch for, and what comes before or after it. */
	description: string;
	/** Who may call it: a page of a listed origin, the merchant's server, Plaid and Stripe, anybody. */
	by: 'element' | 'merchant' | 'webhook' | 'anybody';
	query?: { readonly entries: v.ObjectEntries };
	body?: v.GenericSchema;
	/** Its `Idempotency-Key` is required. */
	keyed?: true;
	status: 200 | 201 | 202;
	/** It answers the same schema with this status if something is wrong. */
	unwellStatus?: 503;
	/** The answer without `request_id`, which every answer has. */
	answer: AnswerSchema;
	/** What it may be refused with, besides what any operation of its kind may. */
	errors: ErrorCode[];
};

export type AnswerSchema = v.GenericSchema & { readonly entries: v.ObjectEntries };

/** Every error that the operation can answer with. */
export function errorsOf({ by, body, query, errors }: Operation): ErrorCode[] {
	const common: ErrorCode[] =
		by === 'anybody'
			? []
			: ['configuration_invalid', 'schema_outdated', 'store_unavailable', 'internal_error'];
	if (by === 'element') common.push('origin_not_allowed');
	if (by !== 'webhook') common.push('rate_limited');
	if (by === 'merchant') common.push('api_key_missing', 'api_key_invalid', 'parameter_unknown');
	if (body) common.push('body_not_json', 'content_type_unsupported', 'parameter_missing');
	if (body || by === 'webhook') common.push('body_too_large');
	if (body || query) common.push('parameter_unknown', 'parameter_invalid');
	if (body && by === 'merchant')
		common.push('idempotency_key_reused', 'idempotency_in_progress', 'parameter_invalid');
	return [...new Set([...common, ...errors])];
}

/** Reads a request's body or query and checks it against its schema. */
import type { Context } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../app-env.ts';
import { ApiError } from '../errors.ts';
import { fromPages, readJsonObject } from '../read-body.ts';

type ObjectSchema = v.GenericSchema<unknown, unknown> & { readonly entries: v.ObjectEntries };

/** The JSON body of a request from the merchant's server. */
export const bodyOf = async <const S extends ObjectSchema>(
	c: Context<AppEnv>,
	schema: S,
): Promise<v.InferOutput<S>> => checkParameters(schema, await readJsonObject(c.req.raw));

/** The JSON body of a request from a page, which may send it as plain text. */
export const bodyFromPage = async <const S extends ObjectSchema>(
	c: Context<AppEnv>,
	schema: S,
): Promise<v.InferOutput<S>> => checkParameters(schema, await readJsonObject(c.req.raw, fromPages));

export const queryOf = <const S extends ObjectSchema>(c: Context<AppEnv>, schema: S): v.InferOutput<S> =>
	checkParameters(schema, queryObject(c.req.raw));

/** @throws ApiError `parameter_unknown`, `parameter_missing` or `parameter_invalid`, with `param`: the first that is wrong */
function checkParameters<const S extends ObjectSchema>(
	schema: S,
	sent: Record<string, unknown>,
): v.InferOutput<S> {
	const known = Object.keys(schema.entries);
	const unknown = Object.keys(sent).find((name) => !known.includes(name));
	if (unknown !== undefined) {
		const param = unknown.slice(0, 100);
		throw new ApiError('parameter_unknown', {
			param,
			message: `\`${param}\` is not a parameter of this call. ${known.length > 0 ? `It takes: ${known.join(', ')}.` : 'It takes none.'}`,
		});
	}

	const result = v.safeParse(schema, sent, { abortPipeEarly: true });
	if (result.success) return result.output;
	const [issue] = result.issues;
	const param = issue.path?.map(({ key }) => String(key)).join('.') ?? null;
	if (issue.received === 'undefined') {
		throw new ApiError('parameter_missing', { ...(param && { param }), message: `\`${param}\` is missing.` });
	}
	throw new ApiError('parameter_invalid', {
		...(param && { param }),
		message: `\`${param}\` is not valid: ${reasonOf(issue)}.`,
	});
}

/** A parameter that is sent twice becomes an array, which every schema refuses. */
function queryObject(request: Request): Record<string, unknown> {
	const params = new URL(request.url).searchParams;
	const sent: Record<string, unknown> = {};
	for (const name of new Set(params.keys())) {
		const values = params.getAll(name);
		// Not an assignment: the name may be `__proto__`.
		Object.defineProperty(sent, name, { value: values.length > 1 ? values : values[0], enumerable: true });
	}
	return sent;
}

/** What was expected. What was sent is not repeated, because it may be a secret. */
function reasonOf(issue: v.BaseIssue<unknown>): string {
	if (issue.type === 'max_length') return `it may have at most ${issue.requirement} characters`;
	if (issue.type === 'non_empty') return 'it must not be empty';
	if (issue.type === 'url') return 'it must be a URL';
	if (issue.type === 'check' || issue.type === 'regex') return issue.message;
	return issue.expected ? `expected ${issue.expected}` : 'it has the wrong form';
}

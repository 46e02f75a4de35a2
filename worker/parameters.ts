/** Checks a request's fields against its schema, and names the first that is wrong. */
import * as v from 'valibot';
import { ApiError } from './errors.ts';

type ObjectSchema = v.GenericSchema<unknown, unknown> & { readonly entries: v.ObjectEntries };

/** @throws ApiError `parameter_unknown`, `parameter_missing` or `parameter_invalid`, with `param`. */
export function checkParameters<const S extends ObjectSchema>(
	schema: S,
	given: Record<string, unknown>,
): v.InferOutput<S> {
	const known = Object.keys(schema.entries);
	const unknown = Object.keys(given).find((name) => !known.includes(name));
	if (unknown !== undefined) {
		const param = unknown.slice(0, 100);
		throw new ApiError('parameter_unknown', {
			param,
			message: `\`${param}\` is not known here. Known are: ${known.join(', ')}.`,
		});
	}

	const result = v.safeParse(schema, given, { abortPipeEarly: true });
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

/** Query parameters as an object; one that stands twice becomes a list, and so is refused. */
export const queryOf = (request: Request): Record<string, unknown> => {
	const params = new URL(request.url).searchParams;
	const given: Record<string, unknown> = {};
	for (const name of new Set(params.keys())) {
		const values = params.getAll(name);
		Object.defineProperty(given, name, { value: values.length > 1 ? values : values[0], enumerable: true });
	}
	return given;
};

/** What was expected; what came is not repeated, for it may be a secret. */
function reasonOf(issue: v.BaseIssue<unknown>): string {
	if (issue.type === 'max_length') return `it may have at most ${issue.requirement} characters`;
	if (issue.type === 'non_empty') return 'it must not be empty';
	if (issue.type === 'url') return 'it must be a URL';
	if (issue.type === 'check' || issue.type === 'regex') return issue.message;
	return issue.expected ? `expected ${issue.expected}` : 'it has a wrong form';
}

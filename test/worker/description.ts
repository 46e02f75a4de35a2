/** Whether an answer is one that the description of the API knows. The tests ask this about every answer that they see. */
import * as v from 'valibot';
import { requestId } from '../../worker/contract/answers/fields.ts';
import { extended } from '../../worker/contract/describe.ts';
import type { ErrorAnswer } from '../../worker/contract.ts';
import { errorsOf, type Operation } from '../../worker/openapi/operation.ts';
import { operations } from '../../worker/openapi/operations.ts';

const described = operations.map((operation) => ({
	operation,
	pattern: new RegExp(`^${operation.path.replace('{id}', '[^/]+')}$`),
	/** Every answer has the request's id beside its own properties. */
	answer: extended(operation.answer, { request_id: requestId }),
}));

const find = (method: string, path: string) =>
	described.find(({ operation, pattern }) => operation.method === method.toLowerCase() && pattern.test(path));

export const operationOf = (method: string, path: string): Operation | undefined =>
	find(method, path)?.operation;

/** What is wrong with the answer, or null. An unknown path or method is refused as such, and described nowhere. */
export function undescribed(
	{ method, path }: { method: string; path: string },
	{ status, text }: { status: number; text: string },
): string | null {
	const found = find(method, path);
	if (!found) return null;
	const { operation, answer } = found;
	const call = `${method} ${operation.path}`;
	const body: unknown = JSON.parse(text);
	if (status === operation.status || status === operation.unwellStatus) {
		const { success, issues } = v.safeParse(answer, body);
		if (success) return null;
		const reasons = issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`);
		return `${call} answers something else than its schema in worker/contract says: ${reasons.join('; ')}`;
	}
	const { code } = (body as ErrorAnswer).error;
	return errorsOf(operation).includes(code)
		? null
		: `${call} answers ${status} ${code}, which worker/openapi/operations does not list`;
}

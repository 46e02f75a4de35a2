/** Whether an answer is one that the description of the API tells; the tests ask this of each answer that they see. */
import * as v from 'valibot';
import type { ErrorAnswer } from '../../worker/contract.ts';
import { errorsOf, type Operation, operations } from '../../worker/openapi/operations.ts';

const described = operations.map((operation) => ({
	operation,
	pattern: new RegExp(`^${operation.path.replace('{id}', '[^/]+')}$`),
}));

export const operationOf = (method: string, path: string): Operation | undefined =>
	described.find(({ operation, pattern }) => operation.method === method.toLowerCase() && pattern.test(path))
		?.operation;

/** What is wrong with the answer, or null. A path or method that is none is refused as such, and described nowhere. */
export function undescribed(
	{ method, path }: { method: string; path: string },
	{ status, text }: { status: number; text: string },
): string | null {
	const operation = operationOf(method, path);
	if (!operation) return null;
	const call = `${method} ${operation.path}`;
	const body: unknown = JSON.parse(text);
	if (status === operation.status || (operation.id === 'getHealth' && status === 503)) {
		const { success, issues } = v.safeParse(operation.answer, body);
		if (success) return null;
		const told = issues.map(({ message, path }) => `${path?.map(({ key }) => key).join('.')}: ${message}`);
		return `${call} answers otherwise than worker/openapi/answers.ts says: ${told.join('; ')}`;
	}
	const { code } = (body as ErrorAnswer).error;
	return errorsOf(operation).includes(code)
		? null
		: `${call} answers ${status} ${code}, which worker/openapi/operations.ts does not tell`;
}

import type { Context } from 'hono';
import * as v from 'valibot';

/**
 * Reads a JSON body. Returns undefined if it is not JSON, or not labeled as JSON: another site's form cannot send that
 * label without a CORS preflight.
 */
export async function readJson(c: Context): Promise<unknown> {
	if (!/^application\/json\b/i.test(c.req.header('Content-Type') ?? '')) return undefined;
	return c.req.json().catch(() => undefined);
}

/** Answers a request that the shop itself refuses. */
export function refuse(
	c: Context,
	status: 400 | 404 | 409 | 413 | 500 | 502 | 503,
	message: string,
): Response {
	return c.json({ error: { code: 'request_refused', message, retryable: false } }, status);
}

/** Says in a sentence what is wrong with a body. */
export function describeIssue(issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
	const [issue] = issues;
	const path = v.getDotPath(issue);
	return path ? `${path}: ${issue.message}` : `The body must be a JSON object: ${issue.message}`;
}

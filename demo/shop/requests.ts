import type { Context } from 'hono';
import * as v from 'valibot';

/** Only JSON that says it is JSON: a form on another site cannot send that without being asked first. */
export async function readJson(c: Context): Promise<unknown> {
	if (!/^application\/json\b/i.test(c.req.header('Content-Type') ?? '')) return undefined;
	return c.req.json().catch(() => undefined);
}

export function refuse(
	c: Context,
	status: 400 | 404 | 409 | 413 | 500 | 502 | 503,
	message: string,
): Response {
	return c.json({ error: { code: 'request_refused', message, retryable: false } }, status);
}

/** What a schema has against a body, in a sentence. */
export function said(issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
	const [issue] = issues;
	const path = v.getDotPath(issue);
	return path ? `${path}: ${issue.message}` : `The body must be a JSON object: ${issue.message}`;
}

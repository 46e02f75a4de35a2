/** Reads the JSON that Link's dialog sends, and validates each field. */
import type { Context } from 'hono';
import { refuse } from '../plaid/errors.ts';

export type Body = Record<string, unknown>;

/** Throws INVALID_BODY. */
export async function readJson(c: Context): Promise<Body> {
	const body: unknown = await c.req.json().catch(() => null);
	if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refuse('INVALID_BODY');
	return body as Body;
}

/** Throws INVALID_FIELD. */
export function text(body: Body, field: string): string {
	const value = body[field];
	if (typeof value !== 'string') throw refuse('INVALID_FIELD', `${field} must be a string`);
	return value;
}

/** Throws INVALID_FIELD. */
export function texts(body: Body, field: string): string[] {
	const value = body[field];
	if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
		throw refuse('INVALID_FIELD', `${field} must be an array of strings`);
	}
	return value;
}

/** Throws INVALID_FIELD. */
export function boolean(body: Body, field: string): boolean {
	const value = body[field];
	if (typeof value !== 'boolean') throw refuse('INVALID_FIELD', `${field} must be a boolean`);
	return value;
}

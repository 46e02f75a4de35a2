import { Hono } from 'hono';
import type { SandboxContext } from '../context.ts';

/** The server's side of Link's dialog: what its frame asks for. */
export function linkServer(_context: SandboxContext): Hono {
	return new Hono();
}

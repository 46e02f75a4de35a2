/** The least that a Worker with Hono can be. */
import { Hono } from 'hono';

export default new Hono().get('/', (context) => context.json({ ok: true }));

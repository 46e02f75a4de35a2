/** The smallest Worker with Hono. */
import { Hono } from 'hono';

export default new Hono().get('/', (context) => context.json({ ok: true }));

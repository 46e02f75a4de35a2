/** What a Worker with Hono is at least. */
import { Hono } from 'hono';

const app = new Hono();
app.options('/v1/link_tokens', (c) => c.body(null, 204));

export default app;

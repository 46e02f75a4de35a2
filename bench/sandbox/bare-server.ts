/** The sandbox's server with a single fixed answer. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono();
app.post('*', async (c) => {
	await c.req.json();
	return c.json({ link_token: 'link-sandbox', expiration: '2026-11-21T12:00:00Z', request_id: 'bench' });
});

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) => {
	console.log(`http://localhost:${port}`);
});

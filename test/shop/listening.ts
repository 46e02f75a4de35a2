import type { AddressInfo } from 'node:net';
import type { ServerType } from '@hono/node-server';

export type Listening = { url: string; close(): Promise<void> };

/** Starts a server on any free port of the loopback interface. */
export async function listen(server: ServerType): Promise<Listening> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				if ('closeAllConnections' in server) server.closeAllConnections();
			}),
	};
}

import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createShop } from './app.ts';
import { readConfig, type ShopConfig } from './config.ts';

/**
 * Starts the shop on the loopback interface.
 *
 * @throws Error if the port is taken. The message says what to do.
 */
export async function startShop(config: ShopConfig): Promise<{ url: string; close(): Promise<void> }> {
	const server = createAdaptorServer({ fetch: createShop(config).fetch });
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) =>
			reject(
				error.code === 'EADDRINUSE'
					? new Error(
							`Port ${config.port} (the shop) is taken. End what listens there, or choose another: PORT=${config.port + 1000}`,
						)
					: error,
			),
		);
		server.listen(config.port, '127.0.0.1', resolve);
	});
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				if ('closeAllConnections' in server) server.closeAllConnections();
			}),
	};
}

if (import.meta.main) {
	try {
		const { url } = await startShop(readConfig(process.env));
		console.log(`The shop runs at ${url}. Sign in to a bank as user_good / pass_good.`);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exit(1);
	}
}

/** TCP ports on loopback: whether one is free, and one that is. */
import { createServer } from 'node:net';

/** Whether nothing listens on the port, on IPv4 or IPv6 (`localhost` may mean either). */
export async function isFree(port: number): Promise<boolean> {
	return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'));
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject()));
		});
	});
}

function canListen(port: number, host: string): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		// A machine without IPv6 has nothing listening there either.
		server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
		server.listen(port, host, () => server.close(() => resolve(true)));
	});
}

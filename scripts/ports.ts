/** TCP ports on loopback, and the three that the demo uses. */
import { createServer } from 'node:net';

/** Whether nothing listens on the port, on IPv4 or IPv6: `localhost` may mean either. */
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
		// On a machine without IPv6, nothing listens there either.
		server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'));
		server.listen(port, host, () => server.close(() => resolve(true)));
	});
}

const demoServers = [
	{ name: 'the sandbox', variable: 'SANDBOX_PORT', standard: 8788 },
	{ name: 'the Worker', variable: 'WORKER_PORT', standard: 8787 },
	{ name: 'the shop', variable: 'SHOP_PORT', standard: 5173 },
];

export type DemoPorts = { sandboxPort: number; workerPort: number; shopPort: number };

/**
 * The ports of the demo. `SANDBOX_PORT`, `WORKER_PORT` and `SHOP_PORT` change them.
 *
 * `command` is the one that the user ran, for the error message. `unused` is a server that will not be started, so its
 * port may be taken.
 *
 * @throws if a port is invalid or taken, with what to do.
 */
export async function demoPorts(command: string, unused?: 'the sandbox'): Promise<DemoPorts> {
	const ports: number[] = [];
	for (const { name, variable, standard } of demoServers) {
		const port = Number(process.env[variable] ?? standard);
		if (!Number.isInteger(port) || port < 1 || port > 65535) {
			throw new Error(
				`${variable} must be a port number, and it is ${JSON.stringify(process.env[variable])}.`,
			);
		}
		if (name !== unused && !(await isFree(port))) {
			throw new Error(
				`Port ${port} (${name}) is taken. Stop what listens there (it may be another demo), ` +
					`or choose another port: ${variable}=${port < 60_000 ? port + 1000 : port - 1000} ${command}`,
			);
		}
		ports.push(port);
	}
	const [sandboxPort, workerPort, shopPort] = ports as [number, number, number];
	return { sandboxPort, workerPort, shopPort };
}

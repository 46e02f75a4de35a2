/** The three ports of the demo, which `SANDBOX_PORT`, `WORKER_PORT` and `SHOP_PORT` can change. */
import { isFree } from './ports.ts';

const parts = [
	{ name: 'the sandbox', variable: 'SANDBOX_PORT', standard: 8788 },
	{ name: 'the Worker', variable: 'WORKER_PORT', standard: 8787 },
	{ name: 'the shop', variable: 'SHOP_PORT', standard: 5173 },
];

export type DemoPorts = { sandboxPort: number; workerPort: number; shopPort: number };

/**
 * `command` is the one that the user ran; `unused` a part that will not be started, whose port may be taken.
 *
 * @throws where one is no port or taken, with what to do.
 */
export async function demoPorts(command: string, unused?: 'the sandbox'): Promise<DemoPorts> {
	const ports: number[] = [];
	for (const { name, variable, standard } of parts) {
		const port = Number(process.env[variable] ?? standard);
		if (!Number.isInteger(port) || port < 1 || port > 65535) {
			throw new Error(
				`${variable} must be a port number, and it is ${JSON.stringify(process.env[variable])}.`,
			);
		}
		if (name !== unused && !(await isFree(port))) {
			throw new Error(
				`Port ${port} (${name}) is taken. End what listens there (it may be another demo), ` +
					`or choose another port: ${variable}=${port < 60_000 ? port + 1000 : port - 1000} ${command}`,
			);
		}
		ports.push(port);
	}
	const [sandboxPort, workerPort, shopPort] = ports as [number, number, number];
	return { sandboxPort, workerPort, shopPort };
}

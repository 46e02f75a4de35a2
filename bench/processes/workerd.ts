/**
 * Runs Workers, bundled as for a deployment, in workerd, Cloudflare's own runtime. No tool is in between, so the process's
 * processor time and memory are the Worker's.
 * @see https://github.com/cloudflare/workerd
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { untilRemoved } from './leftovers.ts';
import { memoryOf, processorTimeOf } from './usage.ts';

/** The binary that wrangler uses in development. */
export const binary = createRequire(createRequire(import.meta.url).resolve('wrangler'))('workerd')
	.default as string;

/** A folder in memory. Linux has one. */
const memory = '/dev/shm';

/** As in wrangler.toml. */
export const compatibilityDate = '2026-11-01';

export type WorkerdService = {
	/** Also the name of its socket. */
	name: string;
	/** The bundled Worker. */
	script: string;
	variables?: Record<string, string>;
	/** D1, at the address of `startDatabase`, e.g. "127.0.0.1:1234". */
	database?: string;
	/** Other services of the same process, by the name of the binding. */
	services?: Record<string, string>;
	/** The class of a Durable Object with a SQLite database, the binding's name, and where its files are. */
	durableObject?: { className: string; binding: string; storage: 'disk' | 'memory' };
	/** A binding that starts Workers from their source. */
	loader?: string;
	compatibilityFlags?: string[];
};

export type RunningWorkerd = {
	/** The address of each service: `http://127.0.0.1:<port>`. */
	urls: Record<string, string>;
	/** Since its start. */
	processorMs(): number;
	/** The resident set. */
	memoryBytes(): number;
	/** Ends the process and deletes its files. */
	close(): Promise<void>;
};

export async function startWorkerd(services: WorkerdService[]): Promise<RunningWorkerd> {
	const files = writeFiles(services);
	const child = spawnWorkerd(files.config);
	const close = async () => {
		if (child.exitCode === null && child.signalCode === null) {
			child.kill('SIGKILL');
			await once(child, 'exit');
		}
		files.remove();
	};
	try {
		const ports = await portsOf(child, services.length);
		const pid = child.pid ?? 0;
		return {
			urls: Object.fromEntries([...ports].map(([name, port]) => [name, `http://127.0.0.1:${port}`])),
			processorMs: () => processorTimeOf(pid),
			memoryBytes: () => memoryOf(pid),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/** Writes the configuration and the scripts into a new folder. */
export function writeFiles(services: WorkerdService[]): { config: string; remove(): void } {
	const inMemory = services.some(({ durableObject }) => durableObject?.storage === 'memory');
	const folder = mkdtempSync(join(inMemory && existsSync(memory) ? memory : tmpdir(), 'bench-workerd-'));
	for (const { name, script } of services) writeFileSync(join(folder, `${name}.js`), script);
	const config = join(folder, 'config.capnp');
	writeFileSync(config, configOf(services, folder), { mode: 0o600 });
	return { config, remove: untilRemoved(() => rmSync(folder, { recursive: true, force: true })) };
}

/** Descriptor 3 reports the ports. The Workers' logs are discarded. */
export function spawnWorkerd(config: string): ChildProcess {
	const child = spawn(binary, ['serve', '--experimental', '--control-fd=3', config], {
		stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
	});
	child.once(
		'exit',
		untilRemoved(() => child.kill('SIGKILL')),
	);
	return child;
}

/** The port of each socket. Resolves when all are open. */
export async function portsOf(child: ChildProcess, count: number): Promise<Map<string, number>> {
	let complaints = '';
	(child.stderr as Readable).setEncoding('utf8').on('data', (text) => {
		complaints = (complaints + text).slice(-4_000);
	});
	const ports = new Map<string, number>();
	let output = '';
	const ended = once(child, 'exit').then(() => {
		throw new Error(`workerd ended before it listened:\n${complaints}`);
	});
	ended.catch(() => {}); // Matters only until it listens.
	const control = child.stdio[3] as Readable;
	const listening = new Promise<void>((resolve) => {
		control.setEncoding('utf8').on('data', (text) => {
			output += text;
			for (const line of output.split('\n').slice(0, -1)) {
				const { event, socket, port } = JSON.parse(line);
				if (event === 'listen') ports.set(socket, port);
			}
			output = output.slice(output.lastIndexOf('\n') + 1);
			if (ports.size === count) resolve();
		});
	});
	await Promise.race([listening, ended]);
	return ports;
}

function configOf(services: WorkerdService[], folder: string): string {
	const disk = services.some(({ durableObject }) => durableObject)
		? `(name = "disk", disk = (path = ${text(folder)}, writable = true)),`
		: '';
	return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
	services = [
		(name = "internet", network = (allow = ["public", "private", "local"])),
		${disk}
		${services.map(serviceOf).join('\n\t\t')}
	],
	sockets = [${services.map(({ name }) => `(name = "${name}", address = "127.0.0.1:0", http = (), service = "${name}")`).join(', ')}]
);
`;
}

function serviceOf(service: WorkerdService): string {
	const { name, variables = {}, database, services = {}, durableObject, loader } = service;
	const bindings = [
		...Object.entries(variables).map(([key, value]) => `(name = "${key}", text = ${text(value)})`),
		...Object.entries(services).map(([key, other]) => `(name = "${key}", service = "${other}")`),
		...(durableObject
			? [`(name = "${durableObject.binding}", durableObjectNamespace = "${durableObject.className}")`]
			: []),
		...(loader ? [`(name = "${loader}", workerLoader = ())`] : []),
		...(database
			? [
					`(name = "DB", wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = "${name}-database")]))`,
				]
			: []),
	];
	const storage = durableObject
		? `durableObjectNamespaces = [(className = "${durableObject.className}", uniqueKey = "${durableObject.className}", enableSql = true)],
			durableObjectStorage = (localDisk = "disk"),`
		: '';
	const outside = database
		? `(name = "${name}-database", external = (address = "${database}", http = ())),`
		: '';
	return `(name = "${name}", worker = (
			modules = [(name = "${name}.js", esModule = embed "${name}.js")],
			compatibilityDate = "${compatibilityDate}",
			compatibilityFlags = [${(service.compatibilityFlags ?? []).map(text).join(', ')}],
			globalOutbound = "internet",
			${storage}
			bindings = [${bindings.join(', ')}]
		)),
		${outside}`;
}

/** A string of the configuration language, which accepts JSON's escapes. */
const text = (value: string): string => JSON.stringify(value);

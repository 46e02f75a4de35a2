/**
 * Puts the kernel's time and randomness in the place of the thread's own, for libraries that use the globals: Stripe's SDK
 * sets timers, jose reads the date, the bundle of an earlier version knows nothing else. For good: a thread that runs
 * simulations does nothing else, one run after the other.
 */
import { createHash, webcrypto } from 'node:crypto';
import type { Kernel } from './virtual-time.ts';

type Fetch = typeof globalThis.fetch;

let current: { kernel: Kernel; fetch: Fetch } | null = null;
const kernel = (): Kernel => {
	if (!current) throw new Error('No simulation runs.');
	return current.kernel;
};

/** A timer as Node's `setTimeout` returns it. */
class TimerHandle {
	readonly id: number;
	constructor(id: number) {
		this.id = id;
	}
	ref(): this {
		return this;
	}
	unref(): this {
		return this;
	}
	hasRef(): boolean {
		return true;
	}
	[Symbol.toPrimitive](): number {
		return this.id;
	}
}

const define = (target: object, name: string, value: unknown): void => {
	Object.defineProperty(target, name, { value, configurable: true, writable: true });
};

const RealDate = Date;
class VirtualDate extends RealDate {
	constructor(...parts: unknown[]) {
		if (parts.length === 0) super(VirtualDate.now());
		else super(...(parts as []));
	}
	static override now(): number {
		return current ? current.kernel.now : RealDate.now();
	}
}

const subtle = webcrypto.subtle;
/** Their results are handed over in the order of the calls, however the thread pool schedules them. */
const nativeMethods = [
	'encrypt',
	'decrypt',
	'sign',
	'verify',
	'importKey',
	'exportKey',
	'generateKey',
] as const;

/** Hashing is most of what the Worker does with WebCrypto. Done at once, it saves a turn each. */
async function digest(algorithm: string | { name: string }, data: ArrayBuffer | ArrayBufferView) {
	const { name } = typeof algorithm === 'string' ? { name: algorithm } : algorithm;
	const bytes = ArrayBuffer.isView(data)
		? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
		: new Uint8Array(data);
	const hash = createHash(name.replace('-', '')).update(bytes).digest();
	return hash.buffer.slice(hash.byteOffset, hash.byteOffset + hash.byteLength);
}

function randomUUID(): string {
	const bytes = new Uint8Array(16);
	kernel().random.bytes(bytes);
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	return Buffer.from(bytes)
		.toString('hex')
		.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

let isInstalled = false;
function install(): void {
	if (isInstalled) return;
	isInstalled = true;
	define(globalThis, 'Date', VirtualDate);
	define(globalThis, 'fetch', ((input, init) => {
		if (!current) throw new Error('No simulation runs.');
		return current.fetch(input, init);
	}) satisfies Fetch);
	define(
		globalThis,
		'setTimeout',
		(run: (...parts: unknown[]) => void, ms?: number, ...parts: unknown[]) =>
			new TimerHandle(kernel().setTimeout(() => run(...parts), ms)),
	);
	define(globalThis, 'clearTimeout', (handle: TimerHandle | number | null | undefined) => {
		if (handle !== undefined && handle !== null) current?.kernel.clearTimeout(Number(handle));
	});
	define(globalThis, 'setInterval', () => {
		throw new Error('A simulation has timers, and no intervals.');
	});
	define(Math, 'random', () => kernel().random.fraction());
	define(AbortSignal, 'timeout', (ms: number) => {
		const controller = new AbortController();
		const abort = () => controller.abort(new DOMException('The operation timed out.', 'TimeoutError'));
		kernel().setTimeout(abort, ms);
		return controller.signal;
	});
	define(webcrypto, 'getRandomValues', (array: Uint8Array) => {
		kernel().random.bytes(array);
		return array;
	});
	define(webcrypto, 'randomUUID', randomUUID);
	for (const name of nativeMethods) {
		const method = subtle[name].bind(subtle) as (...parts: unknown[]) => Promise<unknown>;
		define(subtle, name, (...parts: unknown[]) => kernel().native(method(...parts)));
	}
	define(subtle, 'digest', digest);
	// Workers have it, Node's WebCrypto has not.
	define(subtle, 'timingSafeEqual', (a: ArrayBuffer, b: ArrayBuffer) =>
		Buffer.from(a).equals(Buffer.from(b)),
	);
}

/** The thread's globals belong to this run until it is over. */
export function takeGlobals(run: { kernel: Kernel; fetch: Fetch }): void {
	install();
	current = run;
}

export function releaseGlobals(): void {
	current = null;
}

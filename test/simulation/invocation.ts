/**
 * One run of the Worker's code: a request, a cron or a queue batch, in one isolate. What it asks of the outside passes
 * its `gate`, so that it stops at whatever it awaits when its isolate dies or Cloudflare ends it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export type Isolate = { id: number; version: 'current' | 'previous'; dead: boolean };

export type Invocation = {
	isolate: Isolate;
	kind: 'fetch' | 'scheduled' | 'queue';
	/** Cloudflare has ended it: too long, too many statements. */
	ended: boolean;
	statements: number;
	/** Connections that wait for an answer's headers; Cloudflare allows six. */
	connections: number;
	waiting: (() => void)[];
	/** Rejects what waits for this invocation's answer. */
	fail: (error: Error) => void;
};

export const currentInvocation = new AsyncLocalStorage<Invocation>();

/** A promise that never settles: what an isolate's code awaits after its death. */
const never = new Promise<never>(() => {});

export const isOver = (invocation: Invocation): boolean => invocation.ended || invocation.isolate.dead;

/** Awaited before and after everything that reaches outside. */
export async function gate(invocation: Invocation | undefined): Promise<void> {
	if (invocation && isOver(invocation)) await never;
}

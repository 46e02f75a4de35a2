/** The Worker as Cloudflare runs it: isolates that come and go, deployments, crons, and answers lost with an isolate. */
import { currentInvocation, type Invocation, type Isolate } from './invocation.ts';
import type { Kernel } from './virtual-time.ts';

/** A bundled or imported Worker: what its module exports. */
export type WorkerHandlers = {
	fetch(request: Request, env: never, context: ExecutionContext): Response | Promise<Response>;
	scheduled(controller: { cron: string }, env: never, context: ExecutionContext): Promise<void>;
	queue(batch: MessageBatch<never>, env: never, context: ExecutionContext): Promise<void>;
};

export type Deployment = {
	version: Isolate['version'];
	handlers: () => WorkerHandlers;
	variables: Record<string, unknown>;
};

/** A cron or queue invocation may run for 15 minutes. What goes on after an answer has 30 seconds. */
const invocationLimitMs = 15 * 60 * 1000;
const afterAnswerMs = 30 * 1000;
const isolateCount = 2;

export class ConnectionLost extends TypeError {
	override name = 'ConnectionLost';
}

type Running = { isolate: Isolate; handlers: WorkerHandlers; env: never; invocations: Set<Invocation> };

export function createCluster({ kernel, trace }: { kernel: Kernel; trace: (text: string) => void }) {
	const { random } = kernel;
	let deployments: Deployment[] = [];
	let running: Running[] = [];
	let count = 0;

	/** An isolate that is alive: one of those that run, or a new one. */
	function isolateFor(): Running {
		running = running.filter(({ isolate }) => !isolate.dead);
		if (running.length < isolateCount || random.chance(0.02)) {
			const { version, handlers, variables } = random.pick(deployments);
			const isolate: Isolate = { id: ++count, version, dead: false };
			running.push({ isolate, handlers: handlers(), env: variables as never, invocations: new Set() });
			if (running.length > isolateCount) running.shift();
		}
		return random.pick(running);
	}

	function invoke<T>(
		kind: Invocation['kind'],
		work: (handlers: WorkerHandlers, env: never, context: ExecutionContext) => Promise<T>,
	): Promise<T> {
		const owner = isolateFor();
		return new Promise<T>((resolve, reject) => {
			const background: Promise<unknown>[] = [];
			const invocation: Invocation = {
				isolate: owner.isolate,
				kind,
				ended: false,
				statements: 0,
				connections: 0,
				waiting: [],
				fail: reject,
			};
			const end = () => {
				invocation.ended = true;
				owner.invocations.delete(invocation);
				reject(new ConnectionLost('The invocation ran too long.'));
			};
			owner.invocations.add(invocation);
			const limit = kind === 'fetch' ? null : kernel.setTimeout(end, invocationLimitMs);
			const context = {
				waitUntil: (promise: Promise<unknown>) => void background.push(promise.catch(() => undefined)),
				passThroughOnException() {},
				props: {},
			} as unknown as ExecutionContext;
			const finish = async () => {
				const cutOff = kernel.setTimeout(end, afterAnswerMs);
				for (let done = 0; done < background.length; done++) await background[done];
				kernel.clearTimeout(cutOff);
				if (limit !== null) kernel.clearTimeout(limit);
				owner.invocations.delete(invocation);
			};
			currentInvocation
				.run(invocation, () => work(owner.handlers, owner.env, context))
				.then(
					async (value) => {
						// A cron's and a queue's background work belongs to it; a request is answered first.
						if (kind !== 'fetch') await finish();
						resolve(value);
						if (kind === 'fetch') await finish();
					},
					async (error: unknown) => {
						await finish();
						reject(error);
					},
				);
		});
	}

	return {
		/** New isolates run one of these from now on; old ones end when `replace` is set. */
		deploy(next: Deployment[], { replace }: { replace: boolean }): void {
			deployments = next;
			if (replace) running = [];
		},
		kill(isolate: Isolate): void {
			if (isolate.dead) return;
			isolate.dead = true;
			trace(`isolate ${isolate.id} dies`);
			for (const { isolate: other, invocations } of running) {
				if (other !== isolate) continue;
				for (const { fail } of invocations) fail(new ConnectionLost('The connection was lost.'));
				invocations.clear();
			}
		},
		fetch: (request: Request): Promise<Response> =>
			invoke('fetch', async (handlers, env, context) => handlers.fetch(request, env, context)),
		scheduled: (cron: string): Promise<void> =>
			invoke('scheduled', (handlers, env, context) => handlers.scheduled({ cron }, env, context)),
		queue: (batch: MessageBatch<unknown>): Promise<void> =>
			invoke('queue', (handlers, env, context) => handlers.queue(batch as MessageBatch<never>, env, context)),
	};
}

export type Cluster = ReturnType<typeof createCluster>;

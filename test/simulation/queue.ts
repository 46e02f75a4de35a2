/** Cloudflare's queue as `wrangler.toml` sets it: batches, retries with delays, the dead letter queue. */
import type { QueueSettings } from '../../scripts/settings/wrangler-config.ts';
import type { Kernel } from './virtual-time.ts';

type Stored = { id: string; body: unknown; attempts: number; sentAt: number };

export type QueueOptions = {
	kernel: Kernel;
	settings: QueueSettings[];
	/** Runs the consumer; rejects when its isolate dies or it throws. */
	consume: (batch: MessageBatch<unknown>) => Promise<void>;
	fate: () => 'delivered' | 'doubled' | 'delayed';
	trace: (text: string) => void;
};

export function createQueues({ kernel, settings, consume, fate, trace }: QueueOptions) {
	const { random } = kernel;
	const waiting = new Map(settings.map(({ name }) => [name, [] as Stored[]]));
	const scheduled = new Set<string>();
	let count = 0;

	const put = (queue: string, message: Stored, delaySeconds: number): void => {
		kernel.setTimeout(() => {
			waiting.get(queue)?.push(message);
			schedule(queue);
		}, delaySeconds * 1000);
	};

	const schedule = (queue: string): void => {
		if (scheduled.has(queue)) return;
		scheduled.add(queue);
		kernel.setTimeout(
			() => {
				scheduled.delete(queue);
				void deliver(queue);
			},
			random.integer(50, 1_500),
		);
	};

	async function deliver(queue: string): Promise<void> {
		const setting = settings.find(({ name }) => name === queue) as QueueSettings;
		const messages = waiting.get(queue)?.splice(0, setting.maxBatchSize) ?? [];
		if (messages.length === 0) return;
		if ((waiting.get(queue)?.length ?? 0) > 0) schedule(queue);
		const decisions = new Map<string, 'ack' | { delaySeconds: number }>();
		const retry = (id: string, options?: { delaySeconds?: number }) =>
			void decisions.set(id, { delaySeconds: options?.delaySeconds ?? setting.retryDelay });
		const batch = {
			queue,
			messages: messages.map(({ id, body, attempts, sentAt }) => ({
				id,
				body,
				attempts: attempts + 1,
				timestamp: new Date(sentAt),
				ack: () => void decisions.set(id, 'ack'),
				retry: (options?: { delaySeconds?: number }) => retry(id, options),
			})),
			ackAll: () => {
				for (const { id } of messages) decisions.set(id, 'ack');
			},
			retryAll: (options?: { delaySeconds?: number }) => {
				for (const { id } of messages) retry(id, options);
			},
		} as unknown as MessageBatch<unknown>;
		let failed = false;
		try {
			await consume(batch);
		} catch {
			// Nothing of a batch whose consumer failed counts as done, unless it was acknowledged by itself.
			failed = true;
		}
		for (const message of messages) {
			const decision = decisions.get(message.id) ?? (failed ? { delaySeconds: setting.retryDelay } : 'ack');
			if (decision === 'ack') {
				if (fate() === 'doubled') put(queue, { ...message }, random.integer(1, 60));
				continue;
			}
			message.attempts++;
			if (message.attempts <= setting.maxRetries) put(queue, message, decision.delaySeconds);
			else if (setting.deadLetterQueue !== null) {
				trace(`dead letter: ${JSON.stringify(message.body)}`);
				put(setting.deadLetterQueue, { ...message, attempts: 0 }, 0);
			} else trace(`dropped: ${JSON.stringify(message.body)}`);
		}
	}

	return {
		/** What the Worker sends to. */
		producer: (queue: string) => ({
			async sendBatch(messages: Iterable<{ body: unknown; delaySeconds?: number }>): Promise<void> {
				for (const { body, delaySeconds = 0 } of messages) {
					const late = fate() === 'delayed' ? random.integer(10, 3_600) : 0;
					put(
						queue,
						{ id: `message-${++count}`, body, attempts: 0, sentAt: kernel.now },
						delaySeconds + late,
					);
				}
			},
			async send(body: unknown, options: { delaySeconds?: number } = {}): Promise<void> {
				await this.sendBatch([{ body, ...options }]);
			},
		}),
	};
}

/** The whole Worker: the app, the scheduled jobs and the queue consumers, with the same services. */
import { type AppOptions, createApp, platformOf } from './app.ts';
import type { Bindings } from './config.ts';
import { consumeDeadLetters, consumeEvents, retryAll } from './events/consumer.ts';
import type { EventMessage } from './events/enqueue.ts';
import { runScheduled } from './scheduled/run-scheduled.ts';
import { createServices } from './services.ts';

export function createWorker(options: AppOptions = {}) {
	const platform = platformOf(options);
	const openServices = createServices(platform);
	const app = createApp({ ...options, openServices });

	return {
		fetch: (request: Request, env: Bindings, context: ExecutionContext) => app.fetch(request, env, context),

		async scheduled({ cron }: Pick<ScheduledController, 'cron'>, env: Bindings): Promise<void> {
			await runScheduled((scope) => openServices(env, scope), cron);
		},

		/** The name of a dead-letter queue ends in `-dead`. */
		async queue(batch: MessageBatch<EventMessage>, env: Bindings, context: ExecutionContext): Promise<void> {
			if (batch.queue.endsWith('-dead')) return consumeDeadLetters(batch);
			const waitUntil = (work: Promise<unknown>) => context.waitUntil(work);
			try {
				const services = openServices(env, { calls: { plaid: [], stripe: [] }, waitUntil });
				await consumeEvents(batch, { services, fetch: platform.fetch });
			} catch {
				// The configuration is wrong, which `configOf` has logged.
				retryAll(batch);
			}
		},
	} satisfies ExportedHandler<Bindings, EventMessage>;
}

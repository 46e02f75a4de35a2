/** The whole Worker: the app, the clock and the queues, with the same services. */
import { type AppOptions, createApp, worldOf } from './app.ts';
import { doByTheClock } from './clock/clock.ts';
import type { Bindings } from './config.ts';
import type { EventMessage } from './events/announce.ts';
import { takeDeadEvents, takeEvents } from './events/queue.ts';
import { createServices } from './services.ts';

export function createWorker(options: AppOptions = {}) {
	const world = worldOf(options);
	const openServices = createServices(world);
	const app = createApp({ ...options, openServices });

	return {
		fetch: (request: Request, env: Bindings, context: ExecutionContext) => app.fetch(request, env, context),

		async scheduled({ cron }: Pick<ScheduledController, 'cron'>, env: Bindings): Promise<void> {
			await doByTheClock((calls) => openServices(env, calls), cron);
		},

		/** Dead letters are told by the queue's name. */
		async queue(batch: MessageBatch<EventMessage>, env: Bindings): Promise<void> {
			const services = openServices(env, { plaid: [], stripe: [] });
			if (batch.queue.endsWith('-dead')) await takeDeadEvents(batch, services);
			else await takeEvents(batch, { services, fetch: world.fetch });
		},
	} satisfies ExportedHandler<Bindings, EventMessage>;
}

import type { Context } from 'hono';
import type { AppEnv } from './app-env.ts';
import { inBackground } from './background.ts';
import type { Services } from './services.ts';

/** The services, where events are given to the queue behind the answer; those that it does not take are swept up later. */
export type Desk = Omit<Services, 'announce' | 'webhookKeys'> & { announce: (eventIds: string[]) => void };

/** Of a request. */
export const deskOf = (c: Context<AppEnv>): Desk => ({
	...c.var,
	announce: (ids) => inBackground(c, c.get('announce')(ids)),
});

/** Of the clock: `announced` is done when the queue has had all of them. */
export function deskByTheClock(services: Services): { desk: Desk; announced: () => Promise<unknown> } {
	const given: Promise<void>[] = [];
	const announce = (ids: string[]) => void given.push(services.announce(ids).catch(() => undefined));
	return { desk: { ...services, announce }, announced: () => Promise.all(given) };
}

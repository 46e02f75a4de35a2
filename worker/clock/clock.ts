/**
 * What is done by the clock (crons in wrangler.toml): each minute what somebody waits for, each hour the rest.
 * One task that fails does not keep the others from being done; each is done again the next time.
 */
import { ApiError, withoutSecrets } from '../errors.ts';
import { toldCalls } from '../log.ts';
import type { Services, UpstreamCalls } from '../services.ts';
import { finishHalfWay } from './finish-half-way.ts';
import { lookAfterPayments } from './look-after-payments.ts';
import { lookForStripeEvents } from './look-for-stripe-events.ts';
import { purge } from './purge.ts';
import { sealAnew } from './seal-anew.ts';
import { sweepOutbox } from './sweep-outbox.ts';

/** Gives what it did, for the log. */
type Task = (services: Services) => Promise<Record<string, number>>;

const eachMinute: Record<string, Task> = {
	finish_half_way: finishHalfWay,
	look_after_payments: lookAfterPayments,
	sweep_outbox: sweepOutbox,
	seal_anew: sealAnew,
};
const eachHour: Record<string, Task> = { look_for_stripe_events: lookForStripeEvents, purge };

/** Every cron but the one of each minute is the hour's. */
export async function doByTheClock(open: (calls: UpstreamCalls) => Services, cron: string): Promise<void> {
	const tasks = cron === '* * * * *' ? eachMinute : eachHour;
	for (const [task, work] of Object.entries(tasks)) {
		const calls: UpstreamCalls = { plaid: [], stripe: [] };
		const services = open(calls);
		const started = services.now();
		try {
			const did = await work(services);
			// A minute in which there was nothing to do is not worth a line.
			if (Object.values(did).some((count) => count > 0))
				console.log(
					JSON.stringify({ level: 'info', task, ms: services.now() - started, ...did, ...toldCalls(calls) }),
				);
		} catch (error) {
			const beneath = error instanceof ApiError ? error.details.cause : undefined;
			const cause = withoutSecrets(beneath ?? (error instanceof Error ? error.message : 'unknown'));
			console.error(
				JSON.stringify({ level: 'error', task, ms: services.now() - started, cause, ...toldCalls(calls) }),
			);
		}
	}
}

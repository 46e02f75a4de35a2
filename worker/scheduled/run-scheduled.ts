/**
 * What is done by the clock (crons in wrangler.toml): each minute what somebody waits for, each hour the rest.
 * One task that fails does not keep the others from being done; each is done again the next time.
 */
import { ApiError, withoutSecrets } from '../errors.ts';
import { toldCalls } from '../middleware/request-log.ts';
import type { Scope, Services, UpstreamCalls } from '../services.ts';
import { backfillStripeEvents } from './backfill-stripe-events.ts';
import { deleteExpired } from './delete-expired.ts';
import { flushOutbox } from './flush-outbox.ts';
import { pollPayments } from './poll-payments.ts';
import { resumeExchanges } from './resume-exchanges.ts';
import { rotateEncryptionKey } from './rotate-encryption-key.ts';

/** Gives what it did, for the log. */
type Task = (services: Services) => Promise<Record<string, number>>;

const eachMinute: Record<string, Task> = {
	finish_half_way: resumeExchanges,
	look_after_payments: pollPayments,
	sweep_outbox: flushOutbox,
	seal_anew: rotateEncryptionKey,
};
const eachHour: Record<string, Task> = { look_for_stripe_events: backfillStripeEvents, deleteExpired };

/** Every cron but the one of each minute is the hour's. */
export async function runScheduled(open: (scope: Scope) => Services, cron: string): Promise<void> {
	const tasks = cron === '* * * * *' ? eachMinute : eachHour;
	for (const [task, work] of Object.entries(tasks)) {
		const calls: UpstreamCalls = { plaid: [], stripe: [] };
		const background: Promise<unknown>[] = [];
		const waitUntil = (work: Promise<unknown>) => void background.push(work.catch(() => undefined));
		const services = open({ calls, waitUntil });
		const started = services.now();
		try {
			const did = await work(services);
			await Promise.all(background);
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

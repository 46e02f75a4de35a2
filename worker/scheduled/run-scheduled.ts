/**
 * Runs the scheduled jobs (crons in wrangler.toml): each minute what somebody waits for, each hour the rest.
 *
 * A job that fails does not stop the others. Each runs again at the next time.
 */
import { ApiError, withoutSecrets } from '../errors.ts';
import { callsForLog } from '../middleware/request-log.ts';
import type { Scope, Services, UpstreamCalls } from '../services.ts';
import { backfillStripeEvents } from './backfill-stripe-events.ts';
import { deleteExpired } from './delete-expired.ts';
import { flushOutbox } from './flush-outbox.ts';
import { pollPayments } from './poll-payments.ts';
import { resumeExchanges } from './resume-exchanges.ts';
import { rotateEncryptionKey } from './rotate-encryption-key.ts';

/** Returns what it did, for its log line. */
export type Job = (services: Services) => Promise<Record<string, number>>;

/** By the name that the log has. */
const eachMinute: Record<string, Job> = {
	resume_exchanges: resumeExchanges,
	poll_payments: pollPayments,
	flush_outbox: flushOutbox,
	rotate_encryption_key: rotateEncryptionKey,
};
const eachHour: Record<string, Job> = {
	backfill_stripe_events: backfillStripeEvents,
	delete_expired: deleteExpired,
};

/** Any cron but that of each minute runs the jobs of each hour. */
export async function runScheduled(openServices: (scope: Scope) => Services, cron: string): Promise<void> {
	const jobs = cron === '* * * * *' ? eachMinute : eachHour;
	for (const [name, job] of Object.entries(jobs)) await runJob(name, job, openServices);
}

/** Runs one job and the background work that it starts, and logs the result. */
async function runJob(name: string, job: Job, openServices: (scope: Scope) => Services): Promise<void> {
	const calls: UpstreamCalls = { plaid: [], stripe: [] };
	const background: Promise<unknown>[] = [];
	const waitUntil = (work: Promise<unknown>) => void background.push(work.catch(() => undefined));
	const services = openServices({ calls, waitUntil });
	const started = services.now();
	const line = () => ({ task: name, ms: services.now() - started });
	try {
		const counts = await job(services);
		await Promise.all(background);
		// A job that had nothing to do writes no line.
		if (Object.values(counts).some((count) => count > 0))
			console.log(JSON.stringify({ level: 'info', ...line(), ...counts, ...callsForLog(calls) }));
	} catch (error) {
		const details = error instanceof ApiError ? error.details.cause : undefined;
		const cause = withoutSecrets(details ?? (error instanceof Error ? error.message : 'unknown'));
		console.error(JSON.stringify({ level: 'error', ...line(), cause, ...callsForLog(calls) }));
	}
}

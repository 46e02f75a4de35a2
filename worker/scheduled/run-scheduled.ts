/**
 * Runs the scheduled jobs (crons in wrangler.toml).
 *
 * Cloudflare limits an invocation: fifteen minutes, and 1,000 statements of D1 (50 on the free plan). So the jobs of a
 * cron have bounds that are within the limit together, each stores its progress step by step, and each has a deadline.
 * The outbox comes first; then the others run side by side. A job that fails or hangs does not stop the others.
 * @see https://developers.cloudflare.com/d1/platform/limits/
 */
import { hourMs, minuteMs } from '../durations.ts';
import { ApiError, withoutSecrets } from '../errors.ts';
import { callsForLog } from '../middleware/request-log.ts';
import type { Scope, Services, UpstreamCalls } from '../services.ts';
import { selectJobs, storeJobResult } from '../store/jobs.ts';
import { backfillStripeEvents } from './backfill-stripe-events.ts';
import { deleteExpired } from './delete-expired.ts';
import { flushOutbox } from './flush-outbox.ts';
import { pollPayments } from './poll-payments.ts';
import { resumeExchanges } from './resume-exchanges.ts';
import { rotateEncryptionKey } from './rotate-encryption-key.ts';
import { updateWebhookUrls } from './update-webhook-urls.ts';

/** Returns what it did, for its log line. */
export type Job = (services: Services) => Promise<Record<string, number>>;
type OpenServices = (scope: Scope) => Services;

/** By the name that the log and `/health` have. The first one is finished before the others start. */
const eachMinute: Record<string, Job> = {
	flush_outbox: flushOutbox,
	poll_payments: pollPayments,
	resume_exchanges: resumeExchanges,
	rotate_encryption_key: rotateEncryptionKey,
	update_webhook_urls: updateWebhookUrls,
};
const eachHour: Record<string, Job> = {
	delete_expired: deleteExpired,
	backfill_stripe_events: backfillStripeEvents,
};

/** How often each job runs. */
export const expectedEveryMs: ReadonlyMap<string, number> = new Map([
	...Object.keys(eachMinute).map((name) => [name, minuteMs] as const),
	...Object.keys(eachHour).map((name) => [name, hourMs] as const),
]);

/** After this, the calls and statements of a job are refused. Leases and cursors let the next run go on. */
export const jobDeadlineMs = 5 * minuteMs;

/** The jobs that each cron of wrangler.toml starts. */
const jobsOfCron = new Map<string, readonly string[]>([
	['* * * * *', Object.keys(eachMinute)],
	['*/1 * * * *', Object.keys(eachMinute)],
	['17 * * * *', ['backfill_stripe_events']],
	['47 * * * *', ['delete_expired']],
]);

/**
 * Runs the jobs of a cron. Except each minute, it also runs what is overdue, so that a deployment with other crons than
 * these runs every job: with an unknown cron, those of each minute and what has not succeeded for an hour.
 */
export async function runScheduled(openServices: OpenServices, cron: string): Promise<void> {
	const named = jobsOfCron.get(cron);
	const isEachMinute = named?.includes('flush_outbox');
	const overdue = isEachMinute ? [] : await findOverdue(openServices, named ? 1.5 * hourMs : 0.75 * hourMs);
	const due = new Set([...(named ?? Object.keys(eachMinute)), ...overdue]);
	const jobs = Object.entries({ ...eachMinute, ...eachHour }).filter(([name]) => due.has(name));
	if (due.has('flush_outbox')) await runJob('flush_outbox', flushOutbox, openServices);
	const others = jobs.filter(([name]) => name !== 'flush_outbox');
	await Promise.all(others.map(([name, job]) => runJob(name, job, openServices)));
}

/** The jobs of each hour that have not succeeded for this long. All of them if that cannot be read. */
async function findOverdue(openServices: OpenServices, forMs: number): Promise<string[]> {
	const names = Object.keys(eachHour);
	try {
		const { database, now } = openServices({ calls: { plaid: [], stripe: [] }, waitUntil: () => {} });
		const rows = await database.all(selectJobs);
		const lately = new Set(
			rows.filter(({ succeededAt }) => (succeededAt ?? 0) > now() - forMs).map(({ name }) => name),
		);
		return names.filter((name) => !lately.has(name));
	} catch {
		return names;
	}
}

/** Runs one job and the background work that it starts, logs the result, and stores it for `/health`. */
async function runJob(name: string, job: Job, openServices: OpenServices): Promise<void> {
	const calls: UpstreamCalls = { plaid: [], stripe: [] };
	const background: Promise<unknown>[] = [];
	const waitUntil = (work: Promise<unknown>) => void background.push(work.catch(() => undefined));
	const signal = AbortSignal.timeout(jobDeadlineMs);
	const services = openServices({ calls, waitUntil, signal });
	const started = services.now();
	const line = () => ({ task: name, ms: services.now() - started });
	let succeeded = false;
	try {
		const counts = await beforeAbort(
			job(services).then(async (counts) => {
				await Promise.all(background);
				return counts;
			}),
			signal,
		);
		succeeded = true;
		// A job that had nothing to do writes no line.
		if (Object.values(counts).some((count) => count > 0))
			console.log(JSON.stringify({ level: 'info', ...line(), ...counts, ...callsForLog(calls) }));
	} catch (error) {
		const details = error instanceof ApiError ? error.details.cause : undefined;
		const cause = withoutSecrets(details ?? (error instanceof Error ? error.message : 'unknown'));
		console.error(JSON.stringify({ level: 'error', ...line(), cause, ...callsForLog(calls) }));
	}
	const { database, now } = openServices({ calls, waitUntil });
	await storeJobResult(database, name, { succeeded, now: now() }).catch(() => undefined);
}

/** The result of `work`, unless the signal comes first. */
async function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	let stop = () => {};
	const aborted = new Promise<never>((_, reject) => {
		stop = () => reject(new Error(`not done within ${jobDeadlineMs / 1000} s`));
		if (signal.aborted) stop();
		else signal.addEventListener('abort', stop);
	});
	try {
		return await Promise.race([work, aborted]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

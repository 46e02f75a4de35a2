import type { Context } from 'hono';
import { version } from '../../package.json';
import type { AppEnv } from '../app-env.ts';
import { configOf } from '../config.ts';
import { errorCatalog, type HealthAnswer } from '../contract.ts';
import { dayMs, hourMs } from '../durations.ts';
import { ApiError } from '../errors.ts';
import { openDatabase } from '../store/database.ts';
import { type DeliverySummary, deliverySummary } from '../store/events.ts';
import { recentMisconfigurations } from '../store/misconfigurations.ts';

type Check = HealthAnswer['checks'][number];

/**
 * `GET /health`: what works and what the merchant has to fix. It has no secrets, so it needs no key.
 * 503 if nothing works (configuration, database); 200 with `degraded` if Plaid or Stripe refused something recently.
 */
export async function getHealth(c: Context<AppEnv>): Promise<Response> {
	const configuration: Check[] = configOf(c.env).problems.map((message) => ({
		name: 'configuration',
		ok: false,
		message,
	}));
	if (configuration.length === 0) configuration.push({ name: 'configuration', ok: true });
	const stored = await checkStore(c);

	const checks = [...configuration, ...stored];
	const status = checks.every(({ ok }) => ok) ? 'ok' : 'degraded';
	const works = checks.every(({ name, ok }) => ok || (name !== 'configuration' && name !== 'database'));
	const answer: HealthAnswer = { status, checks, version, request_id: c.get('requestId') };
	return c.json(answer, works ? 200 : 503);
}

/** Whether the database answers, and what it knows: events that were given up, and what Plaid or Stripe refused. */
async function checkStore(c: Context<AppEnv>): Promise<Check[]> {
	if (!c.env.DB) return [];
	try {
		const database = openDatabase(c.env.DB, async () => {});
		const [seen, [deliveries]] = await database.transaction(
			[],
			recentMisconfigurations(c.get('now')()),
			deliverySummary(c.get('now')() - dayMs),
		);
		return [
			{ name: 'database', ok: true },
			...eventsCheck(c, deliveries),
			...seen.map(({ code, seenAt }) => ({
				name: code,
				ok: false,
				message: `${errorCatalog[code].remedy ?? errorCatalog[code].message} Last seen at ${new Date(seenAt).toISOString()}.`,
			})),
		];
	} catch (error) {
		const remedy =
			error instanceof ApiError && error.code === 'schema_outdated'
				? errorCatalog.schema_outdated.remedy
				: undefined;
		return [
			{
				name: 'database',
				ok: false,
				message: remedy ?? 'D1 does not answer. See https://www.cloudflarestatus.com/.',
			},
		];
	}
}

/** How long an event may wait for its delivery before `/health` reports it. */
const lateAfterMs = hourMs;

/** Nothing if no events are sent. */
function eventsCheck(c: Context<AppEnv>, deliveries: DeliverySummary | undefined): Check[] {
	if (!configOf(c.env).config?.events) return [];
	const oldest = deliveries?.oldestUnresolved ?? null;
	const problems: string[] = [];
	if (deliveries?.hasFailed)
		problems.push(
			'EVENTS_URL did not accept an event for days. Fix it, then send again what `GET /v1/events` lists as `failed`: `POST /v1/events/:id/send`.',
		);
	if (oldest !== null && oldest < c.get('now')() - lateAfterMs)
		problems.push(
			`An event of ${new Date(oldest).toISOString()} is not delivered yet. Check EVENTS_URL, the queue and the Worker’s log.`,
		);
	if (problems.length === 0) return [{ name: 'events', ok: true }];
	return [{ name: 'events', ok: false, message: problems.join(' ') }];
}

import type { Context } from 'hono';
import { version } from '../../package.json';
import type { AppEnv } from '../app-env.ts';
import { type Bindings, configOf } from '../config.ts';
import { errorCatalog, type HealthAnswer } from '../contract.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../durations.ts';
import { ApiError } from '../errors.ts';
import { hasApiKey } from '../middleware/api-key.ts';
import { expectedEveryMs } from '../scheduled/run-scheduled.ts';
import { openDatabase } from '../store/database.ts';
import { type DeliverySummary, deliverySummary } from '../store/events.ts';
import { type JobRow, selectJobs } from '../store/jobs.ts';
import { recentMisconfigurations } from '../store/misconfigurations.ts';
import type { Misconfiguration } from '../store/schema.ts';
import { readSchema } from '../store/schema-version.ts';

type Check = NonNullable<HealthAnswer['checks']>[number];

/** What the database reports about the deployment. */
type Stored = {
	schema: number | null;
	misconfigurations: Misconfiguration[];
	deliveries: DeliverySummary | undefined;
	jobs: JobRow[];
	/** Why it could not be read. */
	trouble: string | null;
};

/**
 * `GET /health`: whether all is well; with an API key also what is not, and what the merchant has to fix.
 * Status 503 if nothing works (configuration, database); 200 with `degraded` if something does not.
 */
export async function getHealth(c: Context<AppEnv>): Promise<Response> {
	const now = c.get('now')();
	const stored = await readStored(c.env, now);
	const checks = [
		...checkConfiguration(c.env),
		...checkDatabase(c.env, stored),
		...checkEvents(c.env, stored, now),
		...checkJobs(stored, now),
		...stored.misconfigurations.map(({ code, seenAt }) =>
			problem(
				code,
				`${errorCatalog[code].remedy ?? errorCatalog[code].message} Last seen at ${toIso(seenAt)}.`,
			),
		),
	];
	const status = checks.every(({ ok }) => ok) ? 'ok' : 'degraded';
	const works = checks.every(({ name, ok }) => ok || (name !== 'configuration' && name !== 'database'));
	const isMerchant = await hasApiKey(c, configOf(c.env).apiKeys);
	const answer: HealthAnswer = {
		status,
		version,
		schema: stored.schema,
		...(isMerchant && {
			checks,
			jobs: stored.jobs.map(({ name, succeededAt, failedAt }) => ({
				name,
				last_success: toIso(succeededAt),
				last_failure: toIso(failedAt),
			})),
			oldest_undelivered_event: sendsEvents(c.env)
				? toIso(stored.deliveries?.oldestUnresolved ?? null)
				: null,
		}),
		request_id: c.get('requestId'),
	};
	return c.json(answer, works ? 200 : 503);
}

/** Anybody may ask, so the database is read once in this time. */
const cachedForMs = 10 * secondMs;
const cache = new WeakMap<Bindings, { at: number; stored: Promise<Stored> }>();

function readStored(env: Bindings, now: number): Promise<Stored> {
	const cached = cache.get(env);
	if (cached && now >= cached.at && now < cached.at + cachedForMs) return cached.stored;
	const stored = readFromDatabase(env, now);
	cache.set(env, { at: now, stored });
	return stored;
}

async function readFromDatabase({ DB }: Bindings, now: number): Promise<Stored> {
	const nothing = { schema: null, misconfigurations: [], deliveries: undefined, jobs: [], trouble: null };
	if (!DB) return nothing;
	try {
		const database = openDatabase(DB, async () => {});
		const [[schema], misconfigurations, [deliveries], jobs] = await database.transaction(
			[],
			readSchema,
			recentMisconfigurations(now),
			deliverySummary(now - dayMs),
			selectJobs,
		);
		return { schema: schema?.version ?? null, misconfigurations, deliveries, jobs, trouble: null };
	} catch (error) {
		const isOutdated = error instanceof ApiError && error.code === 'schema_outdated';
		// Past the check of the schema, which refuses every statement.
		const schema = isOutdated
			? await DB.prepare(readSchema.text)
					.first<number>('version')
					.catch(() => null)
			: null;
		const trouble =
			(isOutdated && errorCatalog.schema_outdated.remedy) ||
			'D1 does not answer. See https://www.cloudflarestatus.com/.';
		return { ...nothing, schema, trouble };
	}
}

const fine = (name: string): Check => ({ name, ok: true });
const problem = (name: string, message: string): Check => ({ name, ok: false, message });

function checkConfiguration(env: Bindings): Check[] {
	const { problems } = configOf(env);
	return problems.length === 0
		? [fine('configuration')]
		: problems.map((message) => problem('configuration', message));
}

/** Nothing without a database: the configuration reports that. */
function checkDatabase({ DB }: Bindings, { trouble }: Stored): Check[] {
	if (!DB) return [];
	return [trouble === null ? fine('database') : problem('database', trouble)];
}

const sendsEvents = (env: Bindings): boolean => Boolean(configOf(env).config?.events);

/** How long an event may wait for its delivery before it is a problem. */
const lateAfterMs = hourMs;

/** Nothing if no events are sent. */
function checkEvents(env: Bindings, { deliveries, trouble }: Stored, now: number): Check[] {
	if (!sendsEvents(env) || trouble !== null) return [];
	const oldest = deliveries?.oldestUnresolved ?? null;
	const problems: string[] = [];
	if (deliveries?.hasFailed)
		problems.push(
			'EVENTS_URL did not accept an event for days. Fix it, then send again what `GET /v1/events` lists as `failed`: `POST /v1/events/:id/send`.',
		);
	if (oldest !== null && oldest < now - lateAfterMs)
		problems.push(
			`An event of ${toIso(oldest)} is not delivered yet. Check EVENTS_URL, the queue and the Worker’s log.`,
		);
	return [problems.length === 0 ? fine('events') : problem('events', problems.join(' '))];
}

/** Nothing until a job has run: a new deployment waits for its first cron. */
function checkJobs({ jobs }: Stored, now: number): Check[] {
	if (jobs.length === 0) return [];
	const late = jobs.filter(({ name, succeededAt }) => {
		const every = expectedEveryMs.get(name);
		return every !== undefined && (succeededAt ?? 0) < now - Math.max(3 * every, 30 * minuteMs);
	});
	if (late.length === 0) return [fine('jobs')];
	const names = late.map(({ name, succeededAt }) =>
		succeededAt === null ? `${name} (never)` : `${name} (${toIso(succeededAt)})`,
	);
	return [
		problem(
			'jobs',
			`Scheduled jobs that have not succeeded for too long, with their last success: ${names.join(', ')}. The Worker’s log says why; check the crons in wrangler.toml.`,
		),
	];
}

function toIso(time: number): string;
function toIso(time: number | null): string | null;
function toIso(time: number | null): string | null {
	return time === null ? null : new Date(time).toISOString();
}

/** Reads `wrangler.toml`. */
import { unstable_readConfig } from 'wrangler';

export type WranglerConfig = {
	name: string;
	vars: Record<string, string>;
	/** The database bound as `DB`, or null. */
	database: { name: string; id: string } | null;
	/** The names of all queues, producers and consumers. */
	queues: string[];
};

/** How one queue delivers. */
export type QueueSettings = {
	name: string;
	maxBatchSize: number;
	maxRetries: number;
	/** Seconds; for messages that are retried without a delay of their own. */
	retryDelay: number;
	deadLetterQueue: string | null;
};

/** The part of wrangler's type that is used here. */
type Read = {
	name?: string | undefined;
	vars: Record<string, unknown>;
	d1_databases: { binding: string; database_name?: string; database_id?: string }[];
	queues: { producers?: { queue: string }[]; consumers?: { queue: string }[] };
};

export function readWranglerConfig(path: string): WranglerConfig {
	const { name, vars, d1_databases, queues }: Read = unstable_readConfig(
		{ config: path },
		{ hideWarnings: true },
	);
	const database = d1_databases.find(({ binding }) => binding === 'DB');
	const names = [
		...(queues.producers ?? []).map(({ queue }) => queue),
		...(queues.consumers ?? []).map(({ queue }) => queue),
	];
	return {
		name: name ?? 'plaid-stripe-connect',
		vars: Object.fromEntries(Object.entries(vars).map(([key, value]) => [key, String(value)])),
		database: database
			? { name: database.database_name ?? database.binding, id: database.database_id ?? '' }
			: null,
		queues: [...new Set(names)],
	};
}

type Consumer = {
	queue: string;
	max_batch_size?: number;
	max_retries?: number;
	retry_delay?: number;
	dead_letter_queue?: string;
};

/** How the queues deliver, retry and give up. */
export function readQueueSettings(path: string): QueueSettings[] {
	const { queues } = unstable_readConfig({ config: path }, { hideWarnings: true });
	return ((queues.consumers ?? []) as Consumer[]).map((consumer) => ({
		name: consumer.queue,
		maxBatchSize: consumer.max_batch_size ?? 10,
		maxRetries: consumer.max_retries ?? 3,
		retryDelay: consumer.retry_delay ?? 0,
		deadLetterQueue: consumer.dead_letter_queue ?? null,
	}));
}

/** Whether the database exists at Cloudflare. Before that, its id is empty or all zeros. */
export const isAtCloudflare = (database: { id: string }): boolean => /[1-9a-f]/.test(database.id);

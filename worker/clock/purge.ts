import { and, eq, lt, ne } from 'drizzle-orm';
import type { Services } from '../services.ts';
import {
	connections,
	events,
	exchanges,
	idempotencyKeys,
	linkSessions,
	sessions,
	webhooks,
} from '../store/schema.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What has outlived its use; `docs/storage.md` tells the same. */
export async function purge({ database, now }: Services): Promise<Record<string, number>> {
	const daysAgo = (days: number) => now() - days * dayMs;
	await database.run((orm) =>
		orm.batch([
			orm.delete(sessions).where(lt(sessions.expiresAt, daysAgo(1))),
			orm.delete(linkSessions).where(lt(linkSessions.expiresAt, daysAgo(1))),
			orm.delete(exchanges).where(and(lt(exchanges.createdAt, daysAgo(1)), ne(exchanges.step, 'exchanged'))),
			orm.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, daysAgo(1))),
			orm.delete(webhooks).where(lt(webhooks.receivedAt, daysAgo(30))),
			orm.delete(events).where(lt(events.createdAt, daysAgo(30))),
			orm
				.delete(connections)
				.where(
					and(
						eq(connections.status, 'removed'),
						lt(connections.createdAt, daysAgo(90)),
						lt(connections.statusSince, daysAgo(90)),
					),
				),
		]),
	);
	return {};
}

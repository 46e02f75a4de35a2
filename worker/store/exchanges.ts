/**
 * The row of an exchange, and who may work on it.
 *
 * A request takes a row with a nonce and a lease: whoever dies frees it when the lease ends, not when the row does.
 * Each statement may be repeated, for its answer may be lost after it was done: a row that already bears the nonce of
 * the one who asks is its own.
 */
import { and, eq, gt, inArray, lt, or, sql } from 'drizzle-orm';
import type { Account, ErrorCode, Institution } from '../contract.ts';
import { type Change, changeStatements } from './changes.ts';
import { accountColumns } from './connections.ts';
import { type Database, inOneTransaction } from './database.ts';
import { unqueuedAmong } from './events.ts';
import { newId } from './ids.ts';
import {
	connections,
	type Exchange,
	type ExchangeStep,
	exchanges,
	type LinkSession,
	linkSessions,
	misconfigurations,
} from './schema.ts';

/** Longer than the deadline of a call to Plaid, so that a living owner is not overtaken while it waits. */
export const leaseMs = 15_000;

export type Hashes = { publicTokenHash: string; linkTokenHash: string };

/** The link session and the exchange's row, as far as they are there. */
export async function findExchange(
	database: Database,
	{ publicTokenHash, linkTokenHash }: Hashes,
): Promise<{ session: LinkSession | undefined; exchange: Exchange | undefined }> {
	const [[session], [exchange]] = await database.run((orm) =>
		orm.batch([
			orm.select().from(linkSessions).where(eq(linkSessions.linkTokenHash, linkTokenHash)),
			orm.select().from(exchanges).where(eq(exchanges.publicTokenHash, publicTokenHash)),
		]),
	);
	return { session, exchange };
}

/**
 * Makes the row, owned by `owner`; or gives the one that was there. The public token of a repair is never exchanged:
 * its connection stands already.
 */
export async function insertExchange(
	database: Database,
	given: Hashes & { accountId: string | null; connectionId: string | null; owner: string; now: number },
): Promise<Exchange> {
	const { publicTokenHash, linkTokenHash, accountId, connectionId, owner, now } = given;
	const [, [row]] = await database.run((orm) =>
		orm.batch([
			orm
				.insert(exchanges)
				.values({
					id: newId('exch'),
					publicTokenHash,
					linkTokenHash,
					accountId,
					step: connectionId === null ? 'received' : 'exchanged',
					connectionId,
					owner,
					leaseUntil: now + leaseMs,
					unsettledCalls: connectionId === null ? 1 : 0,
					createdAt: now,
					updatedAt: now,
				})
				.onConflictDoNothing({ target: exchanges.publicTokenHash }),
			orm.select().from(exchanges).where(eq(exchanges.publicTokenHash, publicTokenHash)),
		]),
	);
	if (!row) throw new Error('An exchange that was just stored is not there.');
	return row;
}

/** Takes a row that nobody works on, and counts the exchange call that its owner will make. Gives the row as it is then. */
export async function claimExchange(
	database: Database,
	id: string,
	{ accountId, owner, now }: { accountId: string | null; owner: string; now: number },
): Promise<Exchange | undefined> {
	const [, [row]] = await database.run((orm) =>
		orm.batch([
			orm
				.update(exchanges)
				.set({
					owner,
					leaseUntil: now + leaseMs,
					accountId: sql`coalesce(${exchanges.accountId}, ${accountId})`,
					unsettledCalls: sql`${exchanges.unsettledCalls} + (${exchanges.step} = 'received')`,
					updatedAt: now,
				})
				.where(
					and(
						eq(exchanges.id, id),
						inArray(exchanges.step, ['received', 'exchanged']),
						// Whoever saw another account in the meantime must not overwrite it.
						accountId === null
							? undefined
							: or(sql`${exchanges.accountId} is null`, eq(exchanges.accountId, accountId)),
						lt(exchanges.leaseUntil, now),
						sql`${exchanges.owner} is not ${owner}`,
					),
				),
			orm.select().from(exchanges).where(eq(exchanges.id, id)),
		]),
	);
	return row;
}

/**
 * Frees a row before its lease ends. `settled`: Plaid has told that this call did nothing. `otherAccount`: the account
 * was no good, and the next request may name another.
 */
export async function releaseExchange(
	database: Database,
	id: string,
	{
		owner,
		settled,
		otherAccount,
		now,
	}: { owner: string; settled: boolean; otherAccount: boolean; now: number },
): Promise<void> {
	await database.run((orm) =>
		orm
			.update(exchanges)
			.set({
				owner: null,
				leaseUntil: 0,
				updatedAt: now,
				...(otherAccount ? { accountId: null } : {}),
				...(settled ? { unsettledCalls: sql`max(0, ${exchanges.unsettledCalls} - 1)` } : {}),
			})
			.where(and(eq(exchanges.id, id), eq(exchanges.owner, owner))),
	);
}

/**
 * Ends an exchange that can never succeed. Only its owner may, and only while no access token is stored.
 * Gives the step that it is in then.
 */
export async function endExchange(
	database: Database,
	id: string,
	{ owner, step, refusal, now }: { owner: string; step: 'refused' | 'lost'; refusal: ErrorCode; now: number },
): Promise<ExchangeStep | undefined> {
	const [, [row]] = await database.run((orm) =>
		orm.batch([
			orm
				.update(exchanges)
				.set({ step, refusal, owner: null, leaseUntil: 0, updatedAt: now })
				.where(and(eq(exchanges.id, id), eq(exchanges.step, 'received'), eq(exchanges.owner, owner))),
			orm.select({ step: exchanges.step }).from(exchanges).where(eq(exchanges.id, id)),
		]),
	);
	return row?.step;
}

/**
 * Stores the access token: the step that must not fail. Whoever holds Plaid's answer may, even where another has taken
 * the row for lost in the meantime; there is one such answer at most.
 */
export async function storeExchanged(
	database: Database,
	id: string,
	given: {
		owner: string;
		connectionId: string;
		itemId: string;
		accessToken: string;
		session: LinkSession;
		livemode: boolean;
		now: number;
	},
): Promise<void> {
	const { owner, connectionId, itemId, accessToken, session, livemode, now } = given;
	await database.run((orm) =>
		orm.batch([
			orm
				.insert(connections)
				.values({
					id: connectionId,
					itemId,
					accessToken,
					clientUserId: session.clientUserId,
					stripeCustomer: session.stripeCustomer,
					status: 'active',
					statusSince: now,
					livemode,
					createdAt: now,
					updatedAt: now,
				})
				.onConflictDoNothing({ target: connections.id }),
			orm
				.update(exchanges)
				.set({
					step: 'exchanged',
					connectionId,
					refusal: null,
					unsettledCalls: 0,
					owner,
					leaseUntil: now + leaseMs,
					updatedAt: now,
				})
				.where(and(eq(exchanges.id, id), inArray(exchanges.step, ['received', 'lost', 'refused']))),
		]),
	);
}

/** The event of an exchange: the same, whoever comes to its end. */
const eventIdOf = (exchangeId: string): string => exchangeId.replace(/^exch_/, 'evt_');

/**
 * Stores the answer, and the event with it. Where two came here, the first stays: gives the row as it is then, and the
 * events that wait for the queue.
 */
export async function storeTokenized(
	database: Database,
	id: string,
	given: {
		connectionId: string;
		account: Account;
		institution: Institution;
		bankAccountToken: string;
		duplicateOf: string | null;
		change: Change;
		now: number;
	},
): Promise<{ row: Exchange; waiting: string[] }> {
	const { connectionId, account, institution, bankAccountToken, duplicateOf, change, now } = given;
	const where = eq(connections.id, connectionId);
	const eventId = eventIdOf(id);
	const results = await database.run((orm) =>
		inOneTransaction(orm, [
			orm
				.update(connections)
				.set({
					...accountColumns(account),
					institutionId: institution.id,
					institutionName: institution.name,
					lastEventId: eventId,
					updatedAt: now,
				})
				.where(and(where, sql`exists (select 1 from exchanges where id = ${id} and step = 'exchanged')`)),
			...changeStatements(orm, { where, change, eventId, occurredAt: now, now }),
			orm
				.update(exchanges)
				.set({
					step: 'tokenized',
					accountId: account.id,
					bankAccountToken,
					duplicateOf,
					owner: null,
					leaseUntil: 0,
					updatedAt: now,
				})
				.where(and(eq(exchanges.id, id), eq(exchanges.step, 'exchanged'))),
			// The whole way went through: what the merchant had to mend is mended.
			orm.delete(misconfigurations),
			unqueuedAmong(orm, [eventId]),
			orm.select().from(exchanges).where(eq(exchanges.id, id)),
		]),
	);
	const [row] = results.at(-1) as Exchange[];
	if (!row) throw new Error('An exchange vanished while it was under way.');
	return { row, waiting: (results.at(-2) as { id: string }[]).map(({ id }) => id) };
}

/** The names of the bank, where the Stripe token has to wait for something else. */
export async function storeInstitution(
	database: Database,
	connectionId: string,
	{ institution, now }: { institution: Institution; now: number },
): Promise<void> {
	await database.run((orm) =>
		orm
			.update(connections)
			.set({ institutionId: institution.id, institutionName: institution.name, updatedAt: now })
			.where(eq(connections.id, connectionId)),
	);
}

/** Exchanges that nobody works on though the access token is stored, tried ever more rarely as they grow old. */
export const findHalfWay = (
	database: Database,
	{ now, limit }: { now: number; limit: number },
): Promise<Exchange[]> =>
	database.run((orm) =>
		orm
			.select()
			.from(exchanges)
			.where(
				and(
					eq(exchanges.step, 'exchanged'),
					gt(exchanges.createdAt, now - 24 * 60 * 60 * 1000),
					lt(exchanges.leaseUntil, now),
					sql`${now} - ${exchanges.updatedAt} > max(60000, (${now} - ${exchanges.createdAt}) / 2)`,
				),
			)
			.limit(limit),
	);

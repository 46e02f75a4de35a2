/**
 * The row of an exchange. The request or job that works on it holds its lease.
 *
 * Each statement may run twice, because the answer to the first run can get lost.
 */
import type { Account, ErrorCode, Institution } from '../contract.ts';
import { type Change, changeStatements } from './connection-changes.ts';
import { accountColumns, institutionColumns } from './connections.ts';
import type { Database } from './database.ts';
import { idsOf, unqueued } from './events.ts';
import { newId } from './ids.ts';
import { createLeases, type Holder, noLease } from './leases.ts';
import { notOfAnother } from './link-sessions.ts';
import { exchangesWork } from './misconfigurations.ts';
import { type BankAccount, isSameAccount } from './same-account.ts';
import type { Exchange, ExchangeStep, LinkSession, WebhookRow } from './schema.ts';
import { and, sql } from './sql.ts';
import { connections, exchanges, linkSessions } from './tables.ts';
import { earlyWebhooks } from './webhooks.ts';

/** Longer than the deadline of a call to Plaid, so that an owner that waits for Plaid does not lose its row. */
const leases = createLeases(exchanges, 15_000);

/**
 * Inserts the row, owned by `owner`, and reads it and the link session in the same transaction. An existing row is
 * returned as it is. No row is inserted without a link session, after the session has expired (before `latest`), or if
 * the user has connected the account already. A repair begins at `exchanged`: its public token is never exchanged,
 * because the connection keeps its access token.
 */
export async function beginExchange(
	database: Database,
	request: Holder & {
		publicTokenHash: string;
		linkTokenHash: string;
		/** Of the session that the page sent, if it sent one. */
		sessionHash: string | null;
		accountId: string | null;
		/** The account as Link described it to the page. */
		chosen: BankAccount | null;
		latest: number;
	},
): Promise<{ session: LinkSession | undefined; exchange: Exchange | undefined }> {
	const { publicTokenHash, linkTokenHash, sessionHash, accountId, chosen, owner, latest, now } = request;
	const { leaseUntil } = leases.columns({ owner, now });
	const isSession = and(sql`link_token_hash = ${linkTokenHash}`, notOfAnother(sessionHash));
	const isNew = chosen
		? sql`(allow_duplicates or connection_id is not null or not exists (select 1 from connections
			where connections.client_user_id = link_sessions.client_user_id and ${isSameAccount(chosen)}))`
		: undefined;
	const [[session], [exchange]] = await database.transaction(
		[
			sql`insert into exchanges (id, public_token_hash, link_token_hash, account_id, step, connection_id, owner,
					lease_until, unsettled_calls, created_at, updated_at)
				select ${newId('exch')}, ${publicTokenHash}, link_token_hash, ${accountId},
					iif(connection_id is null, 'received', 'exchanged'), connection_id, ${owner},
					${leaseUntil}, connection_id is null, ${now}, ${now}
				from link_sessions where ${and(isSession, sql`expires_at > ${latest}`, isNew)}
				on conflict (public_token_hash) do nothing`,
		],
		linkSessions.select`where ${isSession}`,
		exchanges.select`where public_token_hash = ${publicTokenHash}`,
	);
	return { session, exchange };
}

export const findExchange = (database: Database, publicTokenHash: string): Promise<Exchange | undefined> =>
	database.first(exchanges.select`where public_token_hash = ${publicTokenHash}`);

/** Takes a row whose lease has ended, and counts the exchange call that the new owner will make. Returns the row then. */
export async function claimExchange(
	database: Database,
	id: string,
	{ accountId, ...holder }: Holder & { accountId: string | null },
): Promise<Exchange | undefined> {
	const claim = leases.claim(holder, {
		// Another request may have named another account meanwhile: it must not be overwritten.
		where: sql`id = ${id} and step in ('received', 'exchanged')
			and (${accountId} is null or account_id is null or account_id = ${accountId})`,
		set: {
			accountId: sql`coalesce(account_id, ${accountId})`,
			unsettledCalls: sql`unsettled_calls + (step = 'received')`,
			updatedAt: holder.now,
		},
	});
	const [[row]] = await database.transaction([claim], exchanges.select`where id = ${id}`);
	return row;
}

/** Releases a row before its lease ends. */
export async function releaseExchange(
	database: Database,
	id: string,
	options: Holder & {
		/** Plaid answered that the call did nothing. */
		settled: boolean;
		/** The account cannot be used: the next request may name another. */
		forgetAccount: boolean;
	},
): Promise<void> {
	const { owner, settled, forgetAccount, now } = options;
	const release = leases.release(owner, {
		where: sql`id = ${id}`,
		set: {
			updatedAt: now,
			accountId: forgetAccount ? null : undefined,
			unsettledCalls: settled ? sql`max(0, unsettled_calls - 1)` : undefined,
		},
	});
	await database.all(release);
}

/** Ends an exchange that can never succeed, unless an access token is stored. Returns the step that it is in then. */
export async function endExchange(
	database: Database,
	id: string,
	{ owner, step, refusal, now }: Holder & { step: 'refused' | 'lost'; refusal: ErrorCode },
): Promise<ExchangeStep | undefined> {
	const end = leases.release(owner, {
		where: sql`id = ${id} and step = 'received'`,
		set: { step, refusal, updatedAt: now },
	});
	const [[row]] = await database.transaction([end], exchanges.select`where id = ${id}`);
	return row?.step;
}

/**
 * Stores the access token: the step that must not fail. The caller has Plaid's answer, of which there is at most one,
 * so it may write even after another request took over its lease and ended the exchange. Returns the webhooks of the
 * Item that arrived before this.
 */
export async function storeExchanged(
	database: Database,
	id: string,
	exchanged: Holder & {
		connectionId: string;
		itemId: string;
		accessToken: string;
		session: LinkSession;
		livemode: boolean;
	},
): Promise<WebhookRow[]> {
	const { owner, connectionId, itemId, accessToken, session, livemode, now } = exchanged;
	const connection = connections.values({
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
	});
	const set = exchanges.set({
		step: 'exchanged',
		connectionId,
		refusal: null,
		unsettledCalls: 0,
		...leases.columns({ owner, now }),
		updatedAt: now,
	});
	const [early] = await database.transaction(
		[
			sql`insert into connections ${connection} on conflict (id) do nothing`,
			sql`update exchanges set ${set} where id = ${id} and step in ('received', 'lost', 'refused')`,
		],
		earlyWebhooks(connectionId, { createdAt: now, now }),
	);
	return early;
}

/** An exchange makes one event, with the same id at every attempt. */
const eventIdOf = (exchangeId: string): string => exchangeId.replace(/^exch_/, 'evt_');

/**
 * Stores the answer, and its event. If two requests get here, the first answer stays. Returns the row as it is then, and
 * the ids of the events that are not in the queue.
 */
export async function storeTokenized(
	database: Database,
	id: string,
	tokenized: {
		connectionId: string;
		account: Account;
		institution: Institution;
		bankAccountToken: string;
		duplicateOf: string | null;
		change: Change;
		now: number;
	},
): Promise<{ row: Exchange; waiting: string[] }> {
	const { connectionId, account, institution, bankAccountToken, duplicateOf, change, now } = tokenized;
	const where = sql`id = ${connectionId}`;
	const eventId = eventIdOf(id);
	const chosen = connections.set({
		...accountColumns(account),
		...institutionColumns(institution),
		lastEventId: eventId,
		updatedAt: now,
	});
	const done = exchanges.set({
		step: 'tokenized',
		accountId: account.id,
		bankAccountToken,
		duplicateOf,
		...noLease,
		updatedAt: now,
	});
	const [waiting, [row]] = await database.transaction(
		[
			sql`update connections set ${chosen}
				where ${where} and exists (select 1 from exchanges where id = ${id} and step = 'exchanged')`,
			...changeStatements({ where, change, eventId, occurredAt: now, now }),
			sql`update exchanges set ${done} where id = ${id} and step = 'exchanged'`,
			exchangesWork,
		],
		unqueued(eventId),
		exchanges.select`where id = ${id}`,
	);
	if (!row) throw new Error('The row of an exchange is gone while a request works on it.');
	return { row, waiting: idsOf(waiting) };
}

/**
 * Exchanges that stopped at `exchanged`, are not older than `retryForMs`, and whose lease has ended. The older one is,
 * the longer it waits between tries, but at least `minPauseMs`.
 */
export const findStopped = (
	database: Database,
	{
		now,
		limit,
		retryForMs,
		minPauseMs,
	}: { now: number; limit: number; retryForMs: number; minPauseMs: number },
): Promise<Exchange[]> =>
	database.all(exchanges.select`
		where step = 'exchanged' and created_at > ${now - retryForMs} and lease_until < ${now}
			and ${now} - updated_at > max(${minPauseMs}, (${now} - created_at) / 2)
		limit ${limit}`);

/** Its connection never got an account. Not a repair: that is of a connection that has one. */
const hasUnusedItem = sql`exists (select 1 from connections
	where id = exchanges.connection_id and account_id is null and status <> 'removed')`;

/** Exchanges at `exchanged` that `findStopped` no longer returns, while Plaid still has an Item that nobody can use. */
export const findAbandoned = (
	database: Database,
	{
		now,
		limit,
		retryForMs,
		minPauseMs,
	}: { now: number; limit: number; retryForMs: number; minPauseMs: number },
): Promise<{ id: string; connectionId: string }[]> =>
	database.all(sql`
		select id, connection_id from exchanges
		where step = 'exchanged' and created_at <= ${now - retryForMs} and lease_until < ${now}
			and ${now} - updated_at > ${minPauseMs} and ${hasUnusedItem}
		order by created_at limit ${limit}`);

/** Whether the row may be deleted when its time is over: not while `findAbandoned` needs it. */
export const isDispensable = sql`(step <> 'exchanged' or not ${hasUnusedItem})`;

/**
 * The row of an exchange, and who may work on it.
 *
 * A request takes a row with a nonce and a lease: whoever dies frees it when the lease ends, not when the row does.
 * Each statement may be repeated, for its answer may be lost after it was done: a row that already bears the nonce of
 * the one who asks is its own.
 */
import type { Account, ErrorCode, Institution } from '../contract.ts';
import { type Change, changeStatements } from './connection-changes.ts';
import { type AccountOfBank, accountColumns, sameAccount } from './connections.ts';
import type { Database } from './database.ts';
import { earlyWebhooks } from './early-webhooks.ts';
import { idsOf, unqueued } from './events.ts';
import { newId } from './ids.ts';
import { notOfAnother } from './link-sessions.ts';
import { ofPayments } from './misconfigurations.ts';
import type { Exchange, ExchangeStep, LinkSession, WebhookRow } from './schema.ts';
import { and, sql } from './sql.ts';
import { connections, exchanges, linkSessions } from './tables.ts';

/** Longer than the deadline of a call to Plaid, so that a living owner is not overtaken while it waits. */
export const leaseMs = 15_000;

export type Hashes = { publicTokenHash: string; linkTokenHash: string };

/**
 * Makes the row, owned by `owner`, in the same breath as the link session is looked for; or gives the one that was
 * there. None is made where there is no link session, or it has ended before `latest`, or the account is known already.
 * The public token of a repair is never exchanged: its connection stands.
 */
export async function beginExchange(
	database: Database,
	given: Hashes & {
		/** Of the page's session, where it has one. */
		sessionHash: string | null;
		accountId: string | null;
		/** What Link told the page of it. */
		known: AccountOfBank | null;
		owner: string;
		latest: number;
		now: number;
	},
): Promise<{ session: LinkSession | undefined; exchange: Exchange | undefined }> {
	const { publicTokenHash, linkTokenHash, sessionHash, accountId, known, owner, latest, now } = given;
	const asked = and(sql`link_token_hash = ${linkTokenHash}`, notOfAnother(sessionHash));
	const unlessKnown = known
		? sql`(allow_duplicates or connection_id is not null or not exists (select 1 from connections
			where connections.client_user_id = link_sessions.client_user_id and ${sameAccount(known)}))`
		: undefined;
	const which = and(asked, sql`expires_at > ${latest}`, unlessKnown);
	const [[session], [exchange]] = await database.transaction(
		[
			sql`insert into exchanges (id, public_token_hash, link_token_hash, account_id, step, connection_id, owner,
				lease_until, unsettled_calls, created_at, updated_at)
			select ${newId('exch')}, ${publicTokenHash}, link_token_hash, ${accountId},
				iif(connection_id is null, 'received', 'exchanged'), connection_id, ${owner},
				${now + leaseMs}, connection_id is null, ${now}, ${now}
			from link_sessions where ${which}
			on conflict (public_token_hash) do nothing`,
		],
		linkSessions.select`where ${asked}`,
		exchanges.select`where public_token_hash = ${publicTokenHash}`,
	);
	return { session, exchange };
}

/** As it is by now. */
export const findExchange = (database: Database, publicTokenHash: string): Promise<Exchange | undefined> =>
	database.first(exchanges.select`where public_token_hash = ${publicTokenHash}`);

/** Takes a row that nobody works on, and counts the exchange call that its owner will make. Gives the row as it is then. */
export async function claimExchange(
	database: Database,
	id: string,
	{ accountId, owner, now }: { accountId: string | null; owner: string; now: number },
): Promise<Exchange | undefined> {
	const set = exchanges.set({
		owner,
		leaseUntil: now + leaseMs,
		accountId: sql`coalesce(account_id, ${accountId})`,
		unsettledCalls: sql`unsettled_calls + (step = 'received')`,
		updatedAt: now,
	});
	const [[row]] = await database.transaction(
		[
			// Whoever saw another account in the meantime must not overwrite it.
			sql`update exchanges set ${set}
			where id = ${id} and step in ('received', 'exchanged')
				and (${accountId} is null or account_id is null or account_id = ${accountId})
				and lease_until < ${now} and owner is not ${owner}`,
		],
		exchanges.select`where id = ${id}`,
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
	const set = exchanges.set({
		owner: null,
		leaseUntil: 0,
		updatedAt: now,
		accountId: otherAccount ? null : undefined,
		unsettledCalls: settled ? sql`max(0, unsettled_calls - 1)` : undefined,
	});
	await database.all(sql`update exchanges set ${set} where id = ${id} and owner = ${owner}`);
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
	const set = exchanges.set({ step, refusal, owner: null, leaseUntil: 0, updatedAt: now });
	const [[row]] = await database.transaction(
		[sql`update exchanges set ${set} where id = ${id} and step = 'received' and owner = ${owner}`],
		exchanges.select`where id = ${id}`,
	);
	return row?.step;
}

/**
 * Stores the access token: the step that must not fail. Whoever holds Plaid's answer may, even where another has taken
 * the row for lost in the meantime; there is one such answer at most. Gives the webhooks that were faster.
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
): Promise<WebhookRow[]> {
	const { owner, connectionId, itemId, accessToken, session, livemode, now } = given;
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
		owner,
		leaseUntil: now + leaseMs,
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
	const where = sql`id = ${connectionId}`;
	const eventId = eventIdOf(id);
	const chosen = connections.set({
		...accountColumns(account),
		institutionId: institution.id,
		institutionName: institution.name,
		lastEventId: eventId,
		updatedAt: now,
	});
	const done = exchanges.set({
		step: 'tokenized',
		accountId: account.id,
		bankAccountToken,
		duplicateOf,
		owner: null,
		leaseUntil: 0,
		updatedAt: now,
	});
	const [waiting, [row]] = await database.transaction(
		[
			sql`update connections set ${chosen}
			where ${where} and exists (select 1 from exchanges where id = ${id} and step = 'exchanged')`,
			...changeStatements({ where, change, eventId, occurredAt: now, now }),
			sql`update exchanges set ${done} where id = ${id} and step = 'exchanged'`,
			// The whole way to a token went through: what the merchant had to mend for it is mended.
			sql`delete from misconfigurations where code not in ${ofPayments}`,
		],
		unqueued(eventId),
		exchanges.select`where id = ${id}`,
	);
	if (!row) throw new Error('An exchange vanished while it was under way.');
	return { row, waiting: idsOf(waiting) };
}

/** The names of the bank, where the Stripe token has to wait for something else. */
export async function storeInstitution(
	database: Database,
	connectionId: string,
	{ institution, now }: { institution: Institution; now: number },
): Promise<void> {
	const set = connections.set({
		institutionId: institution.id,
		institutionName: institution.name,
		updatedAt: now,
	});
	await database.all(sql`update connections set ${set} where id = ${connectionId}`);
}

/** Exchanges that nobody works on though the access token is stored, tried ever more rarely as they grow old. */
export const findHalfWay = (
	database: Database,
	{ now, limit }: { now: number; limit: number },
): Promise<Exchange[]> =>
	database.all(exchanges.select`
		where step = 'exchanged' and created_at > ${now - 24 * 60 * 60 * 1000} and lease_until < ${now}
			and ${now} - updated_at > max(60000, (${now} - created_at) / 2)
		limit ${limit}`);

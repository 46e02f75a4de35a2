/**
 * The row of a payment, and who may work on it while it is pending.
 *
 * It is there before Stripe is asked, bound to the merchant's key. Who works on it has it by a nonce and a lease, as
 * an exchange; what has become of it at Stripe is written by whoever learns it, each change upon the one before.
 */
import type { EventType, MerchantEvent } from '../contract.ts';
import { noteStanding, stands } from './authorizations.ts';
import type { Database } from './database.ts';
import { eventAbout, idsOf } from './events.ts';
import { isId, newId } from './ids.ts';
import { createLeases, type Holder } from './leases.ts';
import { paymentsWork } from './misconfigurations.ts';
import { type PageStart, pageWhere } from './pagination.ts';
import type { AuthorizationRow, PaymentRow } from './schema.ts';
import { and, listOf, type Sql, sql } from './sql.ts';
import { connections, payments } from './tables.ts';

/** Longer than the calls of one step. After it, Stripe's idempotency keys keep two owners from making two debits. */
const leases = createLeases(payments, 60_000);

export const findPaymentByKey = (database: Database, keyHash: string): Promise<PaymentRow | undefined> =>
	database.first(payments.select`where key_hash = ${keyHash}`);

export const findPaymentByIntent = (database: Database, intent: string): Promise<PaymentRow | undefined> =>
	database.first(payments.select`where payment_intent = ${intent}`);

/** By an id that somebody sent: what cannot be one is not looked for. */
export const findPayment = async (database: Database, id: string): Promise<PaymentRow | undefined> =>
	isId('pay', id) ? database.first(payments.select`where id = ${id}`) : undefined;

/** Newest first. */
export const listPayments = (
	database: Database,
	{ connection, after, limit }: { connection: string | undefined; after: PageStart | null; limit: number },
): Promise<PaymentRow[]> => {
	const ofConnection = connection === undefined ? undefined : sql`connection_id = ${connection}`;
	return database.all(
		payments.select`where ${and(ofConnection, pageWhere(after))} order by created_at desc, id desc limit ${limit}`,
	);
};

export type NewPayment = Pick<
	PaymentRow,
	| 'keyHash'
	| 'request'
	| 'amount'
	| 'purpose'
	| 'description'
	| 'statementDescriptor'
	| 'metadata'
	| 'livemode'
> &
	Holder & { authorization: AuthorizationRow };

/**
 * Makes the row, and uses up a one-time authorization with it: both or neither. Gives the row of the key, which may be
 * another's, or nothing where the authorization stands no more.
 */
export async function insertPayment(
	database: Database,
	{ authorization, owner, now, ...given }: NewPayment,
): Promise<PaymentRow | undefined> {
	const { id: authorizationId, connectionId, kind } = authorization;
	const id = newId('pay');
	const row = payments.values({
		...given,
		id,
		connectionId,
		authorizationId,
		status: 'pending',
		statusSince: now,
		...leases.columns({ owner, now }),
		lookAt: now + firstLookMs,
		createdAt: now,
		updatedAt: now,
	});
	const free = sql`not exists (select 1 from payments where key_hash = ${given.keyHash})`;
	const [[stored]] = await database.transaction(
		[
			sql`update authorizations set payment_id = ${id} where id = ${authorizationId} and ${stands} and ${free}`,
			// Where the authorization was not had, the row is not kept either.
			sql`insert into payments ${row} on conflict do nothing`,
			sql`delete from payments where id = ${id} and not exists (
			select 1 from authorizations where id = ${authorizationId} and revoked_at is null
				and (kind = 'recurring' or payment_id = ${id}))`,
			...(kind === 'one_time' ? [noteStanding(connectionId)] : []),
		],
		payments.select`where key_hash = ${given.keyHash}`,
	);
	return stored;
}

const firstLookMs = 5 * 60 * 1000;

/** Takes a pending payment that nobody works on. Gives the row as it is then. */
export async function claimPayment(database: Database, id: string, holder: Holder): Promise<PaymentRow> {
	return changed(database, id, leases.claim(holder, { where: sql`id = ${id} and status = 'pending'` }));
}

/** Frees it before its lease ends. `spent`: the key that Stripe was asked with is of no more use. */
export async function releasePayment(
	database: Database,
	id: string,
	{ owner, spent }: { owner: string; spent: boolean },
): Promise<void> {
	const set = { keysSpent: sql`keys_spent + ${Number(spent)}` };
	await database.all(leases.release(owner, { where: sql`id = ${id}`, set }));
}

/** The connection's Customer: the first one that is told stays. Gives it. */
export async function storeCustomer(
	database: Database,
	connectionId: string,
	{ customer, now }: { customer: string; now: number },
): Promise<string> {
	const [[row]] = await database.transaction(
		[
			sql`update connections set stripe_customer = ${customer}, updated_at = ${now}
			where id = ${connectionId} and stripe_customer is null`,
		],
		connections.select`where id = ${connectionId}`,
	);
	return row?.stripeCustomer ?? customer;
}

export type Asked = {
	customer: string;
	paymentMethod: string;
	paymentMethodOf: string;
	mandate: string | null;
};

/**
 * What Stripe is about to be asked with. It is the first one's for good, so that whoever asks again asks the same; and
 * nothing is asked once the shopper's or the merchant's word has ended it. Gives the row as it is then.
 */
export async function storeAsked(
	database: Database,
	{ id, connectionId, authorizationId }: PaymentRow,
	{ asked, owner, now }: { asked: Asked; owner: string; now: number },
): Promise<PaymentRow> {
	const { customer, paymentMethod, paymentMethodOf, mandate } = asked;
	return changed(
		database,
		id,
		leases.write(owner, {
			where: sql`id = ${id} and asked_at is null
				and exists (select 1 from authorizations where id = ${authorizationId} and revoked_at is null)
				and exists (select 1 from connections where id = ${connectionId} and status <> 'removed')`,
			set: { customer, paymentMethod, mandate, askedAt: now, updatedAt: now },
		}),
		leases.renew({ owner, now }, { where: sql`id = ${id}` }),
		sql`update connections set ${connections.set({ paymentMethod, paymentMethodOf })} where id = ${connectionId}`,
	);
}

/** As if it had never been attached: Stripe does not have it any more. */
export async function forgetPaymentMethod(
	database: Database,
	{ id, connectionId }: PaymentRow,
	owner: string,
): Promise<PaymentRow> {
	return changed(
		database,
		id,
		leases.write(owner, {
			where: sql`id = ${id}`,
			set: { askedAt: null, keysSpent: sql`keys_spent + 1` },
		}),
		sql`update connections set payment_method = null where id = ${connectionId}`,
	);
}

async function changed(database: Database, id: string, ...statements: Sql[]): Promise<PaymentRow> {
	const [[row]] = await database.transaction(statements, payments.select`where id = ${id}`);
	if (!row) throw new Error('A payment vanished while it was worked on.');
	return row;
}

/** How often a debit under a one-time authorization may be returned for lack of money and made again: Nacha's rule. */
const mostReturns = 3;

export type Change = {
	columns: Partial<PaymentRow>;
	events: EventType[];
	/** Whether a one-time authorization stands again. */
	frees: boolean;
};

/**
 * Writes a change upon the row that it was computed from, with its events, and what it means for the authorization.
 * Gives the row as it is then, the events that wait for the queue, and whether it was written.
 */
export async function storeChange(
	database: Database,
	row: PaymentRow,
	{ columns, events, frees, now }: Change & { now: number },
): Promise<{ row: PaymentRow; waiting: string[]; written: boolean }> {
	const { id, authorizationId, connectionId } = row;
	const lastChange = crypto.randomUUID();
	const next = { ...row, ...columns, lastChange };
	const here = sql`exists (select 1 from payments where id = ${id} and last_change = ${lastChange})`;
	const told = events.map((type) => ({ type, id: newId('evt') }));
	const payment = JSON.stringify(tellable(next));
	const [waiting, [stored]] = await database.transaction(
		[
			sql`update payments set ${payments.set({ ...columns, lastChange, updatedAt: now })}
			where id = ${id} and last_change is ${row.lastChange}`,
			...told.map(({ type, id: eventId }) =>
				eventAbout(and(sql`id = ${connectionId}`, here), {
					id: eventId,
					type,
					now,
					more: sql`, '$.payment', json(${payment})`,
				}),
			),
			sql`update authorizations set mandate = coalesce(mandate, ${next.mandate}) where id = ${authorizationId} and ${here}`,
			// It was ended as never sent, and goes its way all the same.
			...(row.status === 'canceled' && next.status !== 'canceled'
				? [
						sql`update authorizations set payment_id = ${id}
						where id = ${authorizationId} and payment_id is null and ${here}`,
						noteStanding(connectionId),
					]
				: []),
			...(frees
				? [
						sql`update authorizations set payment_id = null
						where id = ${authorizationId} and payment_id = ${id} and ${here} and ${mostReturns} > (
							select count(*) from payments where authorization_id = ${authorizationId} and ${returned})`,
						noteStanding(connectionId),
					]
				: []),
			// What the merchant had to mend is mended.
			...(next.status === 'processing' ? [paymentsWork] : []),
		],
		sql<{
			id: string;
		}>`select id from events where id in ${listOf(told.map(({ id }) => id))} and queued_at is null`,
		payments.select`where id = ${id}`,
	);
	if (!stored) throw new Error('A payment vanished while it was changed.');
	return { row: stored, waiting: idsOf(waiting), written: stored.lastChange === lastChange };
}

const returned = sql`status = 'failed' and json_extract(failure, '$.code') = 'insufficient_funds'`;

/** Of a one-time authorization: the amount that came back for lack of money, and may be tried again. */
export async function findReturned(database: Database, authorizationId: string): Promise<number | null> {
	const row = await database.first(
		sql<{
			amount: number;
		}>`select amount from payments where authorization_id = ${authorizationId} and ${returned} limit 1`,
	);
	return row?.amount ?? null;
}

const tellable = (row: PaymentRow): MerchantEvent['data']['payment'] => ({
	id: row.id,
	status: row.status,
	amount: row.amount,
	amount_refunded: row.amountRefunded,
	failure: row.failure,
	metadata: row.metadata,
});

/** Those that the clock has to look at; each is put off first, so that one that fails holds nobody up. */
export const findDue = (
	database: Database,
	{ now, limit }: { now: number; limit: number },
): Promise<PaymentRow[]> =>
	database.all(payments.select`where look_at < ${now} order by look_at limit ${limit}`);

export async function putOff(database: Database, id: string, lookAt: number): Promise<void> {
	await database.all(sql`update payments set look_at = ${lookAt} where id = ${id} and look_at is not null`);
}

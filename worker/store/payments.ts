/**
 * Payments. The row exists before Stripe is asked for anything, under the hash of the merchant's key. While it is
 * pending, a lease decides who works on it. What Stripe reports is stored by whoever learns it, each change computed
 * from the row before.
 *
 * Every statement may run twice, and its second run may come late, after others. So a statement names the state that it
 * starts from, and sets values instead of adding to them.
 */
import type { EventType, MerchantEvent } from '../contract.ts';
import { minuteMs } from '../durations.ts';
import { isInEffect, pointToAuthorizationInEffect } from './authorizations.ts';
import type { Database } from './database.ts';
import { eventAbout, idsOf } from './events.ts';
import { isId, newId } from './ids.ts';
import { createLeases, type Holder } from './leases.ts';
import { paymentsWork } from './misconfigurations.ts';
import { type PageStart, pageWhere } from './pagination.ts';
import type { AuthorizationRow, PaymentRow } from './schema.ts';
import { and, type Sql, sql } from './sql.ts';
import { connections, payments } from './tables.ts';

/**
 * Longer than any call to Stripe: three attempts of 20 seconds, and before the second and third a pause of up to a minute
 * where Stripe asks for one. The lease is renewed between the calls.
 */
const leases = createLeases(payments, 5 * minuteMs);

/** How long the merchant has to send a lost request again before a new payment is polled. */
const firstPollMs = 5 * minuteMs;

export const findPaymentByKey = (database: Database, keyHash: string): Promise<PaymentRow | undefined> =>
	database.first(payments.select`where key_hash = ${keyHash}`);

export const findPaymentByIntent = (database: Database, intent: string): Promise<PaymentRow | undefined> =>
	database.first(payments.select`where payment_intent = ${intent}`);

/** By an id from a request. What cannot be an id of ours is not looked up. */
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
 * Creates the row, leased to its owner, and uses up a one-time authorization with it: both or neither. Returns the row
 * of the key, which may be another request's, or undefined if the authorization is not in effect anymore.
 */
export async function insertPayment(
	database: Database,
	{ authorization, owner, now, ...columns }: NewPayment,
): Promise<PaymentRow | undefined> {
	const { id: authorizationId, connectionId, kind } = authorization;
	const id = newId('pay');
	const row = payments.values({
		...columns,
		id,
		connectionId,
		authorizationId,
		status: 'pending',
		statusSince: now,
		...leases.columns({ owner, now }),
		lookAt: now + firstPollMs,
		createdAt: now,
		updatedAt: now,
	});
	const isKeyFree = sql`not exists (select 1 from payments where key_hash = ${columns.keyHash})`;
	const [[stored]] = await database.transaction(
		[
			sql`update authorizations set payment_id = ${id}
				where id = ${authorizationId} and ${isInEffect} and ${isKeyFree}`,
			sql`insert into payments ${row} on conflict do nothing`,
			// If the authorization could not be used, the row goes again.
			sql`delete from payments where id = ${id} and not exists (
				select 1 from authorizations where id = ${authorizationId} and revoked_at is null
					and (kind = 'recurring' or payment_id = ${id}))`,
			...(kind === 'one_time' ? [pointToAuthorizationInEffect(connectionId)] : []),
		],
		payments.select`where key_hash = ${columns.keyHash}`,
	);
	return stored;
}

/**
 * Takes a pending payment that nobody works on. Returns the row as it is then: the caller checks its owner. From then on
 * no change is stored that the former owner computed.
 */
export const claimPayment = (database: Database, id: string, holder: Holder): Promise<PaymentRow> => {
	const where = sql`id = ${id} and status = 'pending'`;
	return update(database, id, [leases.claim(holder, { where, set: { lastChange: holder.owner } })]);
};

/** Extends the lease. Returns the row as it is then: the caller checks its owner. */
export const renewPayment = (database: Database, id: string, holder: Holder): Promise<PaymentRow> =>
	update(database, id, [leases.renew(holder, { where: sql`id = ${id}` })]);

/** Ends the lease early. @param keysSpent how many idempotency keys are spent at Stripe, as far as the owner knows */
export async function releasePayment(
	database: Database,
	id: string,
	{ owner, keysSpent }: { owner: string; keysSpent: number },
): Promise<void> {
	const set = { keysSpent: sql`max(keys_spent, ${keysSpent})` };
	await database.all(leases.release(owner, { where: sql`id = ${id}`, set }));
}

/** Stores the Customer of the connection, unless it has one. Returns the one that it has then. */
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

/** What Stripe is about to be asked to debit. */
export type DebitParams = {
	customer: string;
	paymentMethod: string;
	/** Null: the debit creates a mandate. */
	mandate: string | null;
};

/** A payment method that was attached just now, for the connection's next payments. */
export type AttachedMethod = {
	paymentMethod: string;
	/** The Customer and the account that it is for. */
	paymentMethodOf: string;
	accountId: string;
	/** When attaching it began. */
	since: number;
};

/**
 * The connection keeps it, unless the shopper has chosen another account since, or the bank or Stripe has reported since
 * that the account's numbers are outdated: then the next payment attaches the account again.
 */
const keepAttached = (
	connectionId: string,
	{ paymentMethod, paymentMethodOf, accountId, since }: AttachedMethod,
): Sql => sql`update connections set ${connections.set({ paymentMethod, paymentMethodOf })}
	where id = ${connectionId} and account_id = ${accountId}
		and (bank_account_token_state <> 'renew' or bank_account_token_occurred_at < ${since})`;

/**
 * Stores what Stripe is about to be asked for. The first parameters stay, so that every repeat asks for the same.
 * Nothing is stored if the authorization was revoked or the connection removed: the last check before the debit. Returns
 * the row as it is then, with its lease renewed.
 * @param row the row that the parameters were made for. If it has parameters already, Stripe has refused them: the new
 * ones replace them, and the next idempotency key goes with them.
 */
export const storeDebitParams = (
	database: Database,
	{ id, connectionId, authorizationId, askedAt, keysSpent }: PaymentRow,
	{ params, attached, owner, now }: Holder & { params: DebitParams; attached: AttachedMethod | null },
): Promise<PaymentRow> => {
	const { customer, paymentMethod, mandate } = params;
	return update(database, id, [
		leases.write(
			{ owner, now },
			{
				where: sql`id = ${id} and status = 'pending' and asked_at is ${askedAt} and keys_spent = ${keysSpent}
					and exists (select 1 from authorizations where id = ${authorizationId} and revoked_at is null)
					and exists (select 1 from connections where id = ${connectionId} and status <> 'removed')`,
				set: {
					customer,
					paymentMethod,
					mandate,
					askedAt: now,
					keysSpent: askedAt === null ? keysSpent : keysSpent + 1,
					confirmsSeparately: true,
					lastChange: crypto.randomUUID(),
					updatedAt: now,
				},
			},
		),
		leases.renew({ owner, now }, { where: sql`id = ${id}` }),
		...(attached ? [keepAttached(connectionId, attached)] : []),
	]);
};

/** Stores the PaymentIntent that is going to be confirmed. The first one stays. Renews the lease, and returns the row. */
export const storeIntent = (
	database: Database,
	id: string,
	{ intent, ...holder }: Holder & { intent: string },
): Promise<PaymentRow> =>
	update(database, id, [
		leases.write(holder, {
			where: sql`id = ${id} and status = 'pending' and intent_to_confirm is null`,
			set: { intentToConfirm: intent, lastChange: crypto.randomUUID(), updatedAt: holder.now },
		}),
		leases.renew(holder, { where: sql`id = ${id}` }),
	]);

/** Stripe does not have the payment method anymore: the next payment attaches the account again. */
export async function forgetPaymentMethod(
	database: Database,
	connectionId: string,
	paymentMethod: string | null,
): Promise<void> {
	await database.all(
		sql`update connections set payment_method = null
			where id = ${connectionId} and payment_method = ${paymentMethod}`,
	);
}

async function update(database: Database, id: string, statements: Sql[]): Promise<PaymentRow> {
	const [[row]] = await database.transaction(statements, payments.select`where id = ${id}`);
	if (!row) throw new Error(`The row of payment ${id} is gone.`);
	return row;
}

export type PaymentChange = {
	columns: Partial<PaymentRow>;
	events: EventType[];
	/** A one-time authorization can be used again. */
	restoresAuthorization: boolean;
};

/** Nacha's rules: a debit that is returned for insufficient funds may be made three times in all. */
const maxReturns = 3;
const isReturned = sql`status = 'failed' and json_extract(failure, '$.code') = 'insufficient_funds'`;

/**
 * Stores a change of a payment, if the row is still the one that the change was computed from; with it its events, and
 * what it means for the authorization. Returns the row as it is then, whether the change was stored, and the ids of
 * the events that are not in the queue.
 */
export async function storeChange(
	database: Database,
	row: PaymentRow,
	{ columns, events, restoresAuthorization, now }: PaymentChange & { now: number },
): Promise<{ row: PaymentRow; isStored: boolean; waiting: string[] }> {
	const { id, authorizationId, connectionId } = row;
	const lastChange = crypto.randomUUID();
	const changed = { ...row, ...columns, lastChange };
	const isChanged = sql`exists (select 1 from payments where id = ${id} and last_change = ${lastChange})`;
	const newEvents = events.map((type) => ({ type, id: newId('evt'), now }));
	const more = sql`, '$.payment', json(${JSON.stringify(toEventData(changed))})`;
	const isBack = row.status === 'canceled' && changed.status !== 'canceled';
	const [waiting, [stored]] = await database.transaction(
		[
			sql`update payments set ${payments.set({ ...columns, lastChange, updatedAt: now })}
				where id = ${id} and last_change is ${row.lastChange}`,
			...newEvents.map((event) => eventAbout(and(sql`id = ${connectionId}`, isChanged), { ...event, more })),
			// The mandate of the newest payment: with another payment method comes another mandate, and a late report about an
			// older payment must not bring the older one back.
			sql`update authorizations set mandate = coalesce(${changed.mandate}, mandate)
				where id = ${authorizationId} and ${isChanged} and not exists (select 1 from payments
					where authorization_id = ${authorizationId} and mandate is not null and created_at > ${row.createdAt})`,
			// It was ended as never sent, and Stripe has it after all: the authorization is used.
			...(isBack
				? [
						sql`update authorizations set payment_id = ${id}
							where id = ${authorizationId} and payment_id is null and ${isChanged}`,
						pointToAuthorizationInEffect(connectionId),
					]
				: []),
			...(restoresAuthorization
				? [
						sql`update authorizations set payment_id = null
							where id = ${authorizationId} and payment_id = ${id} and ${isChanged} and ${maxReturns} > (
								select count(*) from payments where authorization_id = ${authorizationId} and ${isReturned})`,
						pointToAuthorizationInEffect(connectionId),
					]
				: []),
			...(changed.status === 'processing' ? [paymentsWork] : []),
		],
		sql<{ id: string }>`select id from events
			where id in (select value from json_each(${JSON.stringify(newEvents.map(({ id: event }) => event))}))
				and queued_at is null`,
		payments.select`where id = ${id}`,
	);
	if (!stored) throw new Error(`The row of payment ${id} is gone.`);
	return { row: stored, isStored: stored.lastChange === lastChange, waiting: idsOf(waiting) };
}

/** `data.payment` of an event: the payment as it is after the change. */
const toEventData = (row: PaymentRow): MerchantEvent['data']['payment'] => ({
	id: row.id,
	status: row.status,
	amount: row.amount,
	amount_refunded: row.amountRefunded,
	failure: row.failure,
	metadata: row.metadata,
});

/** The first debit under this authorization that was returned for insufficient funds. */
export const findReturned = (
	database: Database,
	authorizationId: string,
): Promise<{ amount: number; createdAt: number } | undefined> =>
	database.first(
		sql<{ amount: number; createdAt: number }>`select amount, min(created_at) as created_at from payments
			where authorization_id = ${authorizationId} and ${isReturned} group by authorization_id`,
	);

/**
 * The newest mandate that a debit was made with under this authorization from this payment method, or null. A mandate
 * belongs to its payment method: with another one, Stripe refuses it.
 */
export async function findMandate(
	database: Database,
	{ authorizationId, paymentMethod }: { authorizationId: string; paymentMethod: string },
): Promise<string | null> {
	const row = await database.first(
		sql<{ mandate: string }>`select mandate, max(created_at) from payments
			where authorization_id = ${authorizationId} and payment_method = ${paymentMethod}
				and mandate is not null and status <> 'pending'
				and json_extract(failure, '$.code') is not 'payment_intent_mandate_invalid'
			group by authorization_id`,
	);
	return row?.mandate ?? null;
}

/** Longest overdue first. */
export const findPaymentsToPoll = (
	database: Database,
	{ now, limit }: { now: number; limit: number },
): Promise<PaymentRow[]> =>
	database.all(payments.select`where look_at < ${now} order by look_at limit ${limit}`);

/** Does nothing if the payment has ended since. */
export async function postponePoll(database: Database, id: string, lookAt: number): Promise<void> {
	await database.all(sql`update payments set look_at = ${lookAt} where id = ${id} and look_at is not null`);
}

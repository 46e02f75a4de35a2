/**
 * Leases: while one lasts, only its owner works on the row.
 *
 * A leased row has two columns. `owner` is a nonce of the request or job that works on it, `lease_until` the time after
 * which another may take it over: an owner that died frees its row without being asked. A statement may run twice,
 * because its answer can get lost; claiming a row that the same owner holds already changes nothing.
 *
 * A lease must last longer than the work that it guards, or be renewed before each step of it. Every write of an owner
 * goes through `write`, so that the condition under which an owner may still write has one place. A statement may also
 * run late, so none of them shortens a lease.
 */
import { and, type Sql, sql, type Table } from './sql.ts';

export type Holder = {
	/** A nonce, from `newOwner`. */
	owner: string;
	/** Milliseconds since 1970. */
	now: number;
};

type Change<Row> = {
	/** Which row, and in which state it must be. */
	where: Sql;
	/** What else the statement changes. */
	set?: Parameters<Table<Row, object>['set']>[0];
};

type LeaseColumns = { owner: string | null; leaseUntil: number };

export type Leases<Row> = {
	/** The columns of a row that `holder` has. */
	columns(holder: Holder): LeaseColumns;
	/** Takes a row whose lease has ended. */
	claim(holder: Holder, change: Change<Row>): Sql;
	/** Changes a row, if `holder` has it and the lease has not ended. */
	write(holder: Holder, change: Required<Change<Row>>): Sql;
	/** Extends the lease, if its owner has not lost the row. */
	renew(holder: Holder, change: Change<Row>): Sql;
	/** Ends the lease early, so that the next one need not wait. */
	release(owner: string, change: Change<Row>): Sql;
};

export const newOwner = (): string => crypto.randomUUID();

/** The columns of a row that nobody has. */
export const noLease: LeaseColumns = { owner: null, leaseUntil: 0 };

/** @param ms how long a lease lasts: longer than the work that it guards */
export function createLeases<Row extends LeaseColumns>(table: Table<Row, object>, ms: number): Leases<Row> {
	const update = (set: object, where: Sql) => sql`update ${table.name} set ${table.set(set)} where ${where}`;
	const columns = ({ owner, now }: Holder) => ({ owner, leaseUntil: now + ms });
	const isOwnedBy = (owner: string) => sql`owner = ${owner}`;

	return {
		columns,
		claim: (holder, { where, set }) =>
			update(
				{ ...set, ...columns(holder) },
				and(where, sql`lease_until < ${holder.now} and owner is not ${holder.owner}`),
			),
		write: ({ owner, now }, { where, set }) =>
			update(set, and(where, isOwnedBy(owner), sql`lease_until >= ${now}`)),
		renew: ({ owner, now }, { where, set }) =>
			update({ ...set, leaseUntil: sql`max(lease_until, ${now + ms})` }, and(where, isOwnedBy(owner))),
		release: (owner, { where, set }) => update({ ...set, ...noLease }, and(where, isOwnedBy(owner))),
	};
}

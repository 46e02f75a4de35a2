import { beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../worker/store/database.ts';
import { createLeases, newOwner } from '../../worker/store/leases.ts';
import { type Sql, sql } from '../../worker/store/sql.ts';
import { idempotencyKeys } from '../../worker/store/tables.ts';
import { openBackend } from './backend.ts';

const leases = createLeases(idempotencyKeys, 1_000);
const where = sql`key = 'a'`;
const alice = newOwner();
const bob = newOwner();
let database: Database;

beforeEach(async () => {
	database = openDatabase((await openBackend()).database, async () => {});
	const lease = leases.columns({ owner: alice, now: 0 });
	const row = idempotencyKeys.values({ key: 'a', request: 'r', ...lease, createdAt: 0 });
	await database.all(sql`insert into idempotency_keys ${row}`);
});

async function afterRunning(statement: Sql) {
	const [[row]] = await database.transaction([statement], idempotencyKeys.select`where ${where}`);
	return row;
}

describe('a lease', () => {
	it('is not taken over before its end, and is after it', async () => {
		expect(await afterRunning(leases.claim({ owner: bob, now: 1_000 }, { where }))).toMatchObject({
			owner: alice,
			leaseUntil: 1_000,
		});
		expect(await afterRunning(leases.claim({ owner: bob, now: 1_001 }, { where }))).toMatchObject({
			owner: bob,
			leaseUntil: 2_001,
		});
	});

	it('that is claimed twice by the same owner, because an answer was lost, is claimed once', async () => {
		const claim = leases.claim(
			{ owner: bob, now: 1_001 },
			{ where, set: { status: sql`ifnull(status, 0) + 1` } },
		);
		await database.all(claim);
		expect(await afterRunning(claim)).toMatchObject({ owner: bob, status: 1 });
		const late = leases.claim({ owner: bob, now: 9_000 }, { where, set: { status: 9 } });
		expect(await afterRunning(late)).toMatchObject({ leaseUntil: 2_001, status: 1 });
	});

	it('is renewed by its owner only', async () => {
		expect(await afterRunning(leases.renew({ owner: bob, now: 500 }, { where }))).toMatchObject({
			leaseUntil: 1_000,
		});
		expect(await afterRunning(leases.renew({ owner: alice, now: 500 }, { where }))).toMatchObject({
			owner: alice,
			leaseUntil: 1_500,
		});
	});

	it('lets no former owner write or release the row', async () => {
		await database.all(leases.claim({ owner: bob, now: 1_001 }, { where }));
		expect(
			await afterRunning(leases.write({ owner: alice, now: 1_002 }, { where, set: { status: 1 } })),
		).toMatchObject({
			status: null,
		});
		expect(await afterRunning(leases.release(alice, { where }))).toMatchObject({ owner: bob });
		expect(
			await afterRunning(leases.write({ owner: bob, now: 1_002 }, { where, set: { status: 2 } })),
		).toMatchObject({ status: 2 });
		expect(await afterRunning(leases.release(bob, { where }))).toMatchObject({ owner: null, leaseUntil: 0 });
	});

	it('that has ended lets its owner write no more, also where nobody has taken it over', async () => {
		const write = (now: number) => leases.write({ owner: alice, now }, { where, set: { status: now } });
		expect(await afterRunning(write(1_000))).toMatchObject({ status: 1_000 });
		expect(await afterRunning(write(1_001))).toMatchObject({ status: 1_000 });
	});

	it('is not shortened by a renewal that runs late', async () => {
		await database.all(leases.renew({ owner: alice, now: 900 }, { where }));
		expect(await afterRunning(leases.renew({ owner: alice, now: 100 }, { where }))).toMatchObject({
			leaseUntil: 1_900,
		});
	});

	it('that was released can be claimed at once', async () => {
		await database.all(leases.release(alice, { where }));
		expect(await afterRunning(leases.claim({ owner: bob, now: 1 }, { where }))).toMatchObject({ owner: bob });
	});
});

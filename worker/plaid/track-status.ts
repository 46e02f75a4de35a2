import { ApiError } from '../errors.ts';
import { type Change, changeConnection } from '../store/connection-changes.ts';
import type { Database } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import type { ConnectionRow } from '../store/schema.ts';

/** Does work at Plaid for a connection, and notes what its outcome tells about the connection's status. */
export async function trackStatus<T>(
	{ database, now, announce }: { database: Database; now: () => number; announce: (ids: string[]) => void },
	connection: ConnectionRow,
	{ work, provesLogin }: { work: () => Promise<T>; provesLogin: boolean },
): Promise<T> {
	const note = async (status: NonNullable<Change['status']>, event: Change['event']) => {
		if (connection.status === status) return;
		const at = now();
		const told = { change: { status, event }, eventId: newId('evt'), occurredAt: at, now: at };
		announce(await changeConnection(database, connection.id, told));
	};
	try {
		const result = await work();
		// A login that works says nothing about when the bank will end it.
		if (provesLogin && connection.status !== 'pending_disconnect') {
			await note('active', 'connection.repaired');
		}
		return result;
	} catch (error) {
		const code = error instanceof ApiError ? error.details.plaid?.error_code : undefined;
		if (code === 'ITEM_LOGIN_REQUIRED') await note('login_required', 'connection.login_required');
		if (code === 'USER_PERMISSION_REVOKED' || code === 'ITEM_NOT_FOUND') {
			await note('revoked', 'connection.revoked');
		}
		throw error;
	}
}

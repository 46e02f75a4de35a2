import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { type Change, changeConnection } from '../store/connection-changes.ts';
import { newId } from '../store/ids.ts';
import type { ConnectionRow } from '../store/schema.ts';

/** Does work at Plaid for a connection, and stores what the result says about the connection's status. */
export async function trackStatus<T>(
	{ database, now, announce }: Pick<Services, 'database' | 'now' | 'announce'>,
	connection: ConnectionRow,
	{ work, provesLogin }: { work: () => Promise<T>; provesLogin: boolean },
): Promise<T> {
	const setStatus = async (status: NonNullable<Change['status']>, event: Change['event']) => {
		if (connection.status === status) return;
		const at = now();
		const report = { change: { status, event }, eventId: newId('evt'), occurredAt: at, now: at };
		announce(await changeConnection(database, connection.id, report));
	};
	try {
		const result = await work();
		// A login that works does not cancel the bank's announcement that it will end the access.
		if (provesLogin && connection.status !== 'pending_disconnect') {
			await setStatus('active', 'connection.repaired');
		}
		return result;
	} catch (error) {
		const code = error instanceof ApiError ? error.details.plaid?.error_code : undefined;
		if (code === 'ITEM_LOGIN_REQUIRED') await setStatus('login_required', 'connection.login_required');
		if (code === 'USER_PERMISSION_REVOKED' || code === 'ITEM_NOT_FOUND') {
			await setStatus('revoked', 'connection.revoked');
		}
		throw error;
	}
}

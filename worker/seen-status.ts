import type { Context } from 'hono';
import type { AppEnv } from './app-env.ts';
import { inBackground } from './background.ts';
import { ApiError } from './errors.ts';
import { type Change, changeConnection } from './store/changes.ts';
import { newId } from './store/ids.ts';
import type { ConnectionRow } from './store/schema.ts';

/** Does work at Plaid for a connection, and notes what its outcome tells about the connection's status. */
export async function noteStatus<T>(
	c: Context<AppEnv>,
	connection: ConnectionRow,
	{ work, provesLogin }: { work: () => Promise<T>; provesLogin: boolean },
): Promise<T> {
	const note = async (status: NonNullable<Change['status']>, event: Change['event']) => {
		if (connection.status === status) return;
		const now = c.get('now')();
		const told = { change: { status, event }, eventId: newId('evt'), occurredAt: now, now };
		inBackground(c, c.get('announce')(await changeConnection(c.get('database'), connection.id, told)));
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

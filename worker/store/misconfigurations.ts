import type { ErrorCode } from '../contract.ts';
import type { Database } from './database.ts';
import { listOf, sql } from './sql.ts';

/** What only a payment can show to be mended. */
export const ofPayments = listOf([
	'stripe_credentials_invalid',
	'stripe_permission_missing',
	'stripe_ach_not_enabled',
]);

/** Notes for `/health` what the merchant has to mend. Failing to note it must not hide the failure itself. */
export async function rememberMisconfiguration(
	database: Database,
	code: ErrorCode,
	seenAt: number,
): Promise<void> {
	try {
		await database.all(
			sql`insert into misconfigurations (code, seen_at) values (${code}, ${seenAt})
				on conflict (code) do update set seen_at = excluded.seen_at`,
		);
	} catch {
		// The log line of this request tells it all the same.
	}
}

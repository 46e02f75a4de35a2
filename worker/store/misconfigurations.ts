/**
 * What the merchant has to fix, for `/health`: an error code stays here until a call succeeds that could not have
 * succeeded with the mistake.
 */
import type { ErrorCode } from '../contract.ts';
import { dayMs, minuteMs } from '../durations.ts';
import type { Database } from './database.ts';
import type { Misconfiguration } from './schema.ts';
import { listOf, type Sql, sql } from './sql.ts';
import { misconfigurations } from './tables.ts';

/** The codes that only a payment can disprove. */
const ofPayments: ErrorCode[] = [
	'stripe_credentials_invalid',
	'stripe_permission_missing',
	'stripe_ach_not_enabled',
];

/** To be run when Plaid has made a Link token. */
export const credentialsWork = sql`delete from misconfigurations where code = 'plaid_credentials_invalid'`;

/** To be run when an exchange has succeeded: everything up to the token works. */
export const exchangesWork = sql`delete from misconfigurations where code not in ${listOf(ofPayments)}`;

/** To be run when Stripe has accepted a payment. */
export const paymentsWork = sql`delete from misconfigurations where code in ${listOf(ofPayments)}`;

/** How long a code that was not seen again is listed, and how often its time is written. */
const listedForMs = 7 * dayMs;
const precisionMs = 5 * minuteMs;

/** What was seen in the last days. */
export const recentMisconfigurations = (now: number): Sql<Misconfiguration> =>
	misconfigurations.select`where seen_at > ${now - listedForMs} limit 20`;

/** Notes an error that only the merchant can fix. Never throws: the error itself must be answered. */
export async function rememberMisconfiguration(
	database: Database,
	code: ErrorCode,
	seenAt: number,
): Promise<void> {
	const row = misconfigurations.values({ code, seenAt });
	try {
		await database.all(
			sql`insert into misconfigurations ${row}
				on conflict (code) do update set seen_at = excluded.seen_at where misconfigurations.seen_at <= ${seenAt - precisionMs}`,
		);
	} catch {
		// The log line of the request has it.
	}
}

/**
 * The rule that two connections are to the same bank account: same institution, same account name, same mask. Plaid's
 * account ids do not help, because each connection gets new ones.
 */
import type { Account } from '../contract.ts';
import type { Database } from './database.ts';
import { type Sql, sql } from './sql.ts';

/** What is the same about an account in each connection to it. */
export type BankAccount = { institutionId: string; account: Pick<Account, 'name' | 'mask'> };

/** The condition on a row of `connections`: it is to this account, and its access still works or can be repaired. */
export const isSameAccount = ({ institutionId, account }: BankAccount): Sql => sql`
	institution_id = ${institutionId} and account_name = ${account.name} and account_mask is ${account.mask}
	and status not in ('revoked', 'removed')`;

/** The id of the same user's newest other connection to the same account. */
export async function findDuplicate(
	database: Database,
	query: BankAccount & { clientUserId: string; except?: string },
): Promise<string | null> {
	const { clientUserId, except } = query;
	const row = await database.first(sql<{ id: string }>`
		select id from connections
		where client_user_id = ${clientUserId} and ${isSameAccount(query)} and id is not ${except ?? null}
		order by created_at desc, id desc limit 1`);
	return row?.id ?? null;
}

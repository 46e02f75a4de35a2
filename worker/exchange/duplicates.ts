/**
 * Whether the same user has connected the same account before (`store/same-account.ts` has the rule). It is checked
 * before the exchange, by Link's description of the account, and after it, by Plaid's list. Two users with the same account
 * are no duplicate.
 */
import type { Account, BankAccountTokenRequest, Institution } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { type BankAccount, findDuplicate } from '../store/same-account.ts';
import type { LinkSession } from '../store/schema.ts';

/** The chosen account as Link described it to the page; null if the page did not send enough. */
export function chosenInLink(request: BankAccountTokenRequest): BankAccount | null {
	const { institution_id, account_name, account_mask } = request;
	if (institution_id === undefined || account_name === undefined) return null;
	return { institutionId: institution_id, account: { name: account_name, mask: account_mask ?? null } };
}

/**
 * Refuses a duplicate before it costs an Item. The page may leave the description out: then `findDuplicateOf` reports
 * the duplicate.
 * @throws ApiError `duplicate_connection`
 */
export async function refuseDuplicate(
	{ database }: Services,
	session: LinkSession,
	request: BankAccountTokenRequest,
): Promise<void> {
	const { clientUserId, allowDuplicates, connectionId } = session;
	const chosen = chosenInLink(request);
	if (clientUserId === null || allowDuplicates || connectionId !== null || chosen === null) return;
	const connection = await findDuplicate(database, { clientUserId, ...chosen });
	if (connection) throw new ApiError('duplicate_connection', { connection });
}

/** After the exchange, a duplicate is only reported: removing the new Item can break the existing one. */
export async function findDuplicateOf(
	{ database }: Services,
	session: LinkSession,
	made: { connectionId: string; institution: Institution; account: Account },
): Promise<string | null> {
	const { clientUserId } = session;
	const institutionId = made.institution.id;
	if (!clientUserId || !institutionId || session.connectionId !== null) return null;
	return findDuplicate(database, {
		clientUserId,
		institutionId,
		account: made.account,
		except: made.connectionId,
	});
}

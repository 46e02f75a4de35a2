/**
 * The same user connecting the same account at the same bank again: noticed by what Link told the page, before the
 * exchange, and by what Plaid lists, after it. Two people at one bank are none.
 */
import type { Account, BankAccountTokenRequest, Institution } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { type AccountOfBank, findDuplicate } from '../store/connections.ts';
import type { LinkSession } from '../store/schema.ts';

/** What Link told the page of the account that was chosen. */
export const toldAccount = (request: BankAccountTokenRequest): AccountOfBank | null => {
	const { institution_id, account_name, account_mask } = request;
	if (institution_id === undefined || account_name === undefined) return null;
	return { institutionId: institution_id, account: { name: account_name, mask: account_mask ?? null } };
};

/** Before it costs an Item. The hints are the page's: who leaves them out only spares itself the refusal. */
export async function refuseDuplicate(
	{ database }: Services,
	session: LinkSession,
	request: BankAccountTokenRequest,
): Promise<void> {
	const { clientUserId, allowDuplicates, connectionId } = session;
	const known = toldAccount(request);
	if (clientUserId === null || allowDuplicates || connectionId !== null || known === null) return;
	const connection = await findDuplicate(database, { clientUserId, ...known });
	if (connection) throw new ApiError('duplicate_connection', { connection });
}

/** Once it is made, it is only told: giving an Item back can break the one that stands. */
export async function duplicateOf(
	{ database }: Services,
	session: LinkSession | undefined,
	made: { connectionId: string; institution: Institution; account: Account },
): Promise<string | null> {
	const clientUserId = session?.clientUserId;
	const institutionId = made.institution.id;
	if (!clientUserId || !institutionId || session.connectionId !== null) return null;
	return findDuplicate(database, {
		clientUserId,
		institutionId,
		account: made.account,
		except: made.connectionId,
	});
}

import type { BankAccountTokenAnswer } from '../contract.ts';
import type { Services } from '../services.ts';
import { accountOf, findConnection, institutionOf } from '../store/connections.ts';
import type { Exchange } from '../store/schema.ts';

export type BankAccountToken = Omit<BankAccountTokenAnswer, 'request_id'>;

/** The answer of an exchange that is `tokenized`, from the store. */
export async function storedAnswer({ database, seal }: Services, row: Exchange): Promise<BankAccountToken> {
	const connection = row.connectionId && (await findConnection(database, row.connectionId));
	const account = connection && accountOf(connection);
	if (!account || !row.bankAccountToken) throw new Error('A tokenized exchange lacks its connection.');
	return {
		connection: connection.id,
		bank_account_token: await seal.open(row.bankAccountToken, row.id),
		account,
		institution: institutionOf(connection),
		livemode: connection.livemode,
		...(row.duplicateOf === null ? {} : { duplicate_of: row.duplicateOf }),
	};
}

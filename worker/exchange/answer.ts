/** The answer of an exchange: stored with the last step, and read from the store by every repeat of the request. */
import type { Account, BankAccountTokenAnswer, Institution } from '../contract.ts';
import type { Services } from '../services.ts';
import { accountOf, findConnection, institutionOf } from '../store/connections.ts';
import { storeTokenized } from '../store/exchanges.ts';
import type { Exchange } from '../store/schema.ts';

export type BankAccountToken = Omit<BankAccountTokenAnswer, 'request_id'>;

/** Stores the answer and returns it. If another request has stored one meanwhile, returns that one. */
export async function storeAnswer(
	services: Services,
	answer: {
		row: Exchange;
		connectionId: string;
		isRepair: boolean;
		account: Account;
		institution: Institution;
		bankAccountToken: string;
		duplicateOf: string | null;
	},
): Promise<BankAccountToken> {
	const { row, connectionId, isRepair, account, institution, bankAccountToken, duplicateOf } = answer;
	const sealed = await services.seal.seal(bankAccountToken, row.id);
	const { row: stored, waiting } = await storeTokenized(services.database, row.id, {
		connectionId,
		account,
		institution,
		bankAccountToken: sealed,
		duplicateOf,
		change: isRepair
			? { status: 'active', token: 'fresh', event: 'connection.repaired' }
			: { event: 'connection.created' },
		now: services.now(),
	});
	services.announce(waiting);
	if (stored.bankAccountToken !== sealed) return readAnswer(services, stored);
	return bankAccountTokenToJson({
		connection: connectionId,
		bank_account_token: bankAccountToken,
		account,
		institution,
		livemode: services.config.livemode,
		duplicateOf,
	});
}

/** The stored answer of an exchange that is `tokenized`. */
export async function readAnswer({ database, seal }: Services, row: Exchange): Promise<BankAccountToken> {
	const connection = row.connectionId && (await findConnection(database, row.connectionId));
	const account = connection && accountOf(connection);
	if (!account || !row.bankAccountToken) throw new Error('A tokenized exchange has no connection.');
	return bankAccountTokenToJson({
		connection: connection.id,
		bank_account_token: await seal.open(row.bankAccountToken, row.id),
		account,
		institution: institutionOf(connection),
		livemode: connection.livemode,
		duplicateOf: row.duplicateOf,
	});
}

/** The property `duplicate_of` is there only if there is a duplicate. */
const bankAccountTokenToJson = ({
	duplicateOf,
	...answer
}: Omit<BankAccountToken, 'duplicate_of'> & { duplicateOf: string | null }): BankAccountToken => ({
	...answer,
	...(duplicateOf === null ? {} : { duplicate_of: duplicateOf }),
});

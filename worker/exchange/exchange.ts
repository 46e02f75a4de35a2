/**
 * The way of a public token to a bank account token, in stored steps: received → exchanged → tokenized.
 *
 * However often the same request comes, Plaid is asked for one exchange. The first one does the work; those who come
 * meanwhile wait for its answer; those who come later get it from the store, or take the work up where it stopped.
 */
import type { BankAccountTokenRequest } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { AccountOfBank } from '../store/connections.ts';
import { beginExchange, claimExchange, findExchange } from '../store/exchanges.ts';
import { sha256 } from '../store/hash.ts';
import type { Exchange } from '../store/schema.ts';
import { type BankAccountToken, storedAnswer } from './answer.ts';
import { refuseDuplicate, toldAccount } from './duplicates.ts';
import { continueExchanged, startReceived } from './steps.ts';

/**
 * How long after its link token's end a first exchange is taken: the shopper may have been in Link at that moment, and
 * Plaid lets the public token live for half an hour more. Plaid judges that one itself.
 * @see https://plaid.com/docs/api/items/#itempublic_tokenexchange
 */
const graceMs = 60 * 60 * 1000;

/** The pauses of those who wait for another's answer: about eight seconds in all. */
const waits = [40, 60, 100, 150, 250, 400, 600, 900, 1200, 1400, 1500, 1500];

/** @throws ApiError with the code of whatever stands in the way. */
export async function bankAccountToken(
	services: Services,
	request: BankAccountTokenRequest,
): Promise<BankAccountToken> {
	const { database, pause, now } = services;
	const [publicTokenHash, linkTokenHash, sessionHash] = await Promise.all([
		sha256(request.public_token),
		sha256(request.link_token),
		request.session === undefined ? null : sha256(request.session),
	]);
	const hashes = { publicTokenHash, linkTokenHash, sessionHash };
	const accountId = request.account_id ?? null;
	const owner = crypto.randomUUID();

	const begin = (known: AccountOfBank | null) =>
		beginExchange(database, { ...hashes, accountId, known, owner, latest: now() - graceMs, now: now() });
	let { session, exchange: row } = await begin(toldAccount(request));
	if (session === undefined) throw new ApiError('link_session_not_found');
	if (!row) {
		// What was begun is answered as long as its row is kept; only a beginning can come too late.
		if (now() >= session.expiresAt + graceMs) throw new ApiError('link_token_expired');
		await refuseDuplicate(services, session, request);
		// It has been removed at this moment.
		row = (await begin(null)).exchange;
		if (!row) throw new Error('An exchange that was just stored is not there.');
	}

	for (const wait of [...waits, null]) {
		refuseConflict(row, { linkTokenHash, accountId });
		if (row.owner !== owner && isOpen(row) && row.leaseUntil < now()) {
			row = (await claimExchange(database, row.id, { accountId, owner, now: now() })) ?? row;
			refuseConflict(row, { linkTokenHash, accountId });
		}
		if (row.step === 'tokenized') return storedAnswer(services, row);
		if (row.step === 'lost') throw new ApiError('exchange_lost');
		if (row.step === 'refused') throw new ApiError(row.refusal ?? 'public_token_invalid');
		if (row.owner === owner) {
			return row.step === 'received'
				? startReceived(services, { row, owner, session, publicToken: request.public_token })
				: continueExchanged(services, { row, owner, session });
		}
		if (wait === null) break;
		await pause(wait);
		row = (await findExchange(database, publicTokenHash)) ?? row;
	}
	throw new ApiError('exchange_in_progress', { retryAfter: 3 });
}

const isOpen = ({ step }: Exchange): boolean => step === 'received' || step === 'exchanged';

/** A row belongs to one link token and, once one was named, to one account. */
function refuseConflict(row: Exchange, asked: { linkTokenHash: string; accountId: string | null }): void {
	const otherAccount =
		asked.accountId !== null && row.accountId !== null && row.accountId !== asked.accountId;
	if (row.linkTokenHash !== asked.linkTokenHash || otherAccount) throw new ApiError('exchange_conflict');
}

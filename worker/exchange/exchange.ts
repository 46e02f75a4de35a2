/**
 * The path from a public token to a bank account token, in stored steps: received → exchanged → tokenized.
 *
 * Plaid is asked for one exchange, however often the same request arrives. The first request does the work. Requests
 * that arrive meanwhile wait for its answer. Later ones get the answer from the store, or continue the work where it
 * stopped.
 */
import type { BankAccountTokenRequest } from '../contract.ts';
import { hourMs } from '../durations.ts';
import { ApiError } from '../errors.ts';
import type { Services } from '../services.ts';
import { sha256 } from '../store/encoding.ts';
import { beginExchange, claimExchange, findExchange } from '../store/exchanges.ts';
import { newOwner } from '../store/leases.ts';
import type { BankAccount } from '../store/same-account.ts';
import type { Exchange } from '../store/schema.ts';
import { type BankAccountToken, readAnswer } from './answer.ts';
import { chosenInLink, refuseDuplicate } from './duplicates.ts';
import { continueFromExchanged, continueFromReceived } from './steps.ts';

/**
 * How long after the end of its link token an exchange may begin. The shopper may have been in Link at that moment, and
 * the public token lives for another half an hour; Plaid itself refuses it after that.
 * @see https://plaid.com/docs/api/items/#itempublic_tokenexchange
 */
const graceMs = hourMs;

/** The pauses of a request that waits for the answer of another one: about eight seconds in all. */
const waitsMs = [40, 60, 100, 150, 250, 400, 600, 900, 1200, 1400, 1500, 1500];

/** @throws ApiError with the code of the step that failed */
export async function exchangeForBankAccountToken(
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
	const owner = newOwner();

	const begin = (chosen: BankAccount | null) =>
		beginExchange(database, { ...hashes, accountId, chosen, owner, latest: now() - graceMs, now: now() });
	let { session, exchange: row } = await begin(chosenInLink(request));
	if (session === undefined) throw new ApiError('link_session_not_found');
	if (!row) {
		// Only a beginning can come too late: what was begun is answered as long as its row exists.
		if (now() >= session.expiresAt + graceMs) throw new ApiError('link_token_expired');
		await refuseDuplicate(services, session, request);
		// The duplicate was removed a moment ago.
		row = (await begin(null)).exchange;
		if (!row) throw new Error('An exchange that was just stored is not there.');
	}

	for (const waitMs of [...waitsMs, null]) {
		refuseConflict(row, { linkTokenHash, accountId });
		if (row.owner !== owner && isUnfinished(row) && row.leaseUntil < now()) {
			row = (await claimExchange(database, row.id, { accountId, owner, now: now() })) ?? row;
			refuseConflict(row, { linkTokenHash, accountId });
		}
		if (row.step === 'tokenized') return readAnswer(services, row);
		if (row.step === 'lost') throw new ApiError('exchange_lost');
		if (row.step === 'refused') throw new ApiError(row.refusal ?? 'public_token_invalid');
		if (row.owner === owner) {
			return row.step === 'received'
				? continueFromReceived(services, { row, owner, session, publicToken: request.public_token })
				: continueFromExchanged(services, { row, owner, session });
		}
		if (waitMs === null) break;
		await pause(waitMs);
		row = (await findExchange(database, publicTokenHash)) ?? row;
	}
	throw new ApiError('exchange_in_progress', { retryAfter: 3 });
}

const isUnfinished = ({ step }: Exchange): boolean => step === 'received' || step === 'exchanged';

/** A row belongs to one link token and, once a request has named one, to one account. */
function refuseConflict(row: Exchange, request: { linkTokenHash: string; accountId: string | null }): void {
	const isOtherAccount =
		request.accountId !== null && row.accountId !== null && row.accountId !== request.accountId;
	if (row.linkTokenHash !== request.linkTokenHash || isOtherAccount) throw new ApiError('exchange_conflict');
}

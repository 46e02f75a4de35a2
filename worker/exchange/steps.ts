/**
 * The steps of an exchange: `received` → `exchanged` → `tokenized`. The caller holds the lease of the row.
 */
import type { Institution } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { AccountsGotten, PublicTokenExchanged } from '../plaid/answers.ts';
import { PlaidFailure } from '../plaid/client.ts';
import type { Services } from '../services.ts';
import { findConnection, storeInstitution } from '../store/connections.ts';
import { endExchange, releaseExchange, storeExchanged } from '../store/exchanges.ts';
import { newId } from '../store/ids.ts';
import type { Exchange, LinkSession, WebhookRow } from '../store/schema.ts';
import { earlyWebhooks } from '../store/webhooks.ts';
import { applyEarlyWebhooks } from '../webhooks/store.ts';
import { type BankAccountToken, storeAnswer } from './answer.ts';
import { chooseAccount } from './choose-account.ts';
import { findDuplicateOf } from './duplicates.ts';

/** An exchange whose lease the caller holds. */
type Claimed = { row: Exchange; owner: string; session: LinkSession };

/** From `received`: exchanges the public token, and stores the access token while it asks Plaid for the Stripe token. */
export async function continueFromReceived(
	services: Services,
	{ publicToken, ...claimed }: Claimed & { publicToken: string },
): Promise<BankAccountToken> {
	const exchanged = await exchangePublicToken(services, { ...claimed, publicToken });
	const connectionId = newId('conn');
	return tokenize(services, {
		...claimed,
		connectionId,
		accountId: claimed.row.accountId,
		accessToken: exchanged.access_token,
		storing: storeAccessToken(services, { ...claimed, connectionId, exchanged }),
	});
}

/** From `exchanged`: an earlier request has stored the access token and got no further, or this is a repair. */
export async function continueFromExchanged(services: Services, claimed: Claimed): Promise<BankAccountToken> {
	const { database, seal, now } = services;
	const { row } = claimed;
	const connection = row.connectionId ? await findConnection(database, row.connectionId) : undefined;
	if (!connection || connection.status === 'removed') {
		await release(services, claimed);
		throw new ApiError('connection_removed');
	}
	const { id, createdAt } = connection;
	return tokenize(services, {
		...claimed,
		connectionId: id,
		accountId: row.accountId ?? connection.accountId,
		accessToken: await seal.open(connection.accessToken, id),
		storing: database.all(earlyWebhooks(id, { createdAt, now: now() })),
	});
}

async function exchangePublicToken(
	services: Services,
	{ row, owner, publicToken }: Omit<Claimed, 'session'> & { publicToken: string },
): Promise<PublicTokenExchanged> {
	const { database, plaid, now } = services;
	try {
		return await plaid.itemPublicTokenExchange({ public_token: publicToken });
	} catch (error) {
		if (!(error instanceof PlaidFailure)) throw error;
		if (error.code !== 'public_token_invalid') {
			await release(services, { row, owner }, { settled: error.settled });
			throw error;
		}
		if (row.unsettledCalls <= 1) {
			await endExchange(database, row.id, { owner, step: 'refused', refusal: error.code, now: now() });
			throw error;
		}
		// An earlier call got no answer: it may have spent the token, and then its access token is lost.
		const step = await endExchange(database, row.id, {
			owner,
			step: 'lost',
			refusal: 'exchange_lost',
			now: now(),
		});
		// The owner of that call was only slow, and has stored the access token meanwhile.
		if (step !== 'lost') throw new ApiError('exchange_in_progress');
		throw new ApiError('exchange_lost', {
			cause: `Exchange ${row.id}: an earlier call to Plaid was cut off, and Plaid has spent the public token.`,
			...(error.details.plaid ? { plaid: error.details.plaid } : {}),
		});
	}
}

/**
 * Encrypts and stores the access token. If it cannot be stored, removes the Item at Plaid, so that nobody pays for it.
 * Returns the webhooks of the Item that arrived earlier.
 */
async function storeAccessToken(
	services: Services,
	work: Claimed & { connectionId: string; exchanged: PublicTokenExchanged },
): Promise<WebhookRow[]> {
	const { config, database, plaid, seal, now } = services;
	const { row, owner, session, connectionId, exchanged } = work;
	try {
		return await storeExchanged(database, row.id, {
			owner,
			connectionId,
			itemId: exchanged.item_id,
			accessToken: await seal.seal(exchanged.access_token, connectionId),
			session,
			livemode: config.livemode,
			now: now(),
		});
	} catch (error) {
		const [removal] = await Promise.allSettled([
			plaid.itemRemove({ access_token: exchanged.access_token }),
			endExchange(database, row.id, { owner, step: 'lost', refusal: 'exchange_lost', now: now() }),
		]);
		const reason = error instanceof ApiError ? (error.details.cause ?? error.code) : 'sealing failed';
		const item = removal.status === 'fulfilled' ? 'was removed' : 'could not be removed';
		throw new ApiError('exchange_lost', {
			cause: `Exchange ${row.id}: the access token could not be stored; ${reason}; the Item ${item} at Plaid`,
		});
	}
}

type Tokenization = Claimed & {
	connectionId: string;
	/** Null if the only usable account is meant. */
	accountId: string | null;
	accessToken: string;
	/** The storing of the access token, which returns the webhooks that arrived earlier. */
	storing: Promise<WebhookRow[]>;
};

/** Gets the Stripe token for the account and stores it. The calls run side by side, unless one needs another's answer. */
async function tokenize(services: Services, work: Tokenization): Promise<BankAccountToken> {
	const { session, connectionId, accountId, accessToken, storing } = work;
	const { database, plaid, now } = services;

	// Webhooks find the connection once it is stored. Those that arrived earlier have waited for it.
	const catchingUp = storing.then((early) => applyEarlyWebhooks(services, connectionId, early));
	const listing = plaid.accountsGet({ access_token: accessToken });
	const choosing = listing.then(({ accounts }) => chooseAccount(accounts, accountId));
	const findingDuplicate = Promise.all([listing, choosing]).then(([{ item }, account]) =>
		findDuplicateOf(services, session, { connectionId, institution: institutionIn({ item }), account }),
	);
	const accountKnown = accountId === null ? choosing.then(({ id }) => id) : Promise.resolve(accountId);
	const creating = accountKnown.then((account_id) =>
		plaid.processorStripeBankAccountTokenCreate({ access_token: accessToken, account_id }),
	);

	// All of them come to their end before a failure is thrown, because the access token must be stored in any case.
	// After this line, awaiting one of them returns or throws at once.
	await Promise.allSettled([storing, catchingUp, listing, choosing, findingDuplicate, creating]);
	try {
		await storing;
		const problem = await reasonForNoToken(choosing, creating);
		if (problem) {
			await listing.then(
				(listed) =>
					storeInstitution(database, connectionId, { institution: institutionIn(listed), now: now() }),
				() => undefined,
			);
			throw problem;
		}
		await catchingUp;
		return await storeAnswer(services, {
			row: work.row,
			connectionId,
			isRepair: session.connectionId !== null,
			account: await choosing,
			institution: institutionIn(await listing),
			bankAccountToken: (await creating).stripe_bank_account_token,
			duplicateOf: await findingDuplicate,
		});
	} catch (error) {
		const forgetAccount = isUnusableAccount(await failureOf(choosing));
		await release(services, work, { forgetAccount });
		throw error;
	}
}

/**
 * Why there is no Stripe token. An error of the account itself explains more than Plaid's refusal to make a token for it;
 * that refusal explains more than a failed list of accounts.
 */
async function reasonForNoToken(choosing: Promise<unknown>, creating: Promise<unknown>): Promise<unknown> {
	const reasons = [await failureOf(choosing), await failureOf(creating)].filter(
		(reason) => reason !== undefined,
	);
	return reasons.find((reason) => !(reason instanceof PlaidFailure)) ?? reasons.at(-1);
}

/** The reason of a rejection; undefined if the promise is fulfilled. */
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => undefined,
		(reason: unknown) => reason,
	);

const isUnusableAccount = (error: unknown): boolean =>
	error instanceof ApiError && (error.code === 'account_not_found' || error.code === 'account_not_supported');

/** Ends the lease early. Best effort: a lease that is not released ends by itself. */
async function release(
	{ database, now }: Services,
	{ row, owner }: Omit<Claimed, 'session'>,
	{ settled = false, forgetAccount = false }: { settled?: boolean; forgetAccount?: boolean } = {},
): Promise<void> {
	const released = { owner, settled, forgetAccount, now: now() };
	await releaseExchange(database, row.id, released).catch(() => undefined);
}

const institutionIn = ({ item }: Pick<AccountsGotten, 'item'>): Institution => ({
	id: item.institution_id,
	name: item.institution_name,
});

/**
 * The steps of an exchange, done by the request that owns its row.
 */
import type { Account, Institution } from '../contract.ts';
import { ApiError } from '../errors.ts';
import type { AccountsGotten, PublicTokenExchanged } from '../plaid/answers.ts';
import { PlaidFailure } from '../plaid/client.ts';
import type { Services } from '../services.ts';
import { findConnection } from '../store/connections.ts';
import { earlyWebhooks } from '../store/early-webhooks.ts';
import {
	endExchange,
	releaseExchange,
	storeExchanged,
	storeInstitution,
	storeTokenized,
} from '../store/exchanges.ts';
import { newId } from '../store/ids.ts';
import type { Exchange, LinkSession, WebhookRow } from '../store/schema.ts';
import { applyEarlyWebhooks } from '../webhooks/store.ts';
import { type BankAccountToken, storedAnswer } from './answer.ts';
import { chooseAccount } from './choose-account.ts';
import { duplicateOf } from './duplicates.ts';

type Owned = { row: Exchange; owner: string; session: LinkSession };

/** From `received`: the exchange, then the storing of its fruit beside the asking for the Stripe token. */
export async function startReceived(
	services: Services,
	{ publicToken, ...owned }: Owned & { publicToken: string },
): Promise<BankAccountToken> {
	const exchanged = await exchange(services, { ...owned, publicToken });
	const connectionId = newId('conn');
	const stored = keepAccessToken(services, { ...owned, connectionId, exchanged });
	const { accountId } = owned.row;
	return tokenize(services, {
		...owned,
		connectionId,
		accountId,
		accessToken: exchanged.access_token,
		stored,
	});
}

/** From `exchanged`: the access token is stored, by a request that came no further, or because this is a repair. */
export async function continueExchanged(services: Services, owned: Owned): Promise<BankAccountToken> {
	const { row } = owned;
	const connection = row.connectionId ? await findConnection(services.database, row.connectionId) : undefined;
	if (!connection || connection.status === 'removed') {
		await release(services, { ...owned, settled: false });
		throw new ApiError('connection_removed');
	}
	const accessToken = await services.seal.open(connection.accessToken, connection.id);
	return tokenize(services, {
		...owned,
		connectionId: connection.id,
		accountId: row.accountId ?? connection.accountId,
		accessToken,
		stored: services.database.all(
			earlyWebhooks(connection.id, { createdAt: connection.createdAt, now: services.now() }),
		),
	});
}

async function exchange(
	services: Services,
	{ row, owner, publicToken }: Omit<Owned, 'session'> & { publicToken: string },
): Promise<PublicTokenExchanged> {
	try {
		return await services.plaid.itemPublicTokenExchange({ public_token: publicToken });
	} catch (error) {
		if (!(error instanceof PlaidFailure)) throw error;
		const now = services.now();
		if (error.code !== 'public_token_invalid') {
			await release(services, { row, owner, settled: error.settled });
			throw error;
		}
		if (row.unsettledCalls <= 1) {
			await endExchange(services.database, row.id, { owner, step: 'refused', refusal: error.code, now });
			throw error;
		}
		// An earlier call may have spent the token, and nobody has its answer.
		const step = await endExchange(services.database, row.id, {
			owner,
			step: 'lost',
			refusal: 'exchange_lost',
			now,
		});
		// Unless its first owner was only slow, and has stored it by now.
		if (step !== 'lost') throw new ApiError('exchange_in_progress');
		throw new ApiError('exchange_lost', {
			cause: `Exchange ${row.id}: an earlier call to Plaid was cut off, and Plaid has spent the public token.`,
			...(error.details.plaid ? { plaid: error.details.plaid } : {}),
		});
	}
}

/** Stores the access token sealed; if the store cannot take it, gives the Item back to Plaid, so that no one pays for it. */
async function keepAccessToken(
	services: Services,
	{
		row,
		owner,
		session,
		connectionId,
		exchanged,
	}: Owned & { connectionId: string; exchanged: PublicTokenExchanged },
): Promise<WebhookRow[]> {
	const { config, database, plaid, seal } = services;
	try {
		return await storeExchanged(database, row.id, {
			owner,
			connectionId,
			itemId: exchanged.item_id,
			accessToken: await seal.seal(exchanged.access_token, connectionId),
			session,
			livemode: config.livemode,
			now: services.now(),
		});
	} catch (error) {
		const [removed] = await Promise.allSettled([
			plaid.itemRemove({ access_token: exchanged.access_token }),
			endExchange(database, row.id, { owner, step: 'lost', refusal: 'exchange_lost', now: services.now() }),
		]);
		throw new ApiError('exchange_lost', {
			cause: [
				`Exchange ${row.id}: the access token could not be stored`,
				error instanceof ApiError ? (error.details.cause ?? error.code) : 'sealing failed',
				removed.status === 'fulfilled'
					? 'the Item was removed at Plaid'
					: 'the Item could not be removed at Plaid',
			].join('; '),
		});
	}
}

/** Asks Plaid for the Stripe token and the accounts, side by side where the account is known, and stores the answer. */
async function tokenize(
	services: Services,
	work: Owned & {
		connectionId: string;
		accountId: string | null;
		accessToken: string;
		/** Gives the webhooks that were faster. */
		stored: Promise<WebhookRow[]>;
	},
): Promise<BankAccountToken> {
	const { row, owner, session, connectionId, accountId, accessToken, stored } = work;
	const { database, plaid } = services;
	const listed = plaid.accountsGet({ access_token: accessToken });
	const chosen = listed.then(({ accounts }) => chooseAccount(accounts, accountId));
	const twin = Promise.all([listed, chosen]).then(([{ item }, account]) =>
		duplicateOf(services, session, { connectionId, institution: institutionIn({ item }), account }),
	);
	const named = accountId === null ? chosen.then(({ id }) => id) : Promise.resolve(accountId);
	const made = named.then((account_id) =>
		plaid.processorStripeBankAccountTokenCreate({ access_token: accessToken, account_id }),
	);
	// From here on webhooks find the connection; those that came too early have been waiting for it.
	const caughtUp = stored.then((early) => applyEarlyWebhooks(services, connectionId, early));

	// All come to their end before any failure is told: the access token must be stored whatever became of the rest.
	const [storing, early, listing, choosing, twins, making] = await Promise.allSettled([
		stored,
		caughtUp,
		listed,
		chosen,
		twin,
		made,
	]);
	try {
		if (storing.status === 'rejected') throw storing.reason;
		const institution = listing.status === 'fulfilled' ? institutionIn(listing.value) : undefined;
		if (choosing.status === 'rejected' || making.status === 'rejected') {
			if (institution) await storeInstitution(database, connectionId, { institution, now: services.now() });
			throw firstReason(choosing, making);
		}
		if (early.status === 'rejected') throw early.reason;
		if (twins.status === 'rejected') throw twins.reason;
		return await finish(services, {
			row,
			connectionId,
			repair: session.connectionId !== null,
			account: choosing.value,
			institution: institution ?? { id: null, name: null },
			bankAccountToken: making.value.stripe_bank_account_token,
			duplicateOf: twins.value,
		});
	} catch (error) {
		const otherAccount = choosing.status === 'rejected' && isAboutAccount(choosing.reason);
		await release(services, { row, owner, settled: false, otherAccount });
		throw error;
	}
}

const isAboutAccount = (error: unknown): boolean =>
	error instanceof ApiError && (error.code === 'account_not_found' || error.code === 'account_not_supported');

/** What is wrong with the account weighs more than what Plaid said of the token for it. */
function firstReason(
	choosing: PromiseSettledResult<unknown>,
	making: PromiseSettledResult<unknown>,
): unknown {
	const reasons = [choosing, making].flatMap((result) =>
		result.status === 'rejected' ? [result.reason] : [],
	);
	return reasons.find((reason) => !(reason instanceof PlaidFailure)) ?? reasons.at(-1);
}

/** Stores the answer and gives it; where another request has stored its own meanwhile, gives that one. */
async function finish(
	services: Services,
	work: {
		row: Exchange;
		connectionId: string;
		repair: boolean;
		account: Account;
		institution: Institution;
		bankAccountToken: string;
		duplicateOf: string | null;
	},
): Promise<BankAccountToken> {
	const { row, connectionId, repair, account, institution, bankAccountToken, duplicateOf } = work;
	const sealed = await services.seal.seal(bankAccountToken, row.id);
	const { row: stored, waiting } = await storeTokenized(services.database, row.id, {
		connectionId,
		account,
		institution,
		bankAccountToken: sealed,
		duplicateOf,
		change: repair
			? { status: 'active', token: 'fresh', event: 'connection.repaired' }
			: { event: 'connection.created' },
		now: services.now(),
	});
	services.announce(waiting);
	if (stored.bankAccountToken !== sealed) return storedAnswer(services, stored);
	return {
		connection: connectionId,
		bank_account_token: bankAccountToken,
		account,
		institution,
		livemode: services.config.livemode,
		...(duplicateOf === null ? {} : { duplicate_of: duplicateOf }),
	};
}

/** Best effort: what is not released frees itself when its lease ends. */
async function release(
	services: Services,
	{
		row,
		owner,
		settled,
		otherAccount = false,
	}: Omit<Owned, 'session'> & { settled: boolean; otherAccount?: boolean },
): Promise<void> {
	const released = { owner, settled, otherAccount, now: services.now() };
	await releaseExchange(services.database, row.id, released).catch(() => undefined);
}

const institutionIn = ({ item }: Pick<AccountsGotten, 'item'>): Institution => ({
	id: item.institution_id,
	name: item.institution_name,
});

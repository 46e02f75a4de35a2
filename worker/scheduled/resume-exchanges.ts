/**
 * Finishes exchanges that stopped after the access token was stored. The shopper may have left the page, so that nobody
 * sends the request again; the merchant's server needs the connection all the same.
 *
 * After a day it gives up: the connection never got an account, so nobody can use it, and Plaid bills its Item. The Item
 * is removed at Plaid, and the merchant gets `connection.removed`.
 */

import { deleteConnection } from '../connections/delete.ts';
import { dayMs, minuteMs } from '../durations.ts';
import { continueFromExchanged } from '../exchange/steps.ts';
import type { Services } from '../services.ts';
import { findConnection } from '../store/connections.ts';
import { claimExchange, findAbandoned, findStopped } from '../store/exchanges.ts';
import { newOwner } from '../store/leases.ts';
import { findLinkSession } from '../store/link-sessions.ts';

/** How long an exchange is tried again. The shopper is told at once; this is for the merchant's server. */
const retryForMs = dayMs;
const minPauseMs = minuteMs;
const maxExchanges = 10;

export async function resumeExchanges(services: Services): Promise<Record<string, number>> {
	const { database, now } = services;
	const counts = { finished: 0, left: 0, removed: await removeAbandoned(services) };
	for (const { id, linkTokenHash } of await findStopped(database, {
		now: now(),
		limit: maxExchanges,
		retryForMs,
		minPauseMs,
	})) {
		const session = await findLinkSession(database, linkTokenHash);
		const owner = newOwner();
		const row = await claimExchange(database, id, { accountId: null, owner, now: now() });
		if (!session || row?.owner !== owner || row.step !== 'exchanged') continue;
		try {
			await continueFromExchanged(services, { row, owner, session });
			counts.finished += 1;
		} catch {
			// The bank or Stripe is down, or only the shopper can choose the account. The next try comes later.
			counts.left += 1;
		}
	}
	return counts;
}

/** Returns how many were removed. One that Plaid does not remove now stays, and is tried again. */
async function removeAbandoned(services: Services): Promise<number> {
	const { database, now } = services;
	let removed = 0;
	for (const { id, connectionId } of await findAbandoned(database, {
		now: now(),
		limit: maxExchanges,
		retryForMs,
		minPauseMs,
	})) {
		// A request that finishes the exchange at this moment holds its lease.
		const owner = newOwner();
		const row = await claimExchange(database, id, { accountId: null, owner, now: now() });
		if (row?.owner !== owner || row.step !== 'exchanged') continue;
		const connection = await findConnection(database, connectionId);
		if (!connection || connection.accountId !== null) continue;
		try {
			await deleteConnection(services, connection);
			removed += 1;
		} catch {
			// Plaid does not answer. The claim has set `updated_at`, from which the next try is counted.
		}
	}
	return removed;
}

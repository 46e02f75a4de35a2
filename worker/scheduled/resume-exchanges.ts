/**
 * Finishes exchanges that stopped after the access token was stored. The shopper may have left the page, so that nobody
 * sends the request again; the merchant's server needs the connection all the same.
 */
import { dayMs, minuteMs } from '../durations.ts';
import { continueFromExchanged } from '../exchange/steps.ts';
import type { Services } from '../services.ts';
import { claimExchange, findStopped } from '../store/exchanges.ts';
import { newOwner } from '../store/leases.ts';
import { findLinkSession } from '../store/link-sessions.ts';

/** How long an exchange is tried again. The shopper is told at once; this is for the merchant's server. */
const retryForMs = dayMs;
const minPauseMs = minuteMs;
const maxExchanges = 10;

export async function resumeExchanges(services: Services): Promise<Record<string, number>> {
	const { database, now } = services;
	const counts = { finished: 0, left: 0 };
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

/**
 * Exchanges that stopped after the access token was stored: the shopper has gone, and nobody will send the request
 * again. What can be finished without the shopper is, so that the connection is there for the merchant's server.
 */
import { continueExchanged } from '../exchange/steps.ts';
import type { Services } from '../services.ts';
import { claimExchange, findHalfWay } from '../store/exchanges.ts';
import { findLinkSession } from '../store/link-sessions.ts';

const mostAtOnce = 10;

export async function resumeExchanges(services: Services): Promise<Record<string, number>> {
	const { database, now } = services;
	const counts = { finished: 0, left: 0 };
	for (const { id, linkTokenHash } of await findHalfWay(database, { now: now(), limit: mostAtOnce })) {
		const session = await findLinkSession(database, linkTokenHash);
		const owner = crypto.randomUUID();
		const row = await claimExchange(database, id, { accountId: null, owner, now: now() });
		if (!session || row?.owner !== owner || row.step !== 'exchanged') continue;
		try {
			await continueExchanged(services, { row, owner, session });
			counts.finished += 1;
		} catch {
			// The bank or Stripe is not ready, or only the shopper can say which account: it is tried again, more rarely.
			counts.left += 1;
		}
	}
	return counts;
}

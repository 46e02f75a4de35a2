/** Everything that the sandbox stores, in memory. A reset replaces the properties and keeps the object. */
import type { SandboxClock, ScheduledTask } from './clock.ts';
import type { Fault } from './faults.ts';
import { type Host, systemHost } from './host.ts';
import { createIds, type Ids } from './ids.ts';
import { createPlaidRecords, type PlaidRecords } from './plaid/records.ts';
import type { RequestLogEntry } from './request-log.ts';
import { createStripeRecords, type StripeRecords } from './stripe/records.ts';
import type { StripeSettings } from './stripe/settings.ts';
import { createOutbox, loopbackFetch, type Outbox, type Outgoing } from './webhooks.ts';

export type State = PlaidRecords &
	StripeRecords & {
		seed: string;
		/** All randomness comes from here, all time from `clock` (the sandbox's) or `host` (real). */
		ids: Ids;
		clock: SandboxClock;
		host: Host;
		/** What happens later, in no particular order. */
		tasks: ScheduledTask[];
		faults: Fault[];
		requestLog: RequestLogEntry[];
		webhooks: Outbox;
	};

export type StateOptions = { host?: Host; outgoing?: Outgoing; stripe?: Partial<StripeSettings> };

/** The empty state for a seed. */
export function createState(
	seed: string,
	clock: SandboxClock,
	{ host = systemHost, outgoing = loopbackFetch, stripe = {} }: StateOptions = {},
): State {
	return {
		seed,
		ids: createIds(seed),
		clock,
		host,
		tasks: [],
		faults: [],
		requestLog: [],
		webhooks: createOutbox(outgoing),
		...createPlaidRecords(),
		...createStripeRecords(stripe),
	};
}

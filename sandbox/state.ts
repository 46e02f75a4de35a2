/** Everything that the sandbox stores, in memory. A reset replaces the properties and keeps the object. */
import type { SandboxClock, ScheduledTask } from './clock.ts';
import type { Fault } from './faults.ts';
import { createIds, type Ids } from './ids.ts';
import { createPlaidRecords, type PlaidRecords } from './plaid/records.ts';
import type { RequestLogEntry } from './request-log.ts';
import { createStripeRecords, type StripeRecords, type StripeSettings } from './stripe/records.ts';
import { createOutbox, type Outbox, type Outgoing, thisMachine } from './webhooks.ts';

export type State = PlaidRecords &
	StripeRecords & {
		seed: string;
		ids: Ids;
		clock: SandboxClock;
		/** What happens later, in no particular order. */
		tasks: ScheduledTask[];
		faults: Fault[];
		requestLog: RequestLogEntry[];
		/** What is sent to merchants, and how. */
		webhooks: Outbox;
	};

/** The empty state for a seed. */
export function createState(
	seed: string,
	clock: SandboxClock,
	{ outgoing = thisMachine, stripe = {} }: { outgoing?: Outgoing; stripe?: Partial<StripeSettings> } = {},
): State {
	return {
		seed,
		ids: createIds(seed),
		clock,
		tasks: [],
		faults: [],
		requestLog: [],
		webhooks: createOutbox(outgoing),
		...createPlaidRecords(),
		...createStripeRecords(stripe),
	};
}

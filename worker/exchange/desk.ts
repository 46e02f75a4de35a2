import type { Pause } from '../pause.ts';
import type { Plaid } from '../plaid/client.ts';
import type { Services } from '../services.ts';
import type { Database } from '../store/database.ts';
import type { Seal } from '../store/seal.ts';

/** What the steps of an exchange work with. */
export type Desk = {
	database: Database;
	plaid: Plaid;
	seal: Seal;
	livemode: boolean;
	now: () => number;
	pause: Pause;
	/** Gives stored events to the queue, in the background; those that it does not take are swept up later. */
	announce: (eventIds: string[]) => void;
};

/** From the services of a request, or of the clock. */
export const deskOf = (
	{ database, plaid, seal, config, now, pause }: Services,
	{ announce }: Pick<Desk, 'announce'>,
): Desk => ({ database, plaid, seal, livemode: config.livemode, now, pause, announce });

import type { Pause } from '../pause.ts';
import type { Plaid } from '../plaid/client.ts';
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
};

import type { Bindings, Config } from './config.ts';
import type { ApiError } from './errors.ts';
import type { Plaid, PlaidCall } from './plaid/client.ts';
import type { Database } from './store/database.ts';
import type { Seal } from './store/seal.ts';

/** What a request carries through the app. */
export type AppEnv = {
	Bindings: Bindings;
	Variables: {
		requestId: string;
		now: () => number;
		/** The calls to Plaid that this request has made, for its log line. */
		plaidCalls: PlaidCall[];
		/** Set by `answerError`. */
		failure?: ApiError;
		/** Set by `services`, from here on. */
		config: Config;
		plaid: Plaid;
		database: Database;
		seal: Seal;
	};
};

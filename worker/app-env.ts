import type { Bindings } from './config.ts';
import type { ApiError } from './errors.ts';
import type { Services, UpstreamCalls } from './services.ts';

/** What a request carries through the app: the services, from `withServices` on, and what its log line tells. */
export type AppEnv = {
	Bindings: Bindings;
	Variables: Services & {
		requestId: string;
		/** The calls to Plaid and to Stripe that this request has made, for its log line. */
		calls: UpstreamCalls;
		/** Which webhook came. */
		told?: string;
		/** Set by `errorResponse`. */
		failure?: ApiError;
	};
};

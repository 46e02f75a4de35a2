import type { Context } from 'hono';
import type { Bindings } from './config.ts';
import type { ApiError } from './errors.ts';
import type { Services, UpstreamCalls } from './services.ts';

/** What a request has in `c.env` and `c.var`: the bindings; the services, once `withServices` has run; and data for the log. */
export type AppEnv = {
	Bindings: Bindings;
	Variables: Services & {
		requestId: string;
		/** The calls to Plaid and Stripe that this request has made, for the log. */
		calls: UpstreamCalls;
		/** Whose webhook this is, and its type, for the log. */
		webhook?: string;
		/** Set by `errorResponse`, for the log and for `Idempotency-Key`. */
		failure?: ApiError;
	};
};

/** A request whose path has an `:id`. */
export type ContextWithId = Context<AppEnv, '/:id'>;

/** The Worker as a Hono app: the middleware that every request passes, and who may call which route. */
import type { Handler } from 'hono';
// Its router compares the two dozen patterns one by one, which takes microseconds and needs no preparation.
import { Hono } from 'hono/tiny';
import type { AppEnv } from './app-env.ts';
import { sleep } from './backoff.ts';
import { ApiError } from './errors.ts';
import type { Hooks } from './hooks.ts';
import { withApiKey } from './middleware/api-key.ts';
import { errorResponse } from './middleware/error-response.ts';
import { idempotent } from './middleware/idempotency.ts';
import { forListedOrigins, shareAnswers } from './middleware/origins.ts';
import { rateLimitByAddress } from './middleware/rate-limit.ts';
import { requestId } from './middleware/request-id.ts';
import { requestLog } from './middleware/request-log.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { withServices } from './middleware/services.ts';
import { createAuthorization, getAuthorization, revokeAuthorization } from './routes/authorizations.ts';
import { createBankAccountToken, createFreshBankAccountToken } from './routes/bank-account-tokens.ts';
import {
	deleteConnection,
	getConnection,
	listAccounts,
	listConnections,
	listTransactions,
	updateConnection,
} from './routes/connections.ts';
import { listEvents, sendEvent } from './routes/events.ts';
import { getHealth } from './routes/health.ts';
import { listInstitutions } from './routes/institutions.ts';
import { createLinkToken } from './routes/link-tokens.ts';
import { cancelPayment, createPayment, getPayment, listPayments, refundPayment } from './routes/payments.ts';
import { createSession } from './routes/sessions.ts';
import { receivePlaidWebhook, receiveStripeWebhook } from './routes/webhooks.ts';
import { createServices, type OpenServices, type Platform } from './services.ts';

/** Defaults to the runtime's own `fetch` and clock. Tests pass the sandbox's. */
export type AppOptions = Partial<Platform> & {
	hooks?: Hooks;
	/** The path where another Worker mounts the app, such as `/bank`. */
	basePath?: string;
	/** From `createServices`, if scheduled jobs and queues share the services. */
	openServices?: OpenServices;
};

export const platformOf = ({ fetch, now, pause }: AppOptions): Platform => ({
	fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
	now: now ?? Date.now,
	pause: pause ?? sleep,
});

export function createApp(options: AppOptions = {}): Hono<AppEnv> {
	const platform = platformOf(options);
	const hooks = options.hooks ?? {};
	const ready = withServices(options.openServices ?? createServices(platform));
	const root = new Hono<AppEnv>();
	const app = options.basePath ? root.basePath(options.basePath) : root;

	app.use(async function startRequest(c, next) {
		c.set('now', platform.now);
		c.set('calls', { plaid: [], stripe: [] });
		await next();
	});
	app.use(requestId, requestLog, securityHeaders, shareAnswers);
	app.onError(errorResponse);
	app.notFound((c) => errorResponse(new ApiError('route_not_found'), c));

	/** For pages of a listed origin. The origin is checked before anything else. */
	const forElement = (method: 'GET' | 'POST', path: string, handler: Handler<AppEnv>) => {
		app.use(path, forListedOrigins(method));
		app.on(method, path, rateLimitByAddress, ready, handler);
		app.all(path, refuseMethod(`${method}, OPTIONS`));
	};
	/** For the merchant's server, with an API key. A POST may be repeated under its `Idempotency-Key`. */
	const forMerchant = <const Path extends string>(path: Path, handlers: HandlersOf<Path>) => {
		for (const [method, handler] of Object.entries(handlers) as [Method, Handler<AppEnv>][]) {
			if (method === 'POST') app.on(method, path, ready, withApiKey, idempotent, handler);
			else app.on(method, path, ready, withApiKey, handler);
		}
		app.all(path, refuseMethod(Object.keys(handlers).join(', ')));
	};
	/** For Plaid and Stripe. The handler verifies the signature. */
	const forWebhooks = (path: string, handler: Handler<AppEnv>) => {
		app.on('POST', path, ready, handler);
		app.all(path, refuseMethod('POST'));
	};
	/** For anybody. Works even if the configuration is wrong. */
	const forAnybody = (path: string, handler: Handler<AppEnv>) => {
		app.get(path, rateLimitByAddress, handler);
		app.all(path, refuseMethod('GET'));
	};

	forElement('POST', '/v1/link_tokens', createLinkToken(hooks));
	forElement('POST', '/v1/bank_account_tokens', createBankAccountToken(hooks));
	forElement('POST', '/v1/authorizations', createAuthorization);
	forElement('GET', '/v1/institutions', listInstitutions);

	forMerchant('/v1/sessions', { POST: createSession });
	forMerchant('/v1/connections', { GET: listConnections });
	forMerchant('/v1/connections/:id', {
		GET: getConnection,
		POST: updateConnection,
		DELETE: deleteConnection,
	});
	forMerchant('/v1/connections/:id/accounts', { GET: listAccounts });
	forMerchant('/v1/connections/:id/transactions', { GET: listTransactions });
	forMerchant('/v1/connections/:id/bank_account_tokens', { POST: createFreshBankAccountToken });
	forMerchant('/v1/authorizations/:id', { GET: getAuthorization });
	forMerchant('/v1/authorizations/:id/revoke', { POST: revokeAuthorization });
	forMerchant('/v1/payments', { GET: listPayments, POST: createPayment });
	forMerchant('/v1/payments/:id', { GET: getPayment });
	forMerchant('/v1/payments/:id/cancel', { POST: cancelPayment });
	forMerchant('/v1/payments/:id/refunds', { POST: refundPayment });
	forMerchant('/v1/events', { GET: listEvents });
	forMerchant('/v1/events/:id/send', { POST: sendEvent });

	forWebhooks('/webhooks/plaid', receivePlaidWebhook);
	forWebhooks('/webhooks/stripe', receiveStripeWebhook);

	forAnybody('/health', getHealth);
	return app;
}

type Method = 'GET' | 'POST' | 'DELETE';

/** Handlers whose parameters are typed by the path. */
type HandlersOf<Path extends string> = Partial<Record<Method, Handler<AppEnv, NoInfer<Path>>>>;

const refuseMethod = (allowed: string): Handler<AppEnv> =>
	function refuseMethod() {
		throw new ApiError('method_not_allowed', {
			headers: { Allow: allowed },
			message: `This path takes only: ${allowed}.`,
		});
	};

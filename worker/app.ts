/**
 * The Worker as a Hono app: what every request passes, and who may call which route.
 */
import type { Handler } from 'hono';
// The small router: a few dozen routes are matched in microseconds, and it is a twentieth of the Worker smaller.
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
import { getAccounts } from './routes/accounts.ts';
import { createAuthorization, getAuthorization, postRevoke } from './routes/authorizations.ts';
import { createBankAccountToken } from './routes/bank-account-tokens.ts';
import { deleteConnection, getConnection, getConnections, postConnection } from './routes/connections.ts';
import { getEvents, sendEvent } from './routes/events.ts';
import { createFreshBankAccountToken } from './routes/fresh-bank-account-tokens.ts';
import { getHealth } from './routes/health.ts';
import { getInstitutions } from './routes/institutions.ts';
import { createLinkToken } from './routes/link-tokens.ts';
import { getPayment, getPayments, postCancel, postPayment, postRefund } from './routes/payments.ts';
import { createSession } from './routes/sessions.ts';
import { getTransactions } from './routes/transactions.ts';
import { takePlaidWebhook, takeStripeWebhook } from './routes/webhooks.ts';
import { createServices, type OpenServices, type Platform } from './services.ts';

/** By default the runtime's own `fetch` and clock. Tests pass the sandbox's. */
export type AppOptions = Partial<Platform> & {
	hooks?: Hooks;
	/** The path under which it is mounted in another Worker, such as `/bank`. */
	basePath?: string;
	/** From `createServices`, where crons and queues share them. */
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

	/** For pages: a listed origin, whatever else is wrong. */
	const forElement = (method: 'GET' | 'POST', path: string, handler: Handler<AppEnv>) => {
		app.use(path, forListedOrigins(method));
		app.on(method, path, rateLimitByAddress, ready, handler);
		app.all(path, refuseMethod(`${method}, OPTIONS`));
	};
	/** For the merchant's server: an API key, and nothing for pages. A POST may be repeated under its key. */
	const forMerchant = (path: string, handlers: Partial<Record<Method, Handler<AppEnv>>>) => {
		for (const [method, handler] of Object.entries(handlers)) {
			if (method === 'POST') app.on(method, path, ready, withApiKey, idempotent, handler);
			else app.on(method, path, ready, withApiKey, handler);
		}
		app.all(path, refuseMethod(Object.keys(handlers).join(', ')));
	};
	/** From outside: whoever can sign. */
	const forWebhooks = (path: string, handler: Handler<AppEnv>) => {
		app.on('POST', path, ready, handler);
		app.all(path, refuseMethod('POST'));
	};

	forElement('POST', '/v1/link_tokens', createLinkToken(hooks));
	forElement('POST', '/v1/bank_account_tokens', createBankAccountToken(hooks));
	forElement('POST', '/v1/authorizations', createAuthorization);
	forElement('GET', '/v1/institutions', getInstitutions);
	forMerchant('/v1/sessions', { POST: createSession });
	forMerchant('/v1/connections', { GET: getConnections });
	forMerchant('/v1/connections/:id', { GET: getConnection, POST: postConnection, DELETE: deleteConnection });
	forMerchant('/v1/connections/:id/accounts', { GET: getAccounts });
	forMerchant('/v1/connections/:id/transactions', { GET: getTransactions });
	forMerchant('/v1/connections/:id/bank_account_tokens', { POST: createFreshBankAccountToken });
	forMerchant('/v1/authorizations/:id', { GET: getAuthorization });
	forMerchant('/v1/authorizations/:id/revoke', { POST: postRevoke });
	forMerchant('/v1/payments', { GET: getPayments, POST: postPayment });
	forMerchant('/v1/payments/:id', { GET: getPayment });
	forMerchant('/v1/payments/:id/cancel', { POST: postCancel });
	forMerchant('/v1/payments/:id/refunds', { POST: postRefund });
	forMerchant('/v1/events', { GET: getEvents });
	forMerchant('/v1/events/:id/send', { POST: sendEvent });
	forWebhooks('/webhooks/plaid', takePlaidWebhook);
	forWebhooks('/webhooks/stripe', takeStripeWebhook);
	app.get('/health', rateLimitByAddress, getHealth);
	app.all('/health', refuseMethod('GET'));
	return app;
}

type Method = 'GET' | 'POST' | 'DELETE';

const refuseMethod = (allowed: string): Handler<AppEnv> =>
	function refuseMethod() {
		throw new ApiError('method_not_allowed', {
			headers: { Allow: allowed },
			message: `This path takes only: ${allowed}.`,
		});
	};

/**
 * The Worker as a Hono app: what every request passes, and who may call which route.
 */
import { type Handler, Hono } from 'hono';
import { withApiKey } from './api-key.ts';
import type { AppEnv } from './app-env.ts';
import { ApiError, answerError } from './errors.ts';
import { logRequests } from './log.ts';
import { forListedOrigins, shareWithListedOrigin } from './origins.ts';
import { type Pause, realPause } from './pause.ts';
import { requestId } from './request-id.ts';
import { getAccounts } from './routes/accounts.ts';
import { createBankAccountToken } from './routes/bank-account-tokens.ts';
import { getConnection } from './routes/connections.ts';
import { getHealth } from './routes/health.ts';
import { getInstitutions } from './routes/institutions.ts';
import { createLinkToken } from './routes/link-tokens.ts';
import { securityHeaders } from './security-headers.ts';
import { services } from './services.ts';

export type AppOptions = {
	/** By default the global one; tests hand in the sandbox's. */
	fetch?: typeof fetch;
	/** Milliseconds since 1970. */
	now?: () => number;
	pause?: Pause;
};

export function createApp(options: AppOptions = {}): Hono<AppEnv> {
	const fetch: typeof globalThis.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
	const now = options.now ?? Date.now;
	const pause = options.pause ?? realPause;
	const withServices = services({ fetch, pause });
	const app = new Hono<AppEnv>();

	app.use(async function startRequest(c, next) {
		c.set('now', now);
		c.set('plaidCalls', []);
		await next();
	});
	app.use(requestId, logRequests, securityHeaders);
	app.onError(answerError);
	app.notFound((c) => {
		shareWithListedOrigin(c);
		return answerError(new ApiError('route_not_found'), c);
	});

	/** For pages: a listed origin, whatever else is wrong. */
	const forElement = (method: 'GET' | 'POST', path: string, handler: Handler<AppEnv>) => {
		app.use(path, forListedOrigins(method));
		app.on(method, path, withServices, handler);
		app.all(path, refuseMethod(`${method}, OPTIONS`));
	};
	/** For the merchant's server: an API key, and nothing for pages. */
	const forMerchant = (method: 'GET', path: string, handler: Handler<AppEnv>) => {
		app.on(method, path, withServices, withApiKey, handler);
		app.all(path, refuseMethod(method));
	};

	forElement('POST', '/v1/link_tokens', createLinkToken);
	forElement('POST', '/v1/bank_account_tokens', createBankAccountToken({ pause }));
	forElement('GET', '/v1/institutions', getInstitutions);
	forMerchant('GET', '/v1/connections/:id', getConnection);
	forMerchant('GET', '/v1/connections/:id/accounts', getAccounts);
	app.get('/health', getHealth);
	app.all('/health', refuseMethod('GET'));
	return app;
}

const refuseMethod = (allowed: string): Handler<AppEnv> =>
	function refuseMethod() {
		throw new ApiError('method_not_allowed', {
			headers: { Allow: allowed },
			message: `This path takes only: ${allowed}.`,
		});
	};

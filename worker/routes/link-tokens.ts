import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { configOf } from '../config.ts';
import { type LinkTokenAnswer, linkTokenRequest } from '../contract.ts';
import type { Hooks } from '../hooks.ts';
import { createLinkToken as createStep } from '../link-tokens/create.ts';
import { limitBySession } from '../middleware/rate-limit.ts';
import { bodyFromPage } from './parameters.ts';

/** `POST /v1/link_tokens` */
export const createLinkToken = ({ beforeLinkToken }: Pick<Hooks, 'beforeLinkToken'>) =>
	async function createLinkToken(c: Context<AppEnv>): Promise<Response> {
		const request = await bodyFromPage(c, linkTokenRequest);
		await limitBySession(c, request.session);
		const created = await createStep(c.var, {
			request,
			origin: c.req.header('Origin') ?? new URL(c.req.url).origin,
			allowedOrigins: configOf(c.env).allowedOrigins,
			hook: (usual, shopper) => beforeLinkToken?.(usual, { ...shopper, request: c.req.raw }),
		});
		const answer: LinkTokenAnswer = { ...created, request_id: c.get('requestId') };
		return c.json(answer);
	};

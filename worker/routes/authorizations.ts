/** Debit authorizations: the element offers and accepts them, the merchant's server reads and revokes them. */
import type { Context } from 'hono';
import type { AppEnv, ContextWithId } from '../app-env.ts';
import { authorize } from '../authorizations/authorize.ts';
import { revokeAuthorization as revokeStep } from '../authorizations/revoke.ts';
import { authorizationToJson, offerToJson } from '../authorizations/to-json.ts';
import {
	type Authorization,
	type AuthorizationAnswer,
	authorizationRequest,
	noParameters,
} from '../contract.ts';
import { ApiError } from '../errors.ts';
import { limitBySession } from '../middleware/rate-limit.ts';
import { findAuthorization } from '../store/authorizations.ts';
import type { AuthorizationRow } from '../store/schema.ts';
import { bodyFromPage, bodyOf, queryOf } from './parameters.ts';

/** `POST /v1/authorizations`: offers an authorization, or accepts what was offered. */
export async function createAuthorization(c: Context<AppEnv>): Promise<Response> {
	const request = await bodyFromPage(c, authorizationRequest);
	await limitBySession(c, request.link_token);
	const browser = {
		ip_address: c.req.header('CF-Connecting-IP') ?? '127.0.0.1',
		user_agent: c.req.header('User-Agent')?.slice(0, 500) || 'unknown',
	};
	const row = await authorize(c.var, { request, browser });
	const answer: AuthorizationAnswer = {
		...(await offerToJson(c.get('seal'), row)),
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** `GET /v1/authorizations/:id` */
export async function getAuthorization(c: ContextWithId): Promise<Response> {
	queryOf(c, noParameters);
	return answer(c, await findOrThrow(c));
}

/** `POST /v1/authorizations/:id/revoke` */
export async function revokeAuthorization(c: ContextWithId): Promise<Response> {
	await bodyOf(c, noParameters);
	return answer(c, await revokeStep(c.var, await findOrThrow(c)));
}

async function findOrThrow(c: ContextWithId): Promise<AuthorizationRow> {
	const row = await findAuthorization(c.get('database'), c.req.param('id'));
	if (!row) throw new ApiError('authorization_not_found');
	return row;
}

async function answer(c: Context<AppEnv>, row: AuthorizationRow): Promise<Response> {
	const body: Authorization = {
		...(await authorizationToJson(c.get('seal'), row)),
		request_id: c.get('requestId'),
	};
	return c.json(body);
}

/** Debit authorizations: the element offers and accepts them, the merchant's server reads and revokes them. */
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { authorize } from '../authorizations/authorize.ts';
import { revokeAuthorization } from '../authorizations/revoke.ts';
import { authorizationToJson, offerToJson } from '../authorizations/to-json.ts';
import {
	type Authorization,
	type AuthorizationAnswer,
	authorizationRequest,
	noParameters,
} from '../contract.ts';
import { ApiError } from '../errors.ts';
import { limitBySession } from '../middleware/rate-limit.ts';
import { checkParameters, queryOf } from '../parameters.ts';
import { fromPages, readJsonObject } from '../read-body.ts';
import { findAuthorization } from '../store/authorizations.ts';
import type { AuthorizationRow } from '../store/schema.ts';

/** `POST /v1/authorizations`: offers an authorization, or accepts what was offered. */
export async function createAuthorization(c: Context<AppEnv>): Promise<Response> {
	const request = checkParameters(authorizationRequest, await readJsonObject(c.req.raw, fromPages));
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
export async function getAuthorization(c: Context<AppEnv>): Promise<Response> {
	checkParameters(noParameters, queryOf(c.req.raw));
	return answer(c, await findOrThrow(c));
}

/** `POST /v1/authorizations/:id/revoke` */
export async function postRevoke(c: Context<AppEnv>): Promise<Response> {
	checkParameters(noParameters, await readJsonObject(c.req.raw));
	return answer(c, await revokeAuthorization(c.var, await findOrThrow(c)));
}

async function findOrThrow(c: Context<AppEnv>): Promise<AuthorizationRow> {
	const row = await findAuthorization(c.get('database'), c.req.param('id') ?? '');
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

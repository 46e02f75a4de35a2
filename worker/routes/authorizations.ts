/**
 * The debit authorization: the element is given the text, and tells that the shopper accepted it; the merchant's server
 * reads it back and revokes it.
 */
import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { authorizationText, textVersion } from '../authorizations/mandate-text.ts';
import { type Acceptance, acceptanceOf, type Shown, shownOf } from '../authorizations/sealed.ts';
import {
	type Authorization,
	type AuthorizationAnswer,
	type AuthorizationRequest,
	authorizationRequest,
	connectionQuery,
	emptyRequest,
} from '../contract.ts';
import { ApiError } from '../errors.ts';
import { limitBySession } from '../middleware/rate-limit.ts';
import { checkParameters, queryOf } from '../parameters.ts';
import { fromPages, readJsonObject } from '../read-body.ts';
import {
	acceptOffer,
	findAuthorization,
	findOccasion,
	findOffers,
	type Occasion,
	revoke,
	storeOffer,
} from '../store/authorizations.ts';
import { accountOf, institutionOf } from '../store/connections.ts';
import { sha256 } from '../store/hash.ts';
import { newId } from '../store/ids.ts';
import type { AuthorizationRow, ConnectionRow } from '../store/schema.ts';

/** How long after its Link token's end an authorization is offered and accepted: people read. */
const graceMs = 60 * 60 * 1000;

/** `POST /v1/authorizations`: offers one, or accepts what was offered. */
export async function createAuthorization(c: Context<AppEnv>): Promise<Response> {
	const request = checkParameters(authorizationRequest, await readJsonObject(c.req.raw, fromPages));
	await limitBySession(c, request.link_token);
	const [linkTokenHash, sessionHash] = await Promise.all([
		sha256(request.link_token),
		request.session === undefined ? null : sha256(request.session),
	]);
	const { occasion, connection } = await findOccasion(c.get('database'), {
		linkTokenHash,
		sessionHash,
		connectionId: request.connection,
	});
	if (!occasion) throw new ApiError('link_session_not_found', { param: 'link_token' });
	if (c.get('now')() >= occasion.expiresAt + graceMs) throw new ApiError('link_token_expired');
	if (!connection) throw new ApiError('connection_not_found', { param: 'connection' });
	if (connection.status === 'removed') throw new ApiError('connection_removed', { param: 'connection' });

	const row =
		request.accept === undefined
			? await offer(c, { request, linkTokenHash, occasion, connection })
			: await accept(c, { id: request.accept, linkTokenHash, connection });
	const answer: AuthorizationAnswer = {
		authorization: row.id,
		text: (await shownOf(c.get('seal'), row)).text,
		accepted_at: row.acceptedAt === null ? null : new Date(row.acceptedAt).toISOString(),
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** What stands already, what was offered before, or a new one. */
async function offer(
	c: Context<AppEnv>,
	given: {
		request: AuthorizationRequest;
		linkTokenHash: string;
		occasion: Occasion;
		connection: ConnectionRow;
	},
): Promise<AuthorizationRow> {
	const { request, linkTokenHash, occasion, connection } = given;
	const { sessionId, person, kind: asked, amount } = occasion;
	const kind = asked ?? 'one_time';
	const now = c.get('now')();
	const database = c.get('database');
	const account = accountOf(connection);
	// The exchange has not ended: its answer comes before this question.
	if (!account) throw new ApiError('exchange_in_progress');

	const told: { name?: string; email?: string } =
		person && sessionId ? JSON.parse(await c.get('seal').open(person, sessionId)) : {};
	const name = told.name ?? request.name?.trim();
	for (const row of await findOffers(database, {
		connectionId: connection.id,
		linkTokenHash,
		kind,
		amount,
		now,
	})) {
		const shown = await shownOf(c.get('seal'), row);
		// Another account has been chosen since.
		if (shown.account !== account.id) continue;
		if (row.acceptedAt !== null || name === undefined || shown.name === name) return row;
	}
	if (name === undefined) throw new ApiError('holder_name_required', { param: 'name' });

	const id = newId('auth');
	const text = authorizationText({
		merchant: c.get('config').clientName,
		name,
		account,
		institution: institutionOf(connection),
		kind,
		amount,
		now,
	});
	const shown: Shown = { text, name, account: account.id, email: told.email };
	const row = {
		id,
		connectionId: connection.id,
		linkTokenHash,
		kind,
		amount,
		shown: await c.get('seal').seal(JSON.stringify(shown), id),
		textVersion,
		livemode: connection.livemode,
		lastEventId: null,
		createdAt: now,
	};
	await storeOffer(database, row);
	return { ...row, acceptedAt: null, acceptance: null, paymentId: null, mandate: null, revokedAt: null };
}

async function accept(
	c: Context<AppEnv>,
	given: { id: string; linkTokenHash: string; connection: ConnectionRow },
): Promise<AuthorizationRow> {
	const { id, linkTokenHash, connection } = given;
	const found = await findAuthorization(c.get('database'), id);
	if (found?.linkTokenHash !== linkTokenHash || found.connectionId !== connection.id)
		throw new ApiError('authorization_not_found', { param: 'accept' });
	const acceptance: Acceptance = {
		ip_address: c.req.header('CF-Connecting-IP') ?? '127.0.0.1',
		user_agent: c.req.header('User-Agent')?.slice(0, 500) || 'unknown',
	};
	const { row, waiting } = await acceptOffer(c.get('database'), found, {
		acceptance: await c.get('seal').seal(JSON.stringify(acceptance), id),
		now: c.get('now')(),
	});
	if (row.revokedAt !== null) throw new ApiError('authorization_revoked');
	c.get('announce')(waiting);
	return row;
}

/** `GET /v1/authorizations/:id` */
export async function getAuthorization(c: Context<AppEnv>): Promise<Response> {
	checkParameters(connectionQuery, queryOf(c.req.raw));
	return answer(c, await authorizationOf(c));
}

/** `POST /v1/authorizations/:id/revoke`: no payment is made under it any more. */
export async function revokeAuthorization(c: Context<AppEnv>): Promise<Response> {
	checkParameters(emptyRequest, await readJsonObject(c.req.raw));
	const { row, waiting } = await revoke(c.get('database'), await authorizationOf(c), c.get('now')());
	c.get('announce')(waiting);
	return answer(c, row);
}

async function authorizationOf(c: Context<AppEnv>): Promise<AuthorizationRow> {
	const row = await findAuthorization(c.get('database'), c.req.param('id') ?? '');
	if (!row) throw new ApiError('authorization_not_found');
	return row;
}

async function answer(c: Context<AppEnv>, row: AuthorizationRow): Promise<Response> {
	const { text, name } = await shownOf(c.get('seal'), row);
	const body: Authorization = {
		id: row.id,
		object: 'authorization',
		connection: row.connectionId,
		status: statusOf(row),
		kind: row.kind,
		amount: row.amount,
		currency: 'usd',
		text,
		text_version: row.textVersion,
		name,
		accepted_at: time(row.acceptedAt),
		...((await acceptanceOf(c.get('seal'), row)) ?? { ip_address: null, user_agent: null }),
		revoked_at: time(row.revokedAt),
		mandate: row.mandate,
		livemode: row.livemode,
		created_at: new Date(row.createdAt).toISOString(),
		request_id: c.get('requestId'),
	};
	return c.json(body);
}

const statusOf = ({ kind, acceptedAt, revokedAt, paymentId }: AuthorizationRow): Authorization['status'] => {
	if (revokedAt !== null) return 'revoked';
	if (acceptedAt === null) return 'offered';
	return kind === 'one_time' && paymentId !== null ? 'used' : 'accepted';
};

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

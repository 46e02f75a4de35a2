/**
 * The server of Link's dialog. `protocol.ts` documents its paths. It answers the dialog that the sandbox itself
 * serves, and refuses pages of other origins.
 */
import { type Context, Hono } from 'hono';
import { PlaidRefusal, refuse } from '../plaid/errors.ts';
import { findLinkToken } from '../plaid/link-tokens.ts';
import type { LinkToken } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { bankPageRoutes } from './bank-page/routes.ts';
import { createEvent, type EventIds, takeEvents } from './events.ts';
import { offeredInstitutions, preselectInstitution } from './institutions.ts';
import { findReturningRequest, returnFromBank } from './oauth.ts';
import { exit, refuseOpening, refuseReturn } from './outcome.ts';
import type { Answer, InstitutionList, LayerAnswer, Refusal } from './protocol.ts';
import { type Body, boolean, readJson, text } from './read-body.ts';
import { answerOf, institutionChoice } from './screen.ts';
import type { OAuthRequest, OpenSession } from './session.ts';
import { stepHandlers } from './step-table.ts';
import { linkError, openSession } from './transitions.ts';

export function linkServer(state: State): Hono {
	const sessions = new Map<string, OpenSession>();
	const app = new Hono();

	/** A reset of the sandbox deletes link tokens, which ends their sessions. */
	const isAlive = ({ linkToken }: OpenSession) => state.linkTokens.get(linkToken.linkToken) === linkToken;
	const findOAuthRequest = (stateId: string): OAuthRequest | undefined =>
		[...sessions.values()]
			.filter(isAlive)
			.flatMap(({ oauthRequests }) => oauthRequests)
			.find((request) => request.stateId === stateId);

	app.use('/link/*', async (c, next) => {
		const origin = c.req.header('origin');
		if (origin !== undefined && origin !== 'null' && origin !== new URL(c.req.url).origin) {
			const refusal = refuse(
				'INVALID_HEADERS',
				`Link's sessions are for the sandbox's own pages, not for ${origin}`,
			);
			return c.json(refusalJson(refusal, newIds(state)), 403);
		}
		await next();
		c.header('cache-control', 'no-store');
	});
	app.route('/', bankPageRoutes(state, findOAuthRequest));

	app.post('/link/institutions', (c) =>
		respond(c, newIds(state), async (ids): Promise<InstitutionList> => {
			const body = await readJson(c);
			const linkToken = findLinkToken(state, text(body, 'link_token'));
			if (linkToken instanceof PlaidRefusal) return refuseOpening(state, linkToken, ids);
			if (linkToken.updateItemId !== null) return refuseOpening(state, notInUpdateMode, ids);
			const query = text(body, 'query');
			return {
				type: 'institutions',
				query,
				language: linkToken.request.language,
				institutions: offeredInstitutions(linkToken, query).map(institutionChoice),
			};
		}),
	);

	app.post('/link/layer', (c) =>
		respond(c, newIds(state), async (ids): Promise<LayerAnswer> => {
			const body = await readJson(c);
			const linkToken = findLinkToken(state, text(body, 'link_token'));
			if (linkToken instanceof PlaidRefusal) return refuseOpening(state, linkToken, ids);
			const name = 'date_of_birth' in body ? 'LAYER_AUTOFILL_NOT_AVAILABLE' : 'LAYER_NOT_AVAILABLE';
			return { type: 'layer', event: createEvent(state, ids, { name }) };
		}),
	);

	app.post('/link/session', (c) =>
		respond(c, newIds(state), async (ids): Promise<Answer> => {
			const body = await readJson(c);
			const linkToken = findLinkToken(state, text(body, 'link_token'));
			if (linkToken instanceof PlaidRefusal) return refuseOpening(state, linkToken, ids);
			return 'received_redirect_uri' in body
				? resumeSession(linkToken, text(body, 'received_redirect_uri'), ids)
				: answerWithEvents(startSession(linkToken, body));
		}),
	);

	app.post('/link/session/:id/:call', (c) => {
		const { id, call } = c.req.param();
		return respond(c, { ...newIds(state), link_session_id: id }, async (ids): Promise<Answer> => {
			const session = sessions.get(id);
			if (!session || !isAlive(session)) {
				sessions.delete(id);
				return refuseOpening(state, refuse('INVALID_LINK_TOKEN'), ids);
			}
			const handler = Object.hasOwn(stepHandlers, call) ? stepHandlers[call] : undefined;
			if (!handler) throw refuse('NOT_FOUND', `a Link session has no call '${call}'`);
			const body = await readJson(c);
			session.requestId = ids.request_id;
			// After the end, every call returns the outcome again: the first response may have been lost.
			if (session.stage.step !== 'ended') {
				const linkToken = findLinkToken(state, session.linkToken.linkToken);
				if (linkToken instanceof PlaidRefusal) exit(state, session, linkError(linkToken));
				else handler(state, session, body);
			}
			// In a web view the bank's page replaces the merchant's, so this response must carry all events.
			return call === 'oauth_open' && session.webview ? answerWithEvents(session) : answerOf(state, session);
		});
	});

	function startSession(linkToken: LinkToken, body: Body): OpenSession {
		const session = openSession(state, linkToken, 'webview' in body && boolean(body, 'webview'));
		sessions.set(session.record.linkSessionId, session);
		if ('institution_id' in body && linkToken.updateItemId === null) {
			preselectInstitution(state, session, text(body, 'institution_id'));
		}
		return session;
	}

	function resumeSession(linkToken: LinkToken, receivedRedirectUri: string, ids: EventIds): Answer {
		try {
			const request = findReturningRequest(linkToken, receivedRedirectUri, findOAuthRequest);
			request.session.requestId = ids.request_id;
			returnFromBank(state, request);
			return answerWithEvents(request.session);
		} catch (error) {
			if (!(error instanceof PlaidRefusal)) throw error;
			return refuseReturn(state, error, ids);
		}
	}

	/** The answer with the events so far. In other answers, events come with the outcome only. */
	function answerWithEvents(session: OpenSession): Answer {
		const answer = answerOf(state, session);
		return answer.type === 'progress' ? { ...answer, events: takeEvents(session) } : answer;
	}

	return app;
}

const notInUpdateMode = refuse('INVALID_FIELD', 'embedded Link cannot be used in update mode');

const newIds = (state: State): EventIds => ({
	link_session_id: state.ids.linkSession(),
	request_id: state.ids.plaidRequest(),
});

/** Responds with the result, or with the refusal that the work throws. Other errors are bugs and are thrown on. */
async function respond<Result extends object>(
	c: Context,
	ids: EventIds,
	work: (ids: EventIds) => Promise<Result>,
): Promise<Response> {
	try {
		return c.json(await work(ids));
	} catch (error) {
		if (!(error instanceof PlaidRefusal)) throw error;
		return c.json(refusalJson(error, ids), 400);
	}
}

const refusalJson = (refusal: PlaidRefusal, ids: EventIds): Refusal => ({
	error: linkError(refusal),
	...ids,
});

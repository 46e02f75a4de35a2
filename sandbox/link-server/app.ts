import { type Context, Hono } from 'hono';
import { PlaidRefusal, refuse } from '../plaid/errors.ts';
import { findLinkToken } from '../plaid/link-tokens.ts';
import type { LinkToken } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { bankPages } from './bank-page/routes.ts';
import { chooseAccounts, submitCredentials, submitMfa } from './credentials.ts';
import { createEvent, takeEvents } from './events.ts';
import * as institutions from './institutions.ts';
import { submitCode } from './microdeposits.ts';
import { submitNumbers } from './numbers.ts';
import { checkBank, findReturn, type OAuthRequest, openBank, returnFromBank } from './oauth.ts';
import { askToLeave, exit, finish, refusedOpening, refusedReturn, stay } from './outcome.ts';
import type { Answer, InstitutionList, LayerAnswer, Refusal } from './protocol.ts';
import { type Body, flag, jsonBody, text, texts } from './read-body.ts';
import { answerOf, institutionChoice } from './screen.ts';
import { linkError, type OpenSession, openSession } from './session.ts';

type Step = (state: State, session: OpenSession, body: Body) => void;

/** What the dialog can ask for at its steps; the session refuses what is not its turn. */
const calls: Record<string, Step> = {
	consent: institutions.giveConsent,
	method: (state, session, body) => institutions.chooseMethod(state, session, text(body, 'method')),
	search: (state, session, body) => institutions.searchInstitutions(state, session, text(body, 'query')),
	institution: (state, session, body) =>
		institutions.chooseInstitution(state, session, text(body, 'institution_id')),
	onward: institutions.goOnward,
	credentials: (state, session, body) =>
		submitCredentials(state, session, {
			username: text(body, 'username'),
			password: text(body, 'password'),
		}),
	mfa: (state, session, body) => submitMfa(state, session, texts(body, 'answers')),
	oauth_open: openBank,
	oauth_check: (state, session, body) => checkBank(state, session, flag(body, 'closed')),
	accounts: (state, session, body) => chooseAccounts(state, session, texts(body, 'account_ids')),
	numbers: (state, session, body) =>
		submitNumbers(state, session, {
			routing: text(body, 'routing'),
			account: text(body, 'account'),
			name: text(body, 'name'),
			subtype: text(body, 'subtype'),
		}),
	code: (state, session, body) => submitCode(state, session, text(body, 'code')),
	retry: institutions.retry,
	back: institutions.goBack,
	finish,
	ask: askToLeave,
	stay,
	exit: (state, session) => exit(state, session),
};

/**
 * The server's side of Link's dialog, for the frame that the sandbox itself serves: a page of another origin
 * is refused, and nothing here has CORS headers. Paths and shapes are told in `wire.ts`.
 */
export function linkServer(state: State): Hono {
	const sessions = new Map<string, OpenSession>();
	const app = new Hono();

	/** A reset of the sandbox takes link tokens away, and with them their sessions. */
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
			return c.json(refusalOf(refusal, newIds(state)), 403);
		}
		await next();
		c.header('cache-control', 'no-store');
	});
	app.route('/', bankPages(state, findOAuthRequest));

	app.post('/link/institutions', (c) =>
		answered(c, newIds(state), async (ids): Promise<InstitutionList> => {
			const body = await jsonBody(c);
			const linkToken = findLinkToken(state, text(body, 'link_token'));
			if (linkToken instanceof PlaidRefusal) return refusedOpening(state, linkToken, ids);
			if (linkToken.updateItemId !== null) return refusedOpening(state, notInUpdateMode, ids);
			const query = text(body, 'query');
			return {
				type: 'institutions',
				query,
				language: linkToken.request.language,
				institutions: institutions.offeredInstitutions(linkToken, query).map(institutionChoice),
			};
		}),
	);

	app.post('/link/layer', (c) =>
		answered(c, newIds(state), async (ids): Promise<LayerAnswer> => {
			const body = await jsonBody(c);
			const linkToken = findLinkToken(state, text(body, 'link_token'));
			if (linkToken instanceof PlaidRefusal) return refusedOpening(state, linkToken, ids);
			const name = 'date_of_birth' in body ? 'LAYER_AUTOFILL_NOT_AVAILABLE' : 'LAYER_NOT_AVAILABLE';
			return { type: 'layer', event: createEvent(state, ids, name) };
		}),
	);

	app.post('/link/session', (c) =>
		answered(c, newIds(state), async (ids): Promise<Answer> => {
			const body = await jsonBody(c);
			const linkToken = findLinkToken(state, text(body, 'link_token'));
			if (linkToken instanceof PlaidRefusal) return refusedOpening(state, linkToken, ids);
			if ('received_redirect_uri' in body) {
				try {
					const request = findReturn(linkToken, text(body, 'received_redirect_uri'), findOAuthRequest);
					request.session.requestId = ids.request_id;
					returnFromBank(state, request);
					return opened(request.session);
				} catch (error) {
					if (!(error instanceof PlaidRefusal)) throw error;
					return refusedReturn(state, error, ids);
				}
			}
			return opened(begin(linkToken, body));
		}),
	);

	function begin(linkToken: LinkToken, body: Body): OpenSession {
		const session = openSession(state, linkToken, 'webview' in body && flag(body, 'webview'));
		sessions.set(session.record.linkSessionId, session);
		if ('institution_id' in body && linkToken.updateItemId === null) {
			institutions.chooseBeforehand(state, session, text(body, 'institution_id'));
		}
		return session;
	}

	/** OPEN is told at once, and so is what a return from the bank has brought about until then. */
	function opened(session: OpenSession): Answer {
		const answer = answerOf(state, session);
		return answer.type === 'progress' ? { ...answer, events: takeEvents(session) } : answer;
	}

	app.post('/link/session/:id/:call', (c) => {
		const { id, call } = c.req.param();
		return answered(c, { ...newIds(state), link_session_id: id }, async (ids): Promise<Answer> => {
			const session = sessions.get(id);
			if (!session || !isAlive(session)) {
				sessions.delete(id);
				return refusedOpening(state, refuse('INVALID_LINK_TOKEN'), ids);
			}
			const step = Object.hasOwn(calls, call) ? calls[call] : undefined;
			if (!step) throw refuse('NOT_FOUND', `a Link session has no call '${call}'`);
			const body = await jsonBody(c);
			session.requestId = ids.request_id;
			// Whoever asks again after the end is told how it ended: the first answer may have been lost.
			if (session.stage.step !== 'ended') {
				const linkToken = findLinkToken(state, session.linkToken.linkToken);
				if (linkToken instanceof PlaidRefusal) exit(state, session, linkError(linkToken));
				else step(state, session, body);
			}
			// The page may be left for the bank's: it could not be told at the end.
			return call === 'oauth_open' && session.webview ? opened(session) : answerOf(state, session);
		});
	});

	return app;
}

const notInUpdateMode = refuse('INVALID_FIELD', 'embedded Link cannot be used in update mode');

const newIds = (state: State) => ({
	link_session_id: state.ids.linkSession(),
	request_id: state.ids.plaidRequest(),
});

type RequestIds = ReturnType<typeof newIds>;

/** Answers with what the work gives, or with the refusal that it throws. Other errors are ours: thrown on. */
async function answered<Result extends object>(
	c: Context,
	ids: RequestIds,
	work: (ids: RequestIds) => Promise<Result>,
): Promise<Response> {
	try {
		return c.json(await work(ids));
	} catch (error) {
		if (!(error instanceof PlaidRefusal)) throw error;
		return c.json(refusalOf(error, ids), 400);
	}
}

const refusalOf = (refusal: PlaidRefusal, ids: RequestIds): Refusal => ({
	error: linkError(refusal),
	...ids,
});

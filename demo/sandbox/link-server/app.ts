import { type Context, Hono } from 'hono';
import type { SandboxContext } from '../context.ts';
import { PlaidRefusal, refuse } from '../plaid/errors.ts';
import { findLinkToken } from '../plaid/link-tokens.ts';
import type { State } from '../state.ts';
import { exit, finish, refusedOpening } from './outcome.ts';
import { answerOf } from './screen.ts';
import * as steps from './session.ts';
import type { Answer, Refusal } from './wire.ts';

type Body = Record<string, unknown>;
type Step = (state: State, session: steps.OpenSession, body: Body) => void;

/** What the dialog can ask for at its steps; the session refuses what is not its turn. */
const calls: Record<string, Step> = {
	consent: steps.giveConsent,
	search: (state, session, body) => steps.searchInstitutions(state, session, text(body, 'query')),
	institution: (state, session, body) =>
		steps.chooseInstitution(state, session, text(body, 'institution_id')),
	credentials: (state, session, body) =>
		steps.submitCredentials(state, session, {
			username: text(body, 'username'),
			password: text(body, 'password'),
		}),
	accounts: (state, session, body) => steps.chooseAccounts(state, session, texts(body, 'account_ids')),
	back: steps.goBack,
	finish,
	exit: (state, session) => exit(state, session),
};

/**
 * The server's side of Link's dialog, for the frame that the sandbox itself serves: a page of another origin
 * is refused, and nothing here has CORS headers. Paths and shapes are told in `wire.ts`.
 */
export function linkServer({ state }: SandboxContext): Hono {
	const sessions = new Map<string, steps.OpenSession>();
	const app = new Hono();

	app.use('/link/session/*', async (c, next) => {
		const origin = c.req.header('origin');
		if (origin !== undefined && origin !== new URL(c.req.url).origin) {
			const refusal = refuse(
				'INVALID_HEADERS',
				`Link's sessions are for the sandbox's own pages, not for ${origin}`,
			);
			return c.json(refusalOf(refusal, newIds(state)), 403);
		}
		await next();
		c.header('cache-control', 'no-store');
	});

	app.post('/link/session', (c) =>
		answered(c, newIds(state), async (ids) => {
			const linkToken = findLinkToken(state, text(await jsonBody(c), 'link_token'));
			if (linkToken instanceof PlaidRefusal) return refusedOpening(state, linkToken, ids);
			const session = steps.openSession(state, linkToken);
			sessions.set(session.record.linkSessionId, session);
			const [open] = session.events;
			return open ? { ...answerOf(session), open } : answerOf(session);
		}),
	);

	app.post('/link/session/:id/:call', (c) => {
		const { id, call } = c.req.param();
		return answered(c, { ...newIds(state), link_session_id: id }, async (ids) => {
			const session = sessions.get(id);
			// A reset of the sandbox takes link tokens away, and with them their sessions.
			if (!session || state.linkTokens.get(session.linkToken.linkToken) !== session.linkToken) {
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
				if (linkToken instanceof PlaidRefusal) exit(state, session, steps.linkError(linkToken));
				else step(state, session, body);
			}
			return answerOf(session);
		});
	});

	return app;
}

const newIds = (state: State) => ({
	link_session_id: state.ids.linkSession(),
	request_id: state.ids.plaidRequest(),
});

type RequestIds = ReturnType<typeof newIds>;

/** Answers with what the work gives, or with the refusal that it throws. Other errors are ours: thrown on. */
async function answered(c: Context, ids: RequestIds, work: (ids: RequestIds) => Promise<Answer>) {
	try {
		return c.json(await work(ids));
	} catch (error) {
		if (!(error instanceof PlaidRefusal)) throw error;
		return c.json(refusalOf(error, ids), 400);
	}
}

const refusalOf = (refusal: PlaidRefusal, ids: RequestIds): Refusal => ({
	error: steps.linkError(refusal),
	...ids,
});

async function jsonBody(c: Context): Promise<Body> {
	const body: unknown = await c.req.json().catch(() => null);
	if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refuse('INVALID_BODY');
	return body as Body;
}

function text(body: Body, field: string): string {
	const value = body[field];
	if (typeof value !== 'string') throw refuse('INVALID_FIELD', `${field} must be a string`);
	return value;
}

function texts(body: Body, field: string): string[] {
	const value = body[field];
	if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
		throw refuse('INVALID_FIELD', `${field} must be an array of strings`);
	}
	return value;
}

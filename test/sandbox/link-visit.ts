/** A client of Link's server, as the dialog is one, in process and with the test's own clock. */
import type { Hono } from 'hono';
import { beforeEach } from 'vitest';
import { createClock } from '../../sandbox/clock.ts';
import { linkServer } from '../../sandbox/link-server/app.ts';
import type { Answer, Outcome, Progress, Refusal } from '../../sandbox/link-server/protocol.ts';
import { createLinkToken } from '../../sandbox/plaid/link-tokens.ts';
import type { LinkToken } from '../../sandbox/plaid/records.ts';
import { createState, type State } from '../../sandbox/state.ts';

export const origin = 'http://localhost:8788';

export type LinkRequest = Partial<LinkToken['request']>;

/** A new Link server for each test of a file. */
export function linkPerTest() {
	const link = {
		...createLink(),
		/** Opens Link with a new link token. */
		visit: (request?: LinkRequest) => visitLink(link.app, createToken(link.state, request).linkToken),
		/** Opens Link and selects an institution. */
		openAt: async (institution_id: string, request?: LinkRequest) => {
			const opened = await link.visit(request);
			await opened.step('consent');
			return { opened, screen: await opened.step('institution', { institution_id }) };
		},
	};
	beforeEach(() => {
		Object.assign(link, createLink());
	});
	return link;
}

export function createLink(): { state: State; app: Hono } {
	const state: State = createState(
		'link',
		createClock({ now: () => Date.UTC(2026, 10, 21, 12) }, () => state.tasks),
	);
	return { state, app: linkServer(state) };
}

export const createToken = (state: State, request: LinkRequest = {}, updateItemId: string | null = null) =>
	createLinkToken(state, {
		clientId: 'client',
		updateItemId,
		request: {
			client_name: 'Paper & Pine',
			language: 'en',
			country_codes: ['US'],
			products: ['auth'],
			webhook: 'https://shop.example/plaid',
			...request,
		},
	});

/** Any response; its properties show which. */
export type AnyAnswer = { type?: Answer['type'] } & Partial<Omit<Progress, 'type'>> & Refusal;

/** Link's server, alone (`createLink`) or as part of a whole sandbox. */
export type LinkServer = { request(url: string, init: RequestInit): Response | Promise<Response> };

export type Visit = {
	/** What `/link/session` answered. */
	start: AnyAnswer;
	/** One call of the session, with any response. */
	call(path: string, body?: unknown): Promise<AnyAnswer>;
	/** The screen after a call. Throws if there is none. */
	step(path: string, body?: unknown): Promise<Progress['screen']>;
	end(path: 'finish' | 'exit'): Promise<Outcome>;
};

export async function visitLink(app: LinkServer, linkToken: string): Promise<Visit> {
	const start = await post(app, '/link/session', { link_token: linkToken });
	const call = (path: string, body: unknown = {}) =>
		post(app, `/link/session/${start.link_session_id}/${path}`, body);
	return {
		start,
		call,
		step: async (path, body) => {
			const answer = await call(path, body);
			if (!answer.screen) throw new Error(`${path} was answered by ${JSON.stringify(answer)}`);
			return answer.screen;
		},
		end: async (path) => {
			const answer = await call(path);
			if (answer.type !== 'success' && answer.type !== 'exit') {
				throw new Error(`${path} was answered by ${JSON.stringify(answer)}`);
			}
			return answer as unknown as Outcome;
		},
	};
}

/** Goes from consent to the accounts of First Platypus Bank. Returns the offered accounts. */
export async function signIn({ step }: Visit, login = { username: 'user_good', password: 'pass_good' }) {
	await step('consent');
	await step('institution', { institution_id: 'ins_109508' });
	const screen = await step('credentials', login);
	return screen.step === 'accounts' ? screen.accounts : [];
}

async function post(app: LinkServer, path: string, body: unknown): Promise<AnyAnswer> {
	const response = await app.request(`${origin}${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin },
		body: JSON.stringify(body),
	});
	return (await response.json()) as AnyAnswer;
}

/** The events of an outcome, each with its view or its kind of MFA. */
export const namesOf = (outcome: Outcome) =>
	outcome.events.map(({ name, metadata }) =>
		[name, metadata.view_name ?? metadata.mfa_type].filter(Boolean).join(' '),
	);

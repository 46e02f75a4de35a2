/** Calls Link's server. The functions throw `RefusalError` if it refuses, and other errors if it is unreachable. */
import type { Answer, InstitutionList, LayerAnswer, Refusal } from '../../link-server/protocol.ts';

/** The server refused the call. The message is for the shopper, if there is one for the shopper. */
export class RefusalError extends Error {
	override name = 'RefusalError';
	constructor({ error }: Refusal) {
		super(error.display_message ?? error.error_message);
	}
}

/** The calls of a session, with their bodies. `link-server/protocol.ts` describes them. */
export type Calls = {
	consent: Record<string, never>;
	method: { method: 'login' | 'numbers' };
	search: { query: string };
	institution: { institution_id: string };
	onward: Record<string, never>;
	credentials: { username: string; password: string };
	mfa: { answers: string[] };
	oauth_open: Record<string, never>;
	oauth_check: { closed: boolean };
	accounts: { account_ids: string[] };
	numbers: { routing: string; account: string; name: string; subtype: string };
	code: { code: string };
	retry: Record<string, never>;
	back: Record<string, never>;
	finish: Record<string, never>;
	ask: Record<string, never>;
	stay: Record<string, never>;
	exit: Record<string, never>;
};

/** How the page opens Link. */
export type Opening = {
	link_token: string;
	webview?: boolean;
	institution_id?: string;
	received_redirect_uri?: string;
};

export function startSession(opening: Opening, signal: AbortSignal): Promise<Answer> {
	return post('/link/session', opening, signal);
}

/** The institutions of an embedded search. */
export function listInstitutions(
	link_token: string,
	query: string,
	signal: AbortSignal,
): Promise<InstitutionList> {
	return post('/link/institutions', { link_token, query }, signal);
}

/** Passes on what the page submits to Layer. */
export function submitToLayer(link_token: string, data: object): Promise<LayerAnswer> {
	return post('/link/layer', { link_token, ...data }, new AbortController().signal);
}

export function callSession<C extends keyof Calls>(
	sessionId: string,
	{ call, body }: { call: C; body: Calls[C] },
	signal: AbortSignal,
): Promise<Answer> {
	return post(`/link/session/${encodeURIComponent(sessionId)}/${call}`, body, signal);
}

async function post<A extends { type: string }>(path: string, body: object, signal: AbortSignal): Promise<A> {
	const response = await fetch(path, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		signal,
	});
	const answer: A | Refusal = await response.json();
	if (!('type' in answer)) throw 'error' in answer ? new RefusalError(answer) : new Error('Not an answer.');
	if (!response.ok) throw new Error(`The sandbox answered ${response.status}.`);
	return answer;
}

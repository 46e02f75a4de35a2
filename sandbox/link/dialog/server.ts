import type { Answer, InstitutionList, LayerAnswer, Refusal } from '../../link-server/protocol.ts';

/** The server said no; its message is for the shopper where there is one. */
export class RefusalError extends Error {
	override name = 'RefusalError';
	constructor({ error }: Refusal) {
		super(error.display_message ?? error.error_message);
	}
}

/** What can be asked of a session, with its body. */
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
export type Call = keyof Calls;

/** How Link is to be opened. */
export type Opening = {
	link_token: string;
	webview?: boolean;
	institution_id?: string;
	received_redirect_uri?: string;
};

/** @throws {RefusalError} the server refused; anything else: it was not reached, or the signal aborted */
export function startSession(opening: Opening, signal: AbortSignal): Promise<Answer> {
	return post('/link/session', opening, signal);
}

/** The banks of `createEmbedded`. @throws as `startSession` */
export function listInstitutions(
	link_token: string,
	query: string,
	signal: AbortSignal,
): Promise<InstitutionList> {
	return post('/link/institutions', { link_token, query }, signal);
}

/** What comes of `submit`. @throws as `startSession` */
export function submitToLayer(link_token: string, data: object): Promise<LayerAnswer> {
	return post('/link/layer', { link_token, ...data }, new AbortController().signal);
}

/** @throws {RefusalError} the server refused; anything else: it was not reached, or the signal aborted */
export function callSession<C extends Call>(
	session: string,
	call: C,
	body: Calls[C],
	signal: AbortSignal,
): Promise<Answer> {
	return post(`/link/session/${encodeURIComponent(session)}/${call}`, body, signal);
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

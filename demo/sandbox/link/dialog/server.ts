import type { Answer, Refusal } from '../../link-server/wire.ts';

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
	search: { query: string };
	institution: { institution_id: string };
	credentials: { username: string; password: string };
	accounts: { account_ids: string[] };
	back: Record<string, never>;
	finish: Record<string, never>;
	exit: Record<string, never>;
};
export type Call = keyof Calls;

/** @throws {RefusalError} the server refused; anything else: it was not reached, or the signal aborted */
export function startSession(linkToken: string, signal: AbortSignal): Promise<Answer> {
	return post('/link/session', { link_token: linkToken }, signal);
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

async function post(path: string, body: object, signal: AbortSignal): Promise<Answer> {
	const response = await fetch(path, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		signal,
	});
	const answer: Answer | Refusal = await response.json();
	if ('error' in answer && !('type' in answer)) throw new RefusalError(answer);
	if (!response.ok || !('type' in answer)) throw new Error(`The sandbox answered ${response.status}.`);
	return answer;
}

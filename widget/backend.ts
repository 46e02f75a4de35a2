import type {
	AuthorizationAnswer,
	AuthorizationRequest,
	BankAccountTokenAnswer,
	BankAccountTokenRequest,
	ErrorAnswer,
	LinkTokenAnswer,
	LinkTokenRequest,
} from '../worker/contract.ts';
import { Failure } from './failure.ts';

type Routes = {
	link_tokens: [LinkTokenRequest, LinkTokenAnswer];
	bank_account_tokens: [BankAccountTokenRequest, BankAccountTokenAnswer];
	authorizations: [AuthorizationRequest, AuthorizationAnswer];
};

/** How long an answer may take before the backend counts as unreachable, in ms. */
const deadline = 30_000;
/** How long `/health` may take when we ask whether anybody is there, in ms. */
const probeDeadline = 5_000;
/** How long a call that may be repeated is tried again by itself, in ms. */
const patience = 60_000;

/**
 * Asks the backend once.
 * @throws {Failure} `offline`, `backend_unreachable`, `origin_not_allowed`, `backend_answer_invalid`, or what the
 * backend answers.
 */
export function ask<Route extends keyof Routes>(
	backend: string,
	route: Route,
	body: Routes[Route][0],
	signal: AbortSignal,
): Promise<Routes[Route][1]> {
	// Without a content type of its own, a page may send it at once: no preflight, which would double the way.
	return send(backend, route, signal, { method: 'POST', body: JSON.stringify(body) });
}

/** As `ask`, for whichever request. */
export async function send<Answer>(
	backend: string,
	route: string,
	signal: AbortSignal,
	init: RequestInit = {},
): Promise<Answer> {
	const url = `${backend}/v1/${route}`;
	let response: Response;
	let text: string;
	try {
		response = await fetch(url, {
			...init,
			credentials: 'omit',
			signal: AbortSignal.any([signal, AbortSignal.timeout(deadline)]),
		});
		text = await response.text();
	} catch (error) {
		signal.throwIfAborted();
		if (!navigator.onLine) throw new Failure('offline', 'The browser is offline.');
		// An exchange is asked for by pages that were given a link token: there, a dead network is just that.
		const late = (error as Error).name === 'TimeoutError';
		if (route === 'link_tokens' && !late && (await isThere(backend, signal)))
			throw new Failure(
				'origin_not_allowed',
				`${backend} is there, but does not answer this page: list ${location.origin} in ALLOWED_ORIGINS. If it is listed, the backend fails before it can answer: see its log.`,
				false,
			);
		throw new Failure(
			'backend_unreachable',
			`No answer from ${url}: check backend, the network, connect-src.`,
		);
	}
	let answer: (Answer & { error?: undefined }) | ErrorAnswer | undefined;
	try {
		answer = JSON.parse(text);
	} catch {}
	if (response.ok && answer && !answer.error) return answer;
	const error = answer?.error;
	if (!error?.code) {
		const { status } = response;
		const message = `${url} answered ${status}, but not as plaid-stripe-connect does: check backend.`;
		throw new Failure('backend_answer_invalid', message, status > 499 || status === 429);
	}
	throw new Failure(
		error.code,
		error.message,
		error.retryable,
		error.display_message,
		error.request_id,
		Number(response.headers.get('retry-after')) * 1000 || 0,
		error.connection,
	);
}

/** To a page of an unlisted origin, the backend's refusal looks like a dead network; an answer nobody reads does not. */
async function isThere(backend: string, signal: AbortSignal): Promise<boolean> {
	try {
		await fetch(`${backend}/health`, {
			mode: 'no-cors',
			cache: 'no-store',
			credentials: 'omit',
			signal: AbortSignal.any([signal, AbortSignal.timeout(probeDeadline)]),
		});
		return true;
	} catch {
		signal.throwIfAborted();
		return false;
	}
}

/**
 * As `ask`, and again after growing pauses while the failure is a passing one. The backend exchanges a public token
 * once however often it is asked, and accepts an authorization once: asking again is safe after any lost answer.
 */
export async function insist<Route extends keyof Routes>(
	backend: string,
	route: Route,
	body: Routes[Route][0],
	signal: AbortSignal,
): Promise<Routes[Route][1]> {
	const end = Date.now() + patience;
	for (let pause = 500; ; pause *= 2) {
		try {
			return await ask(backend, route, body, signal);
		} catch (error) {
			const wait = Math.max((error as Failure).retryAfter, pause * (0.5 + Math.random()));
			if (!(error as Failure).retryable || Date.now() + wait > end) throw error;
			await sleep(wait, signal);
		}
	}
}

const sleep = (ms: number, signal: AbortSignal) =>
	new Promise<void>((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			reject(signal.reason);
		};
		const timer = setTimeout(() => {
			signal.removeEventListener('abort', stop);
			resolve();
		}, ms);
		signal.addEventListener('abort', stop);
	});

import type {
	AuthorizationAnswer,
	AuthorizationRequest,
	BankAccountTokenAnswer,
	BankAccountTokenRequest,
	ErrorAnswer,
	LinkTokenAnswer,
	LinkTokenRequest,
} from '../../worker/contract.ts';
import { Failure } from './errors.ts';

/** What each route takes and answers. */
export type Routes = {
	link_tokens: { body: LinkTokenRequest; answer: LinkTokenAnswer };
	bank_account_tokens: { body: BankAccountTokenRequest; answer: BankAccountTokenAnswer };
	authorizations: { body: AuthorizationRequest; answer: AuthorizationAnswer };
};

export type RequestOptions = {
	/** The Worker's address: origin and path, without a slash at the end. */
	backend: string;
	signal: AbortSignal;
};

/** How long an answer may take before the backend counts as unreachable, in ms. */
const answerTimeout = 30_000;
/** How long `/health` may take when we only check whether the backend is running, in ms. */
const healthTimeout = 5_000;

/**
 * Posts once.
 * @throws {Failure} `offline`, `backend_unreachable`, `origin_not_allowed`, `backend_answer_invalid`, or the error that
 * the backend answers.
 */
export function post<Route extends keyof Routes>(
	route: Route,
	body: Routes[Route]['body'],
	options: RequestOptions,
): Promise<Routes[Route]['answer']> {
	// Without a content type of our own the browser sends no preflight, which would double the time.
	return request(route, { ...options, method: 'POST', body: JSON.stringify(body) });
}

/** Requests `path` below `/v1/`. Throws what `post` throws. */
export async function request<Answer>(
	path: string,
	{ backend, signal, ...init }: RequestOptions & RequestInit,
): Promise<Answer> {
	const url = `${backend}/v1/${path}`;
	let response: Response;
	let text: string;
	try {
		response = await fetch(url, {
			...init,
			credentials: 'omit',
			signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeout)]),
		});
		text = await response.text();
	} catch (error) {
		signal.throwIfAborted();
		if (!navigator.onLine) throw new Failure('offline', 'The browser is offline.');
		const timedOut = (error as Error).name === 'TimeoutError';
		// Only for the first request: a page that got a link token is allowed, and its later failures are the network's.
		if (path === 'link_tokens' && !timedOut && (await isRunning({ backend, signal })))
			throw new Failure(
				'origin_not_allowed',
				`${backend} is running, but does not answer this page: list ${location.origin} in ALLOWED_ORIGINS. If it is listed, the backend fails before it can answer: see its log.`,
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
	throw toFailure(url, response, answer?.error);
}

function toFailure(url: string, response: Response, error: WireError | undefined): Failure {
	const { status, headers } = response;
	if (!error?.code) {
		const passing = status >= 500 || status === 429;
		return new Failure(
			'backend_answer_invalid',
			`${url} answered ${status}, but not as plaid-stripe-connect does: check backend.`,
			{ retryable: passing, recovery: passing ? 'retry' : 'none' },
		);
	}
	return new Failure(error.code, error.message, {
		retryable: error.retryable,
		// An older backend sends none.
		recovery: error.recovery ?? (error.retryable ? 'retry' : 'none'),
		displayMessage: error.display_message,
		requestId: error.request_id,
		retryAfter: Number(headers.get('retry-after')) * 1000 || 0,
		connection: error.connection,
	});
}

type WireError = Partial<Pick<ErrorAnswer['error'], 'recovery'>> & Omit<ErrorAnswer['error'], 'recovery'>;

/**
 * A refused origin looks like a dead network to the page. A request whose answer the page does not read (`no-cors`)
 * succeeds if the backend is running.
 */
async function isRunning({ backend, signal }: RequestOptions): Promise<boolean> {
	try {
		await fetch(`${backend}/health`, {
			mode: 'no-cors',
			cache: 'no-store',
			credentials: 'omit',
			signal: AbortSignal.any([signal, AbortSignal.timeout(healthTimeout)]),
		});
		return true;
	} catch {
		signal.throwIfAborted();
		return false;
	}
}

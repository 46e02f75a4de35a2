import { post, type RequestOptions, type Routes } from './backend.ts';
import { Failure } from './errors.ts';

/** How long a request is repeated before its failure is reported, in ms. */
const giveUpAfter = 60_000;
/** The pause before the second attempt, in ms. It doubles with each attempt. */
const firstPause = 500;

/**
 * Posts, and posts again after growing pauses while the failure is temporary. Repeating is safe after any lost
 * answer: the backend exchanges a public token once and accepts an authorization once, however often it is requested.
 * @throws {Failure} The last attempt's.
 */
export async function postWithRetry<Route extends keyof Routes>(
	route: Route,
	body: Routes[Route]['body'],
	options: RequestOptions,
): Promise<Routes[Route]['answer']> {
	const end = Date.now() + giveUpAfter;
	for (let pause = firstPause; ; pause *= 2) {
		try {
			return await post(route, body, options);
		} catch (error) {
			if (!(error instanceof Failure && error.retryable)) throw error;
			// Between 0.5 and 1.5 times the pause, so that many pages do not return at the same moment.
			const wait = Math.max(error.retryAfter, pause * (0.5 + Math.random()));
			if (Date.now() + wait > end) throw error;
			await sleep(wait, options.signal);
		}
	}
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const abort = () => {
			clearTimeout(timer);
			reject(signal.reason);
		};
		const timer = setTimeout(() => {
			signal.removeEventListener('abort', abort);
			resolve();
		}, ms);
		signal.addEventListener('abort', abort);
	});
}

import type { Failure } from './failure.ts';
import type { FailureWords, SpokenWords } from './words.ts';

/** In English; the file of another language brings its own. */
const english: FailureWords = {
	offline: 'You are offline. Check your connection.',
	blocked: 'Your browser blocked this. Turn off ad blockers.',
	elsewhere: 'Another bank sign-in is open. Close it first.',
	framed: 'Open this page in a window of its own to connect your bank.',
	popup: 'Your bank’s window did not open. Allow pop-ups for this page.',
	stale: 'Your bank’s answer came too late. Please start again.',
	restart: 'Your bank could not be connected. Please start again.',
	never: 'Connecting a bank is not possible right now.',
};

const byCode: Record<string, keyof FailureWords> = {
	offline: 'offline',
	link_script_blocked: 'blocked',
	link_already_open: 'elsewhere',
	link_in_frame: 'framed',
	oauth_window_failed: 'popup',
	oauth_return_stale: 'stale',
};

/** What the shopper reads: words of Plaid's or the backend's where they speak the language, else ours. */
export function explain({ code, display, requestId, retryable }: Failure, spoken: SpokenWords): string {
	// Link speaks the shopper's language, the backend English.
	if (display && (spoken.language === 'en' || !requestId)) return display;
	const words = { ...english, ...spoken };
	const known = byCode[code];
	if (known) return words[known];
	return retryable
		? words.later
		: /^(link_|public_|exchange_|account_|session_)/.test(code)
			? words.restart
			: words.never;
}

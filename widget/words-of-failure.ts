import type { ElementErrorCode } from '../worker/contract.ts';
import type { Failure } from './failure.ts';
import type { FailureWords, SpokenWords } from './words.ts';

/** In English; the file of another language brings its own. */
export const english: FailureWords = {
	offline: 'You are offline. Check your connection.',
	blocked: 'Your browser blocked this. Turn off ad blockers.',
	elsewhere: 'Another bank sign-in is open. Close it first.',
	framed: 'Open this page in a window of its own to connect your bank.',
	popup: 'Your bank’s window did not open. Allow pop-ups for this page.',
	stale: 'Your bank’s answer came too late. Please start again.',
	bank: 'Your bank could not be reached just now.',
	already: 'This account is connected already.',
	kind: 'This account cannot be used. Connect a checking or savings account.',
	reload: 'This page was open for too long. Please load it again.',
	restart: 'Your bank could not be connected. Please start again.',
	never: 'Connecting a bank is not possible right now.',
};

const byCode: { [Code in ElementErrorCode]?: keyof FailureWords | 'unfinished' } = {
	offline: 'offline',
	link_script_blocked: 'blocked',
	link_already_open: 'elsewhere',
	link_in_frame: 'framed',
	oauth_window_failed: 'popup',
	oauth_return_stale: 'stale',
	bank_unavailable: 'bank',
	duplicate_connection: 'already',
	account_not_supported: 'kind',
	session_invalid: 'reload',
	session_expired: 'reload',
	exchange_in_progress: 'unfinished',
};

/** Codes that are over by beginning anew. */
const anew = /^(link_|public_|exchange_|account_|bank_|plaid_request_)/;

/** What the shopper reads: words of Plaid's or the backend's where they speak the language, else ours. */
export function explain({ code, display, requestId, retryable }: Failure, spoken: SpokenWords): string {
	// Link speaks the shopper's language, the backend English.
	if (display && (spoken.language === 'en' || !requestId)) return display;
	const words = { ...english, ...spoken };
	return words[byCode[code] ?? (retryable ? 'later' : anew.test(code) ? 'restart' : 'never')];
}

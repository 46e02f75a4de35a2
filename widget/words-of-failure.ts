import type { Failure } from './failure.ts';

/** A failure for which the backend has no words, in ours. */
export const explain = ({ code, retryable }: Failure) =>
	code === 'offline'
		? 'You are offline. Check your connection.'
		: code === 'link_script_blocked'
			? 'Your browser blocked this. Turn off ad blockers.'
			: code === 'link_already_open'
				? 'Another bank sign-in is open. Close it first.'
				: retryable
					? 'Your bank could not be reached just now.'
					: 'Connecting a bank is not possible right now.';

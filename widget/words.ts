import type { Failure } from './failure.ts';

/** What the element says to the shopper, in English. */
export const words = {
	idle: 'Connect your bank',
	loading: 'One moment…',
	open: 'Continue with your bank…',
	exchanging: 'Connecting your account…',
	connected: 'Bank connected',
	change: 'Change',
	again: 'Try again',
	required: 'Connect a bank account to continue.',
};

/** A failure for which the backend has no words, in ours. */
export const explain = ({ code, retryable }: Failure) =>
	code === 'offline'
		? 'You are offline. Check your connection.'
		: code === 'link_script_blocked'
			? 'Your browser blocked the bank sign-in. Allow it, or turn off your ad blocker.'
			: code === 'link_already_open'
				? 'Another bank sign-in is open. Finish or close it first.'
				: retryable
					? 'Your bank could not be reached just now.'
					: 'Connecting a bank is not possible right now.';

/** What the element says to the shopper, in English. */
export const words = {
	idle: 'Connect your bank',
	loading: 'One moment…',
	open: 'Continue with your bank…',
	exchanging: 'Connecting your account…',
	connected: 'Bank connected',
	change: 'Change',
	again: 'Try again',
	unreachable: 'Your bank could not be reached just now.',
	required: 'Connect a bank account to continue.',
};

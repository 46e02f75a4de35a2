/** Everything that the dialog says, in English. */
export const words = {
	sandbox: 'Sandbox: no real bank is contacted',
	close: 'Close',
	back: 'Back',
	loading: 'Getting things ready…',
	failed: 'Link could not start',
	retry: 'Try again',
	step: (number: number, of: number) => `Step ${number} of ${of}`,
	unreachable: 'The sandbox did not answer. Check that it is running, then try again.',
	alone: 'This page is the inside of Link. A page that embeds link-initialize.js opens it.',
	consent: {
		heading: (client: string) => `Connect a bank account to ${client}`,
		points: [
			['Nothing here is real', 'Every bank, login and balance in this sandbox is made up.'],
			['You choose the account', 'Only the one account that you pick is shared.'],
			['Leave whenever you like', 'Closing this window shares nothing.'],
		],
		submit: 'Continue',
	},
	search: {
		heading: 'Choose your bank',
		label: 'Search banks',
		list: 'Banks',
		count: (count: number) => (count === 1 ? '1 bank' : `${count} banks`),
		none: (query: string) => `No bank matches “${query}”`,
		advice: 'Check the spelling, or look through all of the sandbox’s banks.',
		clear: 'Show all',
	},
	credentials: {
		heading: (bank: string) => `Sign in to ${bank}`,
		offer: 'Test login',
		warning: 'Never type a real login here.',
		fill: 'Fill in',
		username: 'Username',
		password: 'Password',
		refused: 'The bank did not accept this login.',
		submit: 'Submit',
	},
	accounts: {
		heading: 'Choose an account',
		intro: (client: string) => `${client} will see this one and no other.`,
		submit: 'Continue',
	},
	finish: {
		heading: 'Your account is ready',
		intro: (client: string) => `Finish to share it with ${client}.`,
		submit: 'Finish',
	},
};

export const testLogin = { username: 'user_good', password: 'pass_good' };

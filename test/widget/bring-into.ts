import type { PlaidStripeConnect } from '../../widget/element.ts';
import {
	button,
	calls,
	chooseAccount,
	connect,
	lastCall,
	linkToken,
	openAuthorization,
	openLink,
	refusal,
	until,
} from './helpers.ts';

/** How to bring an element into each status. */
export const into: Record<string, (element: PlaidStripeConnect) => Promise<void>> = {
	idle: async () => {},
	loading: async (element) => {
		const before = calls.length;
		button(element).click();
		await until(() => calls.length > before);
	},
	ready: async (element) => {
		const before = calls.length;
		element.preload = 'eager';
		await until(() => calls.length > before);
		await lastCall().answer(linkToken());
		await until(() => element.status === 'ready');
	},
	open: (element) => openLink(element),
	exchanging: async (element) => {
		await openLink(element);
		await chooseAccount();
	},
	authorizing: openAuthorization,
	connected: connect,
	failed: async (element) => {
		await into.loading?.(element);
		await lastCall().answer(refusal('plaid_unavailable'), 503);
	},
};

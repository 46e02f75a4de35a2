/** Where a merchant who mounts the app in a Worker of their own may step in. */
import type { LinkTokenCreateRequest } from 'plaid';
import type { BankAccountTokenAnswer } from './contract.ts';

export type Hooks = {
	/**
	 * Before Plaid is asked for a Link token: what it returns is laid over the request. What it throws refuses the
	 * shopper, with the code `refused`.
	 */
	beforeLinkToken?: (
		request: LinkTokenCreateRequest,
		shopper: { clientUserId?: string; connection?: string | null; request: Request },
	) => Promise<Partial<LinkTokenCreateRequest> | undefined> | Partial<LinkTokenCreateRequest> | undefined;
	/**
	 * After a connection was made or repaired and stored, before the page hears of it; a repeat of the same request
	 * calls it again. What it throws is logged and changes nothing.
	 */
	afterConnection?: (
		made: Omit<BankAccountTokenAnswer, 'request_id'> & { clientUserId: string | null },
	) => Promise<void> | void;
};

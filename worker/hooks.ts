/** Functions of a merchant who mounts the app in their own Worker. */
import type { LinkTokenCreateRequest } from 'plaid';
import type { BankAccountTokenAnswer } from './contract.ts';

export type Hooks = {
	/**
	 * Runs before a Link token is created. The fields that it returns replace those of the request to Plaid. If it throws,
	 * the shopper gets the error `refused`.
	 */
	beforeLinkToken?: (
		request: LinkTokenCreateRequest,
		shopper: { clientUserId?: string; connection?: string | null; request: Request },
	) => Promise<Partial<LinkTokenCreateRequest> | undefined> | Partial<LinkTokenCreateRequest> | undefined;
	/**
	 * Runs after a connection was made or repaired and stored, before the page gets the answer. It runs again if the same
	 * request is repeated. If it throws, the error is logged and nothing else changes.
	 */
	afterConnection?: (
		made: Omit<BankAccountTokenAnswer, 'request_id'> & { clientUserId: string | null },
	) => Promise<void> | void;
};

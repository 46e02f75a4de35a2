/** What an authorization keeps sealed: what was shown, and who accepted it from where. */

import type { AuthorizationRow } from '../store/schema.ts';
import type { Seal } from '../store/seal.ts';

export type Shown = {
	text: string;
	/** The account holder's. */
	name: string;
	/** Plaid's id of the account that the text names: no other is debited under it. */
	account: string;
	/** Where the session told it: Stripe confirms the mandate to it. */
	email?: string | undefined;
};
export type Acceptance = { ip_address: string; user_agent: string };

export const shownOf = async (seal: Seal, { id, shown }: AuthorizationRow): Promise<Shown> =>
	JSON.parse(await seal.open(shown, id));

export const acceptanceOf = async (
	seal: Seal,
	{ id, acceptance }: AuthorizationRow,
): Promise<Acceptance | null> => (acceptance === null ? null : JSON.parse(await seal.open(acceptance, id)));

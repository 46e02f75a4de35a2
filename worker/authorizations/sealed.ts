/**
 * What is personal in an authorization is encrypted: the text with the holder's name, and who accepted it from where.
 * Both are JSON, sealed under the authorization's id.
 */
import type { AuthorizationRow } from '../store/schema.ts';
import type { Seal } from '../store/seal.ts';

/** The text that the shopper was shown, to the letter, and what it is about. */
export type SignedText = {
	text: string;
	/** The account holder's. */
	name: string;
	/** Plaid's id of the account that the text names. No other account is debited under it. */
	account: string;
	/** From the session, where it has one: Stripe sends its confirmation of the mandate there. */
	email?: string | undefined;
};

/** The browser that accepted, as Stripe wants it for the mandate. */
export type Acceptance = { ip_address: string; user_agent: string };

export const sealSignedText = (seal: Seal, signed: SignedText, id: string): Promise<string> =>
	seal.seal(JSON.stringify(signed), id);

export const openSignedText = async (seal: Seal, { id, shown }: AuthorizationRow): Promise<SignedText> =>
	JSON.parse(await seal.open(shown, id));

export const sealAcceptance = (seal: Seal, acceptance: Acceptance, id: string): Promise<string> =>
	seal.seal(JSON.stringify(acceptance), id);

/** Null until the authorization is accepted. */
export const openAcceptance = async (
	seal: Seal,
	{ id, acceptance }: AuthorizationRow,
): Promise<Acceptance | null> => (acceptance === null ? null : JSON.parse(await seal.open(acceptance, id)));

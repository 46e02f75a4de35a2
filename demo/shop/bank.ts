import type { Connection } from '../../worker/contract.ts';

/** The bank that an order is paid from, as far as the shop shows it. */
export type PayingBank = {
	institution: { id: string | null; name: string | null };
	/** The account that the shopper chose. */
	account: { name: string; mask: string | null } | null;
};

export const bankOf = ({ institution, account }: Connection): PayingBank => ({
	institution: { id: institution.id, name: institution.name },
	account: account && { name: account.name, mask: account.mask },
});

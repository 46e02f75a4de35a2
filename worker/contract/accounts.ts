/** Accounts and their balances. */
import * as v from 'valibot';

/** `GET /v1/connections/:id/accounts` */
export const accountsQuery = v.strictObject({
	/** `live` asks the bank (may take half a minute); `cached` is what Plaid saw last. */
	balances: v.optional(v.picklist(['cached', 'live']), 'cached'),
});
export type AccountsAnswer = {
	accounts: AccountWithBalances[];
	balances: 'cached' | 'live';
	institution: Institution;
	request_id: string;
};

export type Account = {
	/** Plaid's account id. */
	id: string;
	name: string;
	/** The last two to four characters of the account number. */
	mask: string | null;
	/** `depository`, `credit`, … as Plaid names them; more may come. */
	type: string;
	subtype: string | null;
};
export type AccountWithBalances = Account & {
	official_name: string | null;
	balances: {
		/** In the currency's smallest unit (cents), or null where the bank does not tell or `currency` is null. */
		available: number | null;
		current: number | null;
		limit: number | null;
		/** ISO 4217, lower case as Stripe writes it; null where Plaid knows only an unofficial currency. */
		currency: string | null;
	};
};
export type Institution = { id: string | null; name: string | null };

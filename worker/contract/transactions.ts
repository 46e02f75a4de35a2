/** `GET /v1/connections/:id/transactions`. */
import * as v from 'valibot';
import { pageCursor } from './fields.ts';

/** `GET /v1/connections/:id/transactions` */
export const transactionsQuery = v.strictObject({
	/** The `next_cursor` of the answer before; without it, everything from the beginning. */
	cursor: pageCursor,
});
export type TransactionsAnswer = {
	/** `true`: forget what the pages since the last `has_more: false` brought; this answer begins them anew. */
	restarted: boolean;
	added: Transaction[];
	modified: Transaction[];
	removed: { id: string; account_id: string }[];
	next_cursor: string;
	has_more: boolean;
	/** `not_ready`: Plaid has only begun to fetch; an event tells when there is more. */
	status: 'not_ready' | 'initial' | 'complete' | 'unknown';
	request_id: string;
};
export type Transaction = {
	id: string;
	account_id: string;
	/** In the currency's smallest unit; positive where money leaves the account, as Plaid counts. */
	amount: number | null;
	/** ISO 4217, lower case. */
	currency: string | null;
	/** `2026-11-21` */
	date: string;
	authorized_date: string | null;
	name: string;
	merchant_name: string | null;
	pending: boolean;
	/** The pending transaction that this one has taken the place of. */
	pending_transaction_id: string | null;
	payment_channel: string;
	/** Plaid's primary category, such as `FOOD_AND_DRINK`. */
	category: string | null;
};

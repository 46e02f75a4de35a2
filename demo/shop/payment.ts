import type { AccountsAnswer } from '../../worker/contract.ts';
import { type Backend, BackendError } from './backend.ts';
import type { Customers } from './customers.ts';
import { maskText } from './masking.ts';

/** `GET /payment/get`: what the shop knows of how this shopper pays. */
export type Payment = {
	connection: string;
	institution: { id: string | null; name: string | null };
	/** Balances in the currency's smallest unit, as the bank told them just now. */
	accounts: Pick<AccountsAnswer['accounts'][number], 'name' | 'mask' | 'type' | 'subtype' | 'balances'>[];
	bank_account_token: { id: string; fate: string };
	customer: {
		id: string;
		/** `ba_…`: the bank account that the Customer pays from. */
		default_source: string | null;
		name: string | null;
		email: string | null;
		livemode: boolean;
	};
};

/**
 * Takes over what the page was given: asks the Worker what the connection is and what is in its accounts,
 * then makes the Stripe Customer. The token is spent last, so that whatever fails before can be tried again.
 *
 * Danger: that this token is of this connection is the page's word. A shop that lets the balances decide must not take
 * it: it asks the Worker for a token of the connection (`POST /v1/connections/:id/bank_account_tokens`).
 */
export async function takeOver(
	{ connection, bankAccountToken }: { connection: string; bankAccountToken: string },
	{ backend, customers }: { backend: Backend; customers: Customers },
): Promise<Payment> {
	const { id, status, institution } = await backend.connection(connection);
	if (status !== 'active') {
		throw new BackendError('bank_login_required', 'The bank wants its customer to sign in again.', false);
	}
	const { accounts } = await backend.accounts(id);
	const customer = await customers.fromToken(id, bankAccountToken);

	const source = typeof customer.default_source === 'string' ? customer.default_source : null;
	return {
		connection: id,
		institution: { id: institution.id, name: institution.name },
		accounts: accounts.map(({ name, mask, type, subtype, balances }) => ({
			name,
			mask,
			type,
			subtype,
			balances,
		})),
		bank_account_token: {
			id: maskText(bankAccountToken),
			fate: `attached to Customer ${customer.id}${source ? ` as ${source}` : ''}, used`,
		},
		customer: {
			id: customer.id,
			default_source: source,
			name: customer.name ?? null,
			email: customer.email,
			livemode: customer.livemode,
		},
	};
}

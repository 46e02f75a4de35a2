import type { AccountsAnswer, Authorization, Payment } from '../../worker/contract.ts';
import type { PayingBank } from './bank.ts';

/** `GET /payment/get`: what the shop knows of how this shopper has paid. */
export type Paid = PayingBank & {
	order: { id: string; number: number };
	connection: string;
	/** Balances in the currency's smallest unit, as Plaid saw them last. */
	accounts: Pick<AccountsAnswer['accounts'][number], 'name' | 'mask' | 'type' | 'subtype' | 'balances'>[];
	payment: Payment;
	authorization: Authorization | null;
};

export const accountsOf = ({ accounts }: AccountsAnswer): Paid['accounts'] =>
	accounts.map(({ name, mask, type, subtype, balances }) => ({ name, mask, type, subtype, balances }));

/** How payments, refunds and disputes change the balance. @see https://docs.stripe.com/api/balance_transactions */
import type { State } from '../../state.ts';
import { stripeTime } from '../endpoint.ts';
import type { BalanceTransaction, Charge } from '../records.ts';

const day = 86_400;

type TransactionType = 'payment' | 'payment_failure_refund' | 'payment_refund' | 'adjustment';

const categories: Record<TransactionType, string> = {
	payment: 'charge',
	payment_failure_refund: 'charge_failure',
	payment_refund: 'refund',
	adjustment: 'dispute',
};

/** Stripe's fee for a debit: 0.8 %, at most five dollars. In cents. */
const feeOf = (amount: number): number => Math.min(500, Math.round(amount * 0.008));

type NewTransaction = {
	type: TransactionType;
	/** The id of the refund or dispute. By default, the charge's. */
	source?: string;
	/** In cents. By default, the charge's. */
	amount?: number;
};

/** A payment adds its amount and has a fee. All other types subtract their amount, without a fee. */
export function createBalanceTransaction(
	state: State,
	charge: Charge,
	{ type, source = charge.id, amount = charge.amount }: NewTransaction,
): BalanceTransaction {
	const created = stripeTime(state.clock.now());
	const isPayment = type === 'payment';
	const fee = isPayment ? feeOf(amount) : 0;
	const signedAmount = isPayment ? amount : -amount;
	const transaction: BalanceTransaction = {
		id: state.ids.stripe('txn', 24),
		object: 'balance_transaction',
		amount: signedAmount,
		available_on: created + (isPayment ? 4 * day : 0),
		balance_type: 'payments',
		created,
		currency: charge.currency,
		description: charge.description,
		exchange_rate: null,
		fee,
		fee_details: isPayment ? [feeDetail(fee, charge.currency)] : [],
		net: signedAmount - fee,
		reporting_category: categories[type],
		source,
		status: isPayment ? 'pending' : 'available',
		type,
	};
	state.balanceTransactions.set(transaction.id, transaction);
	return transaction;
}

const feeDetail = (amount: number, currency: string): BalanceTransaction['fee_details'][number] => ({
	amount,
	application: null,
	currency,
	description: 'Stripe processing fees',
	type: 'stripe_fee',
});

/** A transaction has the mode of its charge. */
export const transactionMode =
	(state: State) =>
	({ source }: BalanceTransaction): boolean => {
		const refund = state.refunds.get(source);
		const dispute = state.disputes.get(source);
		const charge = state.charges.get(refund?.charge ?? dispute?.charge ?? source);
		return charge?.livemode ?? false;
	};

/** The transaction with its status as of now. */
export const balanceTransactionJson = (
	state: State,
	transaction: BalanceTransaction,
): BalanceTransaction => ({
	...transaction,
	status: transaction.available_on * 1000 <= state.clock.now() ? 'available' : 'pending',
});

/** What payments, refunds and disputes do to the balance. @see https://docs.stripe.com/api/balance_transactions */
import type { State } from '../state.ts';
import { type StripeEndpoint, stripeTime } from './endpoint.ts';
import { createdFilter, listPage, listParameters } from './lists.ts';
import { requireRecord } from './lookup.ts';
import { optionalText } from './parameters.ts';
import type { BalanceTransaction, Charge } from './records.ts';

const day = 86_400;

type Kind = 'payment' | 'payment_failure_refund' | 'payment_refund' | 'adjustment';

const categories: Record<Kind, string> = {
	payment: 'charge',
	payment_failure_refund: 'charge_failure',
	payment_refund: 'refund',
	adjustment: 'dispute',
};

/** Of a debit 0.8 %, five dollars at most; everything but a payment takes money away and has no fee here. */
export function createBalanceTransaction(
	state: State,
	charge: Charge,
	type: Kind,
	{ source = charge.id, amount = charge.amount }: { source?: string; amount?: number } = {},
): BalanceTransaction {
	const created = stripeTime(state.clock.now());
	const isPayment = type === 'payment';
	const fee = isPayment ? Math.min(500, Math.round(amount * 0.008)) : 0;
	const moved = isPayment ? amount : -amount;
	const transaction: BalanceTransaction = {
		id: state.ids.stripe('txn', 24),
		object: 'balance_transaction',
		amount: moved,
		available_on: created + (isPayment ? 4 * day : 0),
		balance_type: 'payments',
		created,
		currency: charge.currency,
		description: charge.description,
		exchange_rate: null,
		fee,
		fee_details: isPayment
			? [
					{
						...{ amount: fee, application: null, currency: charge.currency },
						...{ description: 'Stripe processing fees', type: 'stripe_fee' as const },
					},
				]
			: [],
		net: moved - fee,
		reporting_category: categories[type],
		source,
		status: isPayment ? 'pending' : 'available',
		type,
	};
	state.balanceTransactions.set(transaction.id, transaction);
	return transaction;
}

/** The mode is that of what it belongs to. */
const modeOf = (state: State) => (transaction: BalanceTransaction) => {
	const refund = state.refunds.get(transaction.source);
	const dispute = state.disputes.get(transaction.source);
	const charge = state.charges.get(refund?.charge ?? dispute?.charge ?? transaction.source);
	return charge?.livemode ?? false;
};

const shown = (state: State, transaction: BalanceTransaction): BalanceTransaction => ({
	...transaction,
	status: transaction.available_on * 1000 <= state.clock.now() ? 'available' : 'pending',
});

export const balanceTransactionsRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/balance_transactions/:id',
	permission: 'rak_balance_transaction_source_read',
	parameters: [],
	returns: 'balance_transaction',
	answer: ({ state, livemode, path }) =>
		shown(
			state,
			requireRecord(state.balanceTransactions, path.id, {
				...{ what: 'balance transaction', param: 'id', livemode, modeOf: modeOf(state) },
			}),
		),
};

export const balanceTransactionsList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/balance_transactions',
	permission: 'rak_balance_transaction_source_read',
	parameters: ['created', 'currency', 'payout', 'source', 'type', ...listParameters],
	returns: 'list of balance_transaction',
	answer: ({ state, livemode, parameters }) => {
		const source = optionalText(parameters, 'source');
		const type = optionalText(parameters, 'type');
		const inTime = createdFilter(parameters);
		const found = [...state.balanceTransactions.values()]
			.filter((transaction) => modeOf(state)(transaction) === livemode && inTime(transaction))
			.filter((transaction) => !source || transaction.source === source)
			.filter((transaction) => !type || transaction.type === type)
			.reverse();
		const url = '/v1/balance_transactions';
		return listPage(found, {
			url,
			what: 'balance transaction',
			parameters,
			show: (one) => shown(state, one),
		});
	},
};

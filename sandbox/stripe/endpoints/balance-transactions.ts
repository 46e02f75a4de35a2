/** Balance transactions. @see https://docs.stripe.com/api/balance_transactions */
import type { StripeEndpoint } from '../endpoint.ts';
import { balanceTransactionJson, transactionMode } from '../payments/balance-transactions.ts';
import { requireRecord } from '../requests/find-record.ts';
import { createdFilter, listPage, listParameters } from '../requests/pagination.ts';
import { optionalText } from '../requests/parameters.ts';

const permission = 'rak_balance_transaction_source_read';
const what = 'balance transaction';

export const balanceTransactionsRetrieve: StripeEndpoint = {
	permission,
	parameters: [],
	returns: 'balance_transaction',
	handle: (call) => {
		const { state, path } = call;
		const modeOf = transactionMode(state);
		const found = requireRecord(call, state.balanceTransactions, { id: path.id, what, param: 'id', modeOf });
		return balanceTransactionJson(state, found);
	},
};

export const balanceTransactionsList: StripeEndpoint = {
	permission,
	parameters: ['created', 'currency', 'payout', 'source', 'type', ...listParameters],
	returns: { listOf: 'balance_transaction' },
	handle: ({ state, livemode, parameters }) => {
		const source = optionalText(parameters, 'source');
		const type = optionalText(parameters, 'type');
		const wasCreated = createdFilter(parameters);
		const modeOf = transactionMode(state);
		const found = [...state.balanceTransactions.values()]
			.filter((transaction) => modeOf(transaction) === livemode && wasCreated(transaction))
			.filter((transaction) => !source || transaction.source === source)
			.filter((transaction) => !type || transaction.type === type)
			.reverse();
		return listPage(found, {
			url: '/v1/balance_transactions',
			what,
			parameters,
			toJson: (transaction) => balanceTransactionJson(state, transaction),
		});
	},
};

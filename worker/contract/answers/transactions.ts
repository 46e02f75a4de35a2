/** Transactions, and what has changed among them. */
import * as v from 'valibot';
import { type Answer, described, nullable } from '../describe.ts';

const transactionStates = ['not_ready', 'initial', 'complete', 'unknown'] as const;

export const transaction = described(
	v.strictObject({
		id: described(v.string(), 'Plaid’s id of the transaction.', 'lPNjeW1nR6CDn5okmGQ6hEpMo4lLNoSrzqDje'),
		account_id: described(v.string(), 'Plaid’s id of the account.', 'BxBXxLj1m4HMXBm9WZZmCWVbPjX16EHwv99vp'),
		amount: nullable(
			v.pipe(v.number(), v.integer()),
			'In the currency’s smallest unit (cents). Positive if money leaves the account, negative if it arrives. Null if `currency` is null.',
			1250,
		),
		currency: nullable(
			v.string(),
			'ISO 4217, in lower case as Stripe writes it. Null if Plaid reports an unofficial currency.',
			'usd',
		),
		date: described(
			v.pipe(v.string(), v.isoDate()),
			'When it was posted, or when it happened if it is pending.',
			'2026-11-21',
		),
		authorized_date: nullable(
			v.pipe(v.string(), v.isoDate()),
			'When it was authorized. Null if the bank does not report it.',
			'2026-11-20',
		),
		name: described(v.string(), 'The merchant or a description, from the bank.', 'SparkFun'),
		merchant_name: nullable(
			v.string(),
			'The merchant, as Plaid recognized it. Null if it did not.',
			'SparkFun',
		),
		pending: described(v.boolean(), 'True until the bank has posted it. It can still change or disappear.'),
		pending_transaction_id: nullable(
			v.string(),
			'The id of the pending transaction that this one replaces. Null if it replaces none.',
		),
		payment_channel: described(
			v.string(),
			'How it was made, as Plaid reports it: `online`, `in store` or `other`.',
			'online',
		),
		category: nullable(
			v.string(),
			'Plaid’s primary category. Null if Plaid has none.',
			'GENERAL_MERCHANDISE',
		),
	}),
	'A transaction of an account.',
);
export type Transaction = v.InferOutput<typeof transaction>;

export const transactionChanges = v.strictObject({
	restarted: described(
		v.boolean(),
		'True if Plaid’s data changed in the middle of paging: forget what the answers since the last `has_more: false` brought. This answer starts again.',
	),
	added: described(v.array(transaction), 'Transactions that are new since the cursor.'),
	modified: described(v.array(transaction), 'Transactions that have changed since the cursor.'),
	removed: described(
		v.array(
			v.strictObject({
				id: described(v.string(), 'Plaid’s id of the transaction.'),
				account_id: described(v.string(), 'Plaid’s id of the account.'),
			}),
		),
		'Transactions that no longer exist.',
	),
	next_cursor: described(v.string(), 'Store it, and send it as `cursor` the next time.'),
	has_more: described(v.boolean(), 'True if there is more now: ask again with `next_cursor`.'),
	status: described(
		v.picklist(transactionStates),
		'How far Plaid has fetched the history. `not_ready`: it has just begun. `initial`: about 30 days. `complete`: all of it. `unknown`: Plaid reports something else. The event `connection.transactions_available` announces more.',
	),
});
export type TransactionsAnswer = Answer<typeof transactionChanges>;

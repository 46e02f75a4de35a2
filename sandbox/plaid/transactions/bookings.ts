/** The transactions on an Item's accounts. Those of `user_good` repeat every thirty days. */
import type { State } from '../../state.ts';
import type { Account, Booking, Day, Item } from '../records.ts';

export const dayOf = (ms: number): Day => Math.floor(ms / 86_400_000);
export const dateOf = (day: Day): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
export const parseDay = (date: string): Day => dayOf(Date.parse(`${date}T00:00:00Z`));

/** A transaction of `user_good` that repeats. */
type RecurringTransaction = {
	mask: string;
	/** On which of the thirty days, counted from 1970-01-01. */
	on: number;
	amount: number;
	corrected?: number;
	pendingDays?: number;
	name: string;
	merchant?: string;
	channel?: Booking['channel'];
	category: Booking['category'];
};

const taxi = { primary: 'TRANSPORTATION', detailed: 'TRANSPORTATION_TAXIS_AND_RIDE_SHARES' };
const fastFood = { primary: 'FOOD_AND_DRINK', detailed: 'FOOD_AND_DRINK_FAST_FOOD' };
const merchandise = {
	primary: 'GENERAL_MERCHANDISE',
	detailed: 'GENERAL_MERCHANDISE_OTHER_GENERAL_MERCHANDISE',
};
const cardPayment = { primary: 'LOAN_PAYMENTS', detailed: 'LOAN_PAYMENTS_CREDIT_CARD_PAYMENT' };

const recurringTransactions: readonly RecurringTransaction[] = [
	{
		...{ mask: '0000', on: 1, amount: 6.33, pendingDays: 2, name: 'Uber 072515 SF**POOL**' },
		...{ merchant: 'Uber', channel: 'online', category: taxi },
	},
	{ mask: '0000', on: 14, amount: 5.4, name: 'Uber 063015 SF**POOL**', merchant: 'Uber', category: taxi },
	{
		...{ mask: '0000', on: 3, amount: -500, name: 'United Airlines', merchant: 'United Airlines' },
		category: { primary: 'TRAVEL', detailed: 'TRAVEL_FLIGHTS' },
	},
	{
		...{ mask: '0000', on: 15, amount: 12, corrected: 14, pendingDays: 3, name: "McDonald's" },
		...{ merchant: "McDonald's", channel: 'in store', category: fastFood },
	},
	{
		...{ mask: '0000', on: 16, amount: 4.33, pendingDays: 1, name: 'Starbucks', merchant: 'Starbucks' },
		...{ channel: 'in store', category: { primary: 'FOOD_AND_DRINK', detailed: 'FOOD_AND_DRINK_COFFEE' } },
	},
	{
		...{ mask: '0000', on: 18, amount: 89.4, name: 'SparkFun', merchant: 'SparkFun' },
		category: { primary: 'GENERAL_MERCHANDISE', detailed: 'GENERAL_MERCHANDISE_ELECTRONICS' },
	},
	{
		...{ mask: '1111', on: 2, amount: -4.22, name: 'INTRST PYMNT', channel: 'other' },
		category: { primary: 'INCOME', detailed: 'INCOME_INTEREST_EARNED' },
	},
	{
		...{ mask: '1111', on: 20, amount: 25, name: 'CREDIT CARD 3333 PAYMENT *//', channel: 'other' },
		category: cardPayment,
	},
	{
		...{ mask: '2222', on: 19, amount: 1000, name: 'CD DEPOSIT .INITIAL.', channel: 'other' },
		category: { primary: 'TRANSFER_OUT', detailed: 'TRANSFER_OUT_SAVINGS' },
	},
	{
		...{ mask: '3333', on: 4, amount: 500, pendingDays: 2, name: 'Madison Bicycle Shop' },
		category: { primary: 'GENERAL_MERCHANDISE', detailed: 'GENERAL_MERCHANDISE_SPORTING_GOODS' },
	},
	{
		...{ mask: '3333', on: 5, amount: 500, corrected: 540, pendingDays: 2, name: 'KFC', merchant: 'KFC' },
		...{ channel: 'in store', category: fastFood },
	},
	{ mask: '3333', on: 10, amount: 500, name: 'Tectra Inc', category: merchandise },
	{
		...{ mask: '3333', on: 21, amount: -2078.5, name: 'AUTOMATIC PAYMENT - THANK', channel: 'other' },
		category: cardPayment,
	},
	{
		...{ mask: '4444', on: 20, amount: -5850, name: 'ACH Electronic CreditGUSTO PAY 123456' },
		...{ channel: 'other', category: { primary: 'INCOME', detailed: 'INCOME_WAGES' } },
	},
	{
		...{
			mask: '9002',
			on: 17,
			amount: 78.5,
			pendingDays: 1,
			name: 'Touchstone Climbing',
			channel: 'in store',
		},
		...{
			merchant: 'Touchstone Climbing',
			category: { primary: 'PERSONAL_CARE', detailed: 'PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS' },
		},
	},
];

/** The transactions of an Item from the first to the last day, sorted by day. */
export function bookingsOf(state: State, item: Item, days: { first: Day; last: Day }): Booking[] {
	return item.accounts
		.flatMap((account) => {
			const custom = state.customAccounts.get(account.account_id);
			return custom
				? custom.transactions.map((transaction) => customBooking(account, transaction))
				: recurringBookings(account, days);
		})
		.filter(({ transacted }) => transacted >= days.first && transacted <= days.last)
		.sort((a, b) => a.transacted - b.transacted);
}

function recurringBookings(account: Account, { first, last }: { first: Day; last: Day }): Booking[] {
	const bookings: Booking[] = [];
	for (const recurring of recurringTransactions) {
		if (recurring.mask !== account.mask) continue;
		for (let day = first + mod(recurring.on - first, 30); day <= last; day += 30) {
			bookings.push({
				accountId: account.account_id,
				transacted: day,
				posted: day + (recurring.pendingDays ?? 0),
				amount: recurring.amount,
				...(recurring.corrected === undefined ? {} : { corrected: recurring.corrected }),
				currency: account.balances.iso_currency_code ?? 'USD',
				name: recurring.name,
				merchant: recurring.merchant ?? null,
				channel: recurring.channel ?? 'online',
				category: recurring.category,
			});
		}
	}
	return bookings;
}

/** A transaction of a custom user, or one that `/sandbox/transactions/create` adds. */
export function customBooking(
	account: Account,
	transaction: {
		date_transacted: string;
		date_posted: string;
		amount: number;
		description: string;
		currency?: string;
	},
): Booking {
	const { amount, currency = 'USD', description } = transaction;
	return {
		accountId: account.account_id,
		transacted: parseDay(transaction.date_transacted),
		posted: parseDay(transaction.date_posted),
		amount,
		currency,
		name: description,
		merchant: null,
		channel: 'other',
		category: amount < 0 ? { primary: 'INCOME', detailed: 'INCOME_OTHER_INCOME' } : merchandise,
	};
}

/** The remainder that is never negative. */
const mod = (value: number, by: number) => ((value % by) + by) % by;

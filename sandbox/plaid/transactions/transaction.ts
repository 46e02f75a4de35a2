import type { Transaction } from 'plaid';
import type { State } from '../../state.ts';
import type { Booking } from '../records.ts';
import type { Wire } from '../wire.ts';
import { dateOf } from './bookings.ts';

/**
 * Creates the transaction that Plaid shows for a booking, with a new id. `replacesId` is the id of the pending
 * transaction that a posted one replaces.
 */
export function transactionOf(
	state: State,
	booking: Booking,
	{ pending, replacesId = null }: { pending: boolean; replacesId?: string | null },
): Wire<Transaction> {
	const { primary, detailed } = booking.category;
	return {
		account_id: booking.accountId,
		account_owner: null,
		amount: booking.amount,
		authorized_date: dateOf(booking.transacted),
		authorized_datetime: null,
		category: null,
		category_id: null,
		check_number: null,
		counterparties: booking.merchant
			? [
					{
						confidence_level: 'VERY_HIGH',
						entity_id: null,
						logo_url: null,
						name: booking.merchant,
						type: 'merchant',
						website: null,
					},
				]
			: [],
		date: dateOf(pending ? booking.transacted : booking.posted),
		datetime: null,
		iso_currency_code: booking.currency,
		location: {
			address: null,
			city: null,
			country: null,
			lat: null,
			lon: null,
			postal_code: null,
			region: null,
			store_number: null,
		},
		logo_url: null,
		merchant_entity_id: null,
		merchant_name: booking.merchant,
		name: booking.name,
		payment_channel: booking.channel,
		payment_meta: {
			by_order_of: null,
			payee: null,
			payer: null,
			payment_method: null,
			payment_processor: null,
			ppd_id: null,
			reason: null,
			reference_number: null,
		},
		pending,
		pending_transaction_id: replacesId,
		personal_finance_category: { confidence_level: 'VERY_HIGH', detailed, primary },
		transaction_code: null,
		transaction_id: state.ids.letters('transaction', 37),
		transaction_type: booking.channel === 'in store' ? 'place' : 'special',
		unofficial_currency_code: null,
		website: null,
	};
}

/** Creates charges. @see https://docs.stripe.com/api/charges/object */
import type { State } from '../../state.ts';
import { paymentMethodJson } from '../customers/json.ts';
import { stripeTime } from '../endpoint.ts';
import type { BankAccount, Charge } from '../records.ts';

/** The fields of a charge that its PaymentIntent, or the request that created it, decides. */
export type Payment = Pick<
	Charge,
	| 'amount'
	| 'currency'
	| 'customer'
	| 'description'
	| 'livemode'
	| 'metadata'
	| 'payment_intent'
	| 'receipt_email'
	| 'shipping'
	| 'statement_descriptor'
	| 'statement_descriptor_suffix'
	| 'transfer_group'
>;

type NewCharge = { payment: Payment; account: BankAccount; details: Charge['payment_method_details'] };

/** Creates a pending charge: its bank has not answered yet. Ids of bank debits start with `py_`. */
export function createCharge(state: State, { payment, account, details }: NewCharge): Charge {
	const charge: Charge = {
		id: state.ids.stripe('py', 24),
		object: 'charge',
		...payment,
		amount_captured: payment.amount,
		amount_refunded: 0,
		application: null,
		application_fee: null,
		application_fee_amount: null,
		balance_transaction: null,
		billing_details: paymentMethodJson(account).billing_details,
		calculated_statement_descriptor: null,
		captured: true,
		created: stripeTime(state.clock.now()),
		disputed: false,
		failure_balance_transaction: null,
		failure_code: null,
		failure_message: null,
		fraud_details: {},
		metadata: { ...payment.metadata },
		on_behalf_of: null,
		outcome: {
			advice_code: null,
			network_advice_code: null,
			network_decline_code: null,
			network_status: 'approved_by_network',
			reason: null,
			risk_level: 'not_assessed',
			seller_message: 'Payment complete.',
			type: 'authorized',
		},
		paid: false,
		payment_method: account.id,
		payment_method_details: details,
		receipt_number: null,
		receipt_url: null,
		refunded: false,
		review: null,
		source: null,
		source_transfer: null,
		status: 'pending',
		transfer_data: null,
	};
	state.charges.set(charge.id, charge);
	return charge;
}

/** @see https://docs.stripe.com/api/charges/object#charge_object-payment_method_details-us_bank_account */
export function bankAccountDetails(
	account: BankAccount,
	{ mandate, expectedDebitDate }: { mandate: string; expectedDebitDate: string },
) {
	const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } =
		paymentMethodJson(account).us_bank_account;
	return {
		type: 'us_bank_account',
		us_bank_account: {
			account_holder_type,
			account_type,
			bank_name,
			expected_debit_date: expectedDebitDate,
			fingerprint,
			last4,
			mandate,
			payment_reference: null,
			routing_number,
		},
	} satisfies Charge['payment_method_details'];
}

/** The details of a debit by the Charges API. */
export function achDebitDetails(account: BankAccount) {
	const { account_holder_type, bank_name, fingerprint, last4, routing_number } =
		paymentMethodJson(account).us_bank_account;
	return {
		ach_debit: { account_holder_type, bank_name, country: 'US', fingerprint, last4, routing_number },
		type: 'ach_debit',
	} satisfies Charge['payment_method_details'];
}

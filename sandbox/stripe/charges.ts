/**
 * Charges: what a PaymentIntent's attempts come to; and, for old accounts only, bank debits made as Charges.
 * @see https://docs.stripe.com/api/charges
 */
import type { State } from '../state.ts';
import { createBalanceTransaction } from './balance-transactions.ts';
import { requireCustomer } from './customers.ts';
import { emit } from './emit.ts';
import { type StripeEndpoint, stripeTime } from './endpoint.ts';
import { invalidParameter, invalidRequest, missingParameter, noSuch } from './errors.ts';
import { createdFilter, listPage, listParameters } from './lists.ts';
import { requireRecord } from './lookup.ts';
import { paymentMethodObject } from './objects.ts';
import { mergeMetadata, optionalEmail, optionalText, requiredAmount, requiredText } from './parameters.ts';
import type { BankAccount, Charge } from './records.ts';
import { settleByItself } from './settlement.ts';

/** What is charged, and with what words. */
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

/** A charge that the bank has not answered yet. Bank debits bear `py_…`, as all but those of cards do. */
export function createCharge(
	state: State,
	payment: Payment,
	account: BankAccount,
	details: Charge['payment_method_details'],
): Charge {
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
		billing_details: paymentMethodObject(account).billing_details,
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
export const bankDetails = (account: BankAccount, mandate: string | null, debited: string | null) => {
	const shown = paymentMethodObject(account).us_bank_account;
	return {
		type: 'us_bank_account',
		us_bank_account: {
			account_holder_type: shown.account_holder_type,
			account_type: shown.account_type,
			bank_name: shown.bank_name,
			...(debited ? { expected_debit_date: debited } : {}),
			fingerprint: shown.fingerprint,
			last4: shown.last4,
			...(mandate ? { mandate } : {}),
			payment_reference: null,
			routing_number: shown.routing_number,
		},
	} satisfies Charge['payment_method_details'];
};

export const chargesRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/charges/:id',
	permission: 'rak_charge_read',
	parameters: [],
	returns: 'charge',
	answer: ({ state, livemode, path }) =>
		requireRecord(state.charges, path.id, { what: 'charge', param: 'charge', livemode }),
};

export const chargesList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/charges',
	permission: 'rak_charge_read',
	parameters: ['created', 'customer', 'payment_intent', 'transfer_group', ...listParameters],
	returns: 'list of charge',
	answer: ({ state, livemode, parameters }) => {
		const customer = optionalText(parameters, 'customer');
		const intent = optionalText(parameters, 'payment_intent');
		const group = optionalText(parameters, 'transfer_group');
		const inTime = createdFilter(parameters);
		const found = [...state.charges.values()]
			.filter((charge) => charge.livemode === livemode && inTime(charge))
			.filter((charge) => !customer || charge.customer === customer)
			.filter((charge) => !intent || charge.payment_intent === intent)
			.filter((charge) => !group || charge.transfer_group === group)
			.reverse();
		return listPage(found, { url: '/v1/charges', what: 'charge', parameters, show: (charge) => charge });
	},
};

export const chargesUpdate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/charges/:id',
	permission: 'rak_charge_write',
	parameters: [
		...['customer', 'description', 'fraud_details', 'metadata', 'receipt_email', 'shipping'],
		'transfer_group',
	],
	returns: 'charge',
	answer: (call) => {
		const { state, livemode, path, parameters } = call;
		const charge = requireRecord(state.charges, path.id, { what: 'charge', param: 'charge', livemode });
		const description = optionalText(parameters, 'description');
		const email = optionalEmail(parameters, 'receipt_email');
		charge.metadata = mergeMetadata(charge.metadata, parameters.metadata);
		if (description !== undefined) charge.description = description;
		if (email !== undefined) charge.receipt_email = email;
		emit(call, 'charge.updated', charge);
		return charge;
	},
};

/**
 * The old way to debit a bank account, closed to new accounts: no mandate, the money told of at once.
 * @see https://docs.stripe.com/ach-deprecated
 */
export const chargesCreate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/charges',
	permission: 'rak_charge_write',
	parameters: [
		...['amount', 'currency', 'customer', 'source', 'description', 'metadata', 'receipt_email', 'capture'],
		...['statement_descriptor', 'statement_descriptor_suffix', 'transfer_group', 'shipping'],
	],
	returns: 'charge',
	answer: (call) => {
		const { state, livemode, parameters } = call;
		const amount = requiredAmount(parameters);
		if (requiredText(parameters, 'currency').toLowerCase() !== 'usd') {
			throw invalidParameter('currency', 'Bank accounts can be debited in usd only.');
		}
		if (!state.stripe.legacy_charges) {
			throw invalidRequest(
				'New accounts cannot make ACH payments with the Charges API. Use the Payment Intents API instead: https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment',
			);
		}
		const named = optionalText(parameters, 'customer');
		if (!named) throw missingParameter('customer');
		const customer = requireCustomer(state, named, livemode, 'customer', 400);
		const source = optionalText(parameters, 'source') ?? customer.defaultSource;
		if (source === null) {
			throw invalidRequest('Cannot charge a customer that has no active card', {
				code: 'missing',
				param: 'card',
			});
		}
		const account = customer.sources.includes(source) ? state.bankAccounts.get(source) : undefined;
		if (!account) throw noSuch('source', source, 'source', 400);
		if (account.status !== 'verified') {
			throw invalidRequest("The customer's bank account must be verified to create an ACH payment.", {
				code: 'bank_account_unverified',
			});
		}
		const payment: Payment = {
			amount,
			currency: 'usd',
			customer: customer.id,
			description: optionalText(parameters, 'description') ?? null,
			livemode,
			metadata: mergeMetadata({}, parameters.metadata),
			payment_intent: null,
			receipt_email: optionalEmail(parameters, 'receipt_email') ?? null,
			shipping: null,
			statement_descriptor: optionalText(parameters, 'statement_descriptor') ?? null,
			statement_descriptor_suffix: optionalText(parameters, 'statement_descriptor_suffix') ?? null,
			transfer_group: optionalText(parameters, 'transfer_group') ?? null,
		};
		const shown = paymentMethodObject(account).us_bank_account;
		const { account_holder_type, bank_name, fingerprint, last4, routing_number } = shown;
		const charge = createCharge(state, payment, account, {
			ach_debit: { account_holder_type, bank_name, country: 'US', fingerprint, last4, routing_number },
			type: 'ach_debit',
		});
		charge.paid = true;
		charge.balance_transaction = createBalanceTransaction(state, charge, 'payment').id;
		emit(call, 'charge.pending', charge);
		settleByItself(call, charge, account);
		return charge;
	},
};

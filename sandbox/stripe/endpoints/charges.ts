/** Charges. @see https://docs.stripe.com/api/charges */
import { requireCustomerParameter } from '../customers/customers.ts';
import type { StripeCall, StripeEndpoint } from '../endpoint.ts';
import { invalidParameter, invalidRequest, missingParameter, noSuch } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { createBalanceTransaction } from '../payments/balance-transactions.ts';
import { achDebitDetails, createCharge, type Payment } from '../payments/charges.ts';
import { scheduleSettlement } from '../payments/settlement.ts';
import type { BankAccount, Charge } from '../records.ts';
import { mergeMetadata, optionalEmail, requiredDebitAmount } from '../requests/common-fields.ts';
import { findRecords, requireRecord } from '../requests/find-record.ts';
import { listPage, listParameters } from '../requests/pagination.ts';
import { optionalText, requiredText } from '../requests/parameters.ts';

const readPermission = 'rak_charge_read';
const writePermission = 'rak_charge_write';

/** The charge that the path names. */
const requireCharge = (call: StripeCall): Charge =>
	requireRecord(call, call.state.charges, { id: call.path.id, what: 'charge', param: 'charge' });

export const chargesRetrieve: StripeEndpoint = {
	permission: readPermission,
	parameters: [],
	returns: 'charge',
	handle: requireCharge,
};

export const chargesList: StripeEndpoint = {
	permission: readPermission,
	parameters: ['created', 'customer', 'payment_intent', 'transfer_group', ...listParameters],
	returns: { listOf: 'charge' },
	handle: (call) =>
		listPage(findRecords(call, call.state.charges, ['customer', 'payment_intent', 'transfer_group']), {
			url: '/v1/charges',
			what: 'charge',
			parameters: call.parameters,
			toJson: (charge) => charge,
		}),
};

export const chargesUpdate: StripeEndpoint = {
	permission: writePermission,
	parameters: [
		...['customer', 'description', 'fraud_details', 'metadata', 'receipt_email', 'shipping'],
		'transfer_group',
	],
	returns: 'charge',
	handle: (call) => {
		const { parameters } = call;
		const charge = requireCharge(call);
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
 * Debits a Customer's source without a mandate. Stripe allows this for old accounts only. The charge has a balance
 * transaction at once.
 * @see https://docs.stripe.com/ach-deprecated
 */
export const chargesCreate: StripeEndpoint = {
	permission: writePermission,
	parameters: [
		...['amount', 'currency', 'customer', 'source', 'description', 'metadata', 'receipt_email', 'capture'],
		...['statement_descriptor', 'statement_descriptor_suffix', 'transfer_group', 'shipping'],
	],
	returns: 'charge',
	handle: (call) => {
		const { state, livemode, parameters } = call;
		const amount = requiredDebitAmount(parameters);
		if (requiredText(parameters, 'currency').toLowerCase() !== 'usd') {
			throw invalidParameter('currency', 'Bank accounts can be debited in usd only.');
		}
		if (!state.stripe.legacy_charges) {
			throw invalidRequest(
				'New accounts cannot make ACH payments with the Charges API. Use the Payment Intents API instead: https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment',
			);
		}
		const account = requireChargeableSource(call);
		const payment: Payment = {
			amount,
			currency: 'usd',
			customer: account.customer,
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
		const charge = createCharge(state, { payment, account, details: achDebitDetails(account) });
		charge.paid = true;
		charge.balance_transaction = createBalanceTransaction(state, charge, { type: 'payment' }).id;
		emit(call, 'charge.pending', charge);
		scheduleSettlement(call, charge, account);
		return charge;
	},
};

/** The Customer's source in `source`, or else its default one. It must be verified. */
function requireChargeableSource(call: StripeCall): BankAccount {
	const { state, parameters } = call;
	const customerId = optionalText(parameters, 'customer');
	if (!customerId) throw missingParameter('customer');
	const customer = requireCustomerParameter(call, customerId);
	const id = optionalText(parameters, 'source') ?? customer.defaultSource;
	if (id === null) {
		throw invalidRequest('Cannot charge a customer that has no active card', {
			code: 'missing',
			param: 'card',
		});
	}
	const account = customer.sources.includes(id) ? state.bankAccounts.get(id) : undefined;
	if (!account) throw noSuch({ what: 'source', id, param: 'source', status: 400 });
	if (account.status !== 'verified') {
		throw invalidRequest("The customer's bank account must be verified to create an ACH payment.", {
			code: 'bank_account_unverified',
		});
	}
	return account;
}

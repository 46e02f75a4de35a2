/** Customers, bank accounts and tokens as the API returns them. */
import type Stripe from 'stripe';
import { stripeTime } from '../endpoint.ts';
import type { Address, BankAccount, BankAccountToken, Customer } from '../records.ts';

/** @see https://docs.stripe.com/api/customer_bank_accounts/object */
export const bankAccountJson = (account: BankAccount) =>
	({
		id: account.id,
		object: 'bank_account',
		account_holder_name: account.accountHolderName,
		account_holder_type: account.accountHolderType,
		account_type: account.accountType,
		bank_name: account.bankName,
		country: 'US',
		currency: 'usd',
		customer: account.customer,
		fingerprint: account.fingerprint,
		last4: account.last4,
		metadata: account.metadata,
		routing_number: account.routingNumber,
		status: account.status,
	}) satisfies Stripe.BankAccount;

const emptyAddress: Address = {
	city: null,
	country: null,
	line1: null,
	line2: null,
	postal_code: null,
	state: null,
};

/**
 * A bank account as a PaymentMethod. A Customer's source has the same id in both shapes.
 * @see https://docs.stripe.com/payments/ach-direct-debit/migrating-from-charges
 */
export const paymentMethodJson = (account: BankAccount) =>
	({
		id: account.id,
		object: 'payment_method',
		allow_redisplay: 'unspecified',
		billing_details: {
			address: account.billing.address ?? emptyAddress,
			email: account.billing.email,
			name: account.accountHolderName,
			phone: account.billing.phone,
			tax_id: null,
		},
		created: stripeTime(account.created),
		customer: account.customer,
		customer_account: null,
		livemode: account.livemode,
		metadata: account.metadata,
		type: 'us_bank_account',
		us_bank_account: {
			account_holder_type: account.accountHolderType,
			account_type: account.accountType,
			bank_name: account.bankName,
			financial_connections_account: null,
			fingerprint: account.fingerprint,
			last4: account.last4,
			networks: { preferred: 'ach', supported: ['ach'] },
			routing_number: account.routingNumber,
			status_details: account.blocked ? { blocked: account.blocked } : {},
		},
	}) satisfies Stripe.PaymentMethod;

/** A token's account has neither a Customer nor metadata. @see https://docs.stripe.com/api/tokens/object */
export function tokenJson(token: BankAccountToken) {
	const { customer: _customer, metadata: _metadata, ...bankAccount } = bankAccountJson(token.bankAccount);
	return {
		id: token.id,
		object: 'token',
		bank_account: bankAccount,
		client_ip: null,
		created: stripeTime(token.created),
		livemode: token.livemode,
		type: 'bank_account',
		used: token.used,
	} satisfies Stripe.Token;
}

/** `expand` adds `sources`. @see https://docs.stripe.com/api/customers/object */
export const customerJson = (customer: Customer) =>
	({
		id: customer.id,
		object: 'customer',
		address: customer.address,
		balance: 0,
		created: stripeTime(customer.created),
		currency: null,
		default_source: customer.defaultSource,
		delinquent: false,
		description: customer.description,
		discount: null,
		email: customer.email,
		invoice_prefix: customer.invoicePrefix,
		invoice_settings: {
			custom_fields: null,
			default_payment_method: null,
			footer: null,
			rendering_options: null,
		},
		livemode: customer.livemode,
		metadata: customer.metadata,
		name: customer.name,
		next_invoice_sequence: 1,
		phone: customer.phone,
		preferred_locales: [],
		shipping: customer.shipping,
		tax_exempt: 'none',
		test_clock: null,
	}) satisfies Stripe.Customer;

export const deletedCustomerJson = (id: string) =>
	({ id, object: 'customer', deleted: true }) satisfies Stripe.DeletedCustomer;

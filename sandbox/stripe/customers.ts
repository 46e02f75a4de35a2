/** Customers. @see https://docs.stripe.com/api/customers */
import type Stripe from 'stripe';
import type { State } from '../state.ts';
import { changesSince, emit } from './emit.ts';
import type { StripeEndpoint } from './endpoint.ts';
import { stripeTime } from './endpoint.ts';
import { missingParameter, noSuch, otherMode } from './errors.ts';
import type { Form } from './form.ts';
import { createdFilter, listPage, listParameters } from './lists.ts';
import { bankAccountObject, customerObject, deletedCustomerObject } from './objects.ts';
import {
	mergeMetadata,
	optionalAddress,
	optionalEmail,
	optionalHash,
	optionalText,
	requiredText,
} from './parameters.ts';
import type { Customer } from './records.ts';
import { attachSource } from './sources.ts';

/** What can be told of a Customer, on making one and later. */
const writable = [
	'name',
	'email',
	'phone',
	'description',
	'metadata',
	'address',
	'shipping',
	'source',
	'validate',
];

/** Parameters of parts of Stripe that the sandbox does not have: taken, and without effect. */
const unmodelled = [
	...['balance', 'business_name', 'cash_balance', 'individual_name', 'invoice_prefix', 'invoice_settings'],
	...[
		'next_invoice_sequence',
		'payment_method',
		'preferred_locales',
		'tax',
		'tax_exempt',
		'tax_id_data',
		'test_clock',
	],
];

export const customersCreate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/customers',
	permission: 'rak_customer_write',
	parameters: [...writable, ...unmodelled],
	returns: 'customer',
	answer: (call) => {
		const { state, livemode, parameters } = call;
		const customer: Customer = {
			id: '',
			livemode,
			created: state.clock.now(),
			name: null,
			email: null,
			phone: null,
			description: null,
			address: null,
			shipping: null,
			metadata: {},
			defaultSource: null,
			sources: [],
			invoicePrefix: '',
			paymentMethods: [],
			deleted: false,
		};
		write(customer, parameters);
		customer.id = state.ids.customer();
		customer.invoicePrefix = state.ids.invoicePrefix();
		// A source that is refused leaves no Customer behind.
		const attached =
			parameters.source === undefined
				? null
				: attachSource(state, customer, requiredText(parameters, 'source'));
		state.customers.set(customer.id, customer);
		emit(call, 'customer.created', customerObject(customer));
		if (attached) emit(call, 'customer.source.created', bankAccountObject(attached));
		return customerObject(customer);
	},
};

export const customersRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/customers/:id',
	permission: 'rak_customer_read',
	parameters: [],
	returns: 'customer',
	answer: ({ state, livemode, path }) => {
		const customer = findCustomer(state, path.id, livemode, 'id');
		return customer.deleted ? deletedCustomerObject(customer.id) : customerObject(customer);
	},
};

/** Gone with its sources, and not to be had back; its payments go on. */
export const customersDelete: StripeEndpoint = {
	method: 'DELETE',
	path: '/v1/customers/:id',
	permission: 'rak_customer_write',
	parameters: [],
	returns: 'customer',
	answer: (call) => {
		const { state, livemode, path } = call;
		const customer = requireCustomer(state, path.id, livemode, 'id');
		for (const id of [...customer.sources, ...customer.paymentMethods]) state.bankAccounts.delete(id);
		customer.deleted = true;
		emit(call, 'customer.deleted', customerObject(customer));
		return deletedCustomerObject(customer.id);
	},
};

/** `source` replaces the default source by the token's account; `default_source` chooses among those attached. */
export const customersUpdate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/customers/:id',
	permission: 'rak_customer_write',
	parameters: [...writable, ...unmodelled, 'default_source'],
	returns: 'customer',
	answer: (call) => {
		const { state, livemode, path, parameters } = call;
		const customer = requireCustomer(state, path.id, livemode, 'id');
		const before = customerObject(customer);
		const chosen = optionalText(parameters, 'default_source');
		if (chosen && !customer.sources.includes(chosen)) throw noSuch('source', chosen, 'default_source', 400);
		write(customer, parameters);
		if (chosen) customer.defaultSource = chosen;
		if (parameters.source !== undefined) {
			const replaced = customer.defaultSource;
			const attached = attachSource(state, customer, requiredText(parameters, 'source'));
			customer.defaultSource = attached.id;
			customer.sources = customer.sources.filter((id) => id !== replaced);
			const gone = replaced ? state.bankAccounts.get(replaced) : undefined;
			if (gone) {
				state.bankAccounts.delete(gone.id);
				emit(call, 'customer.source.deleted', bankAccountObject(gone));
			}
			emit(call, 'customer.source.created', bankAccountObject(attached));
		}
		const after = customerObject(customer);
		emit(call, 'customer.updated', after, changesSince(before, after));
		return after;
	},
};

export const customersList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/customers',
	permission: 'rak_customer_read',
	parameters: ['email', 'created', 'test_clock', ...listParameters],
	returns: 'list of customer',
	answer: ({ state, livemode, parameters }) => {
		const email = optionalText(parameters, 'email');
		const inTime = createdFilter(parameters);
		const found = [...state.customers.values()]
			.filter((customer) => customer.livemode === livemode && !customer.deleted)
			.filter((customer) => !email || customer.email === email)
			.filter(({ created }) => inTime({ created: stripeTime(created) }))
			.reverse();
		return listPage(found, {
			url: '/v1/customers',
			what: 'customer',
			parameters,
			show: customerObject,
		}) satisfies Stripe.ApiList<Stripe.Customer>;
	},
};

/**
 * The Customer of this mode, who is not deleted. Throws resource_missing, telling it if the other mode has it:
 * 404 where the path names it, 400 where a parameter does.
 */
export function requireCustomer(
	state: State,
	id: string | undefined,
	livemode: boolean,
	param: string,
	status: 400 | 404 = 404,
): Customer {
	const customer = findCustomer(state, id, livemode, param, status);
	if (customer.deleted) throw noSuch('customer', customer.id, param, status);
	return customer;
}

function findCustomer(
	state: State,
	id = '',
	livemode: boolean,
	param: string,
	status: 400 | 404 = 404,
): Customer {
	const customer = state.customers.get(id);
	if (!customer) throw noSuch('customer', id, param, status);
	if (customer.livemode !== livemode) throw otherMode('customer', id, param, customer.livemode, status);
	return customer;
}

/** Everything is read before anything is written: a refusal leaves the Customer as it was. */
function write(customer: Customer, parameters: Form): void {
	const texts = {
		name: optionalText(parameters, 'name'),
		email: optionalEmail(parameters),
		phone: optionalText(parameters, 'phone'),
		description: optionalText(parameters, 'description'),
	};
	const address = optionalAddress(parameters, 'address');
	const shipping = readShipping(parameters);
	const metadata = mergeMetadata(customer.metadata, parameters.metadata);
	for (const [field, value] of Object.entries(texts) as [keyof typeof texts, string | null | undefined][]) {
		if (value !== undefined) customer[field] = value;
	}
	if (address !== undefined) customer.address = address;
	if (shipping !== undefined) customer.shipping = shipping;
	customer.metadata = metadata;
}

export function readShipping(parameters: Form): Customer['shipping'] | undefined {
	const value = optionalHash(parameters, 'shipping');
	if (value == null) return value;
	const address = optionalAddress(value, 'address', 'shipping[address]');
	if (!address) throw missingParameter('shipping[address]');
	return {
		address,
		name: requiredText(value, 'name', 'shipping[name]'),
		phone: optionalText(value, 'phone', 'shipping[phone]') ?? null,
	};
}

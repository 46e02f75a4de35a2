/** Customers. @see https://docs.stripe.com/api/customers */
import type Stripe from 'stripe';
import type { Customer, State } from '../state.ts';
import type { StripeEndpoint } from './endpoint.ts';
import { invalidParameter, missingParameter, noSuch, otherMode } from './errors.ts';
import type { Form } from './form.ts';
import { listPage, listParameters } from './lists.ts';
import { customerObject } from './objects.ts';
import { mergeMetadata, optionalEmail, optionalText, requiredText } from './parameters.ts';
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
	answer: ({ state, livemode, parameters }) => {
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
		};
		write(customer, parameters);
		customer.id = state.ids.customer();
		customer.invoicePrefix = state.ids.invoicePrefix();
		// A source that is refused leaves no Customer behind.
		if (parameters['source'] !== undefined) attachSource(state, customer, requiredText(parameters, 'source'));
		state.customers.set(customer.id, customer);
		return customerObject(customer);
	},
};

export const customersRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/customers/:id',
	permission: 'rak_customer_read',
	parameters: [],
	returns: 'customer',
	answer: ({ state, livemode, path }) => customerObject(requireCustomer(state, path['id'], livemode, 'id')),
};

/** `source` replaces the default source by the token's account; `default_source` chooses among those attached. */
export const customersUpdate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/customers/:id',
	permission: 'rak_customer_write',
	parameters: [...writable, ...unmodelled, 'default_source'],
	returns: 'customer',
	answer: ({ state, livemode, path, parameters }) => {
		const customer = requireCustomer(state, path['id'], livemode, 'id');
		const chosen = optionalText(parameters, 'default_source');
		if (chosen && !customer.sources.includes(chosen)) throw noSuch('source', chosen, 'default_source', 400);
		write(customer, parameters);
		if (chosen) customer.defaultSource = chosen;
		if (parameters['source'] !== undefined) {
			const replaced = customer.defaultSource;
			customer.defaultSource = attachSource(state, customer, requiredText(parameters, 'source')).id;
			customer.sources = customer.sources.filter((id) => id !== replaced);
			if (replaced) state.bankAccounts.delete(replaced);
		}
		return customerObject(customer);
	},
};

export const customersList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/customers',
	permission: 'rak_customer_read',
	parameters: ['email', ...listParameters],
	returns: 'list of customer',
	answer: ({ state, livemode, parameters }) => {
		const email = optionalText(parameters, 'email');
		const found = [...state.customers.values()]
			.filter((customer) => customer.livemode === livemode && (!email || customer.email === email))
			.reverse();
		return listPage(found, {
			url: '/v1/customers',
			what: 'customer',
			parameters,
			show: customerObject,
		}) satisfies Stripe.ApiList<Stripe.Customer>;
	},
};

/** The Customer of this mode. Throws resource_missing, telling it if the other mode has it. */
export function requireCustomer(state: State, id = '', livemode: boolean, param: string): Customer {
	const customer = state.customers.get(id);
	if (!customer) throw noSuch('customer', id, param, 404);
	if (customer.livemode !== livemode) throw otherMode('customer', id, param, customer.livemode, 404);
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
	const address =
		parameters['address'] === undefined ? customer.address : readAddress(parameters['address'], 'address');
	const shipping =
		parameters['shipping'] === undefined ? customer.shipping : readShipping(parameters['shipping']);
	const metadata = mergeMetadata(customer.metadata, parameters['metadata']);
	for (const [field, value] of Object.entries(texts) as [keyof typeof texts, string | null | undefined][]) {
		if (value !== undefined) customer[field] = value;
	}
	Object.assign(customer, { address, shipping, metadata });
}

const addressFields = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'] as const;

function readAddress(value: Form[string], param: string): Customer['address'] {
	if (value === '') return null;
	if (typeof value === 'string' || Array.isArray(value)) throw invalidParameter(param, 'Invalid object');
	const [city, country, line1, line2, postal_code, state] = addressFields.map(
		(field) => optionalText(value, field) ?? null,
	) as [string | null, string | null, string | null, string | null, string | null, string | null];
	return { city, country, line1, line2, postal_code, state };
}

function readShipping(value: Form[string]): Customer['shipping'] {
	if (value === '') return null;
	if (typeof value === 'string' || Array.isArray(value)) throw invalidParameter('shipping', 'Invalid object');
	const address = readAddress(value['address'] ?? '', 'shipping[address]');
	if (!address) throw missingParameter('shipping[address]');
	if (value['name'] === undefined) throw missingParameter('shipping[name]');
	return {
		address,
		name: requiredText(value, 'name'),
		phone: optionalText(value, 'phone') ?? null,
	};
}

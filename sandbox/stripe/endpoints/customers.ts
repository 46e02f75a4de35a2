/** Customers. @see https://docs.stripe.com/api/customers */
import type Stripe from 'stripe';
import { attachSource, findCustomer, requireCustomer } from '../customers/customers.ts';
import { bankAccountJson, customerJson, deletedCustomerJson } from '../customers/json.ts';
import { type StripeEndpoint, stripeTime } from '../endpoint.ts';
import { noSuch } from '../errors.ts';
import { changedFields, emit, emitChange } from '../events/emit.ts';
import type { Customer } from '../records.ts';
import {
	mergeMetadata,
	optionalAddress,
	optionalEmail,
	optionalShipping,
} from '../requests/common-fields.ts';
import type { Form } from '../requests/form.ts';
import { createdFilter, listPage, listParameters } from '../requests/pagination.ts';
import { optionalText, requiredText } from '../requests/parameters.ts';

const readPermission = 'rak_customer_read';
const writePermission = 'rak_customer_write';

const detailParameters = [
	...['name', 'email', 'phone', 'description', 'metadata', 'address', 'shipping', 'source', 'validate'],
];

/** Accepted without effect: they belong to parts of Stripe that the sandbox does not have. */
const ignoredParameters = [
	...['balance', 'business_name', 'cash_balance', 'individual_name', 'invoice_prefix', 'invoice_settings'],
	...['next_invoice_sequence', 'payment_method', 'preferred_locales', 'tax', 'tax_exempt', 'tax_id_data'],
	'test_clock',
];

export const customersCreate: StripeEndpoint = {
	permission: writePermission,
	parameters: [...detailParameters, ...ignoredParameters],
	returns: 'customer',
	handle: (call) => {
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
		writeDetails(customer, parameters);
		// Only a request that is valid so far consumes an id.
		customer.id = state.ids.customer();
		customer.invoicePrefix = state.ids.invoicePrefix();
		// Before the Customer is stored, because an invalid source must not leave one.
		const source =
			parameters.source === undefined
				? null
				: attachSource(state, customer, requiredText(parameters, 'source'));
		state.customers.set(customer.id, customer);
		emit(call, 'customer.created', customerJson(customer));
		if (source) emit(call, 'customer.source.created', bankAccountJson(source));
		return customerJson(customer);
	},
};

export const customersRetrieve: StripeEndpoint = {
	permission: readPermission,
	parameters: [],
	returns: 'customer',
	handle: (call) => {
		const customer = findCustomer(call, { id: call.path.id, param: 'id' });
		return customer.deleted ? deletedCustomerJson(customer.id) : customerJson(customer);
	},
};

/** Deletes the Customer and its bank accounts. Its payments continue. */
export const customersDelete: StripeEndpoint = {
	permission: writePermission,
	parameters: [],
	returns: 'customer',
	handle: (call) => {
		const customer = requireCustomer(call, { id: call.path.id, param: 'id' });
		for (const id of [...customer.sources, ...customer.paymentMethods]) call.state.bankAccounts.delete(id);
		customer.deleted = true;
		emit(call, 'customer.deleted', customerJson(customer));
		return deletedCustomerJson(customer.id);
	},
};

/** `source` replaces the default source. `default_source` chooses one of the sources. */
export const customersUpdate: StripeEndpoint = {
	permission: writePermission,
	parameters: [...detailParameters, ...ignoredParameters, 'default_source'],
	returns: 'customer',
	handle: (call) => {
		const { state, path, parameters } = call;
		const customer = requireCustomer(call, { id: path.id, param: 'id' });
		const before = customerJson(customer);
		const chosen = optionalText(parameters, 'default_source');
		if (chosen && !customer.sources.includes(chosen)) {
			throw noSuch({ what: 'source', id: chosen, param: 'default_source', status: 400 });
		}
		writeDetails(customer, parameters);
		if (chosen) customer.defaultSource = chosen;
		if (parameters.source !== undefined) {
			const replacedId = customer.defaultSource;
			const source = attachSource(state, customer, requiredText(parameters, 'source'));
			customer.defaultSource = source.id;
			customer.sources = customer.sources.filter((id) => id !== replacedId);
			const replaced = replacedId ? state.bankAccounts.get(replacedId) : undefined;
			if (replaced) {
				state.bankAccounts.delete(replaced.id);
				emit(call, 'customer.source.deleted', bankAccountJson(replaced));
			}
			emit(call, 'customer.source.created', bankAccountJson(source));
		}
		const after = customerJson(customer);
		emitChange(call, 'customer.updated', { object: after, previous: changedFields(before, after) });
		return after;
	},
};

export const customersList: StripeEndpoint = {
	permission: readPermission,
	parameters: ['email', 'created', 'test_clock', ...listParameters],
	returns: { listOf: 'customer' },
	handle: ({ state, livemode, parameters }) => {
		const email = optionalText(parameters, 'email');
		const wasCreated = createdFilter(parameters);
		const found = [...state.customers.values()]
			.filter((customer) => customer.livemode === livemode && !customer.deleted)
			.filter((customer) => !email || customer.email === email)
			.filter(({ created }) => wasCreated({ created: stripeTime(created) }))
			.reverse();
		return listPage(found, {
			url: '/v1/customers',
			what: 'customer',
			parameters,
			toJson: customerJson,
		}) satisfies Stripe.ApiList<Stripe.Customer>;
	},
};

/** Reads every field before it writes one, so that an error leaves the Customer unchanged. */
function writeDetails(customer: Customer, parameters: Form): void {
	const name = optionalText(parameters, 'name');
	const email = optionalEmail(parameters);
	const phone = optionalText(parameters, 'phone');
	const description = optionalText(parameters, 'description');
	const address = optionalAddress(parameters, 'address');
	const shipping = optionalShipping(parameters);
	const metadata = mergeMetadata(customer.metadata, parameters.metadata);
	if (name !== undefined) customer.name = name;
	if (email !== undefined) customer.email = email;
	if (phone !== undefined) customer.phone = phone;
	if (description !== undefined) customer.description = description;
	if (address !== undefined) customer.address = address;
	if (shipping !== undefined) customer.shipping = shipping;
	customer.metadata = metadata;
}

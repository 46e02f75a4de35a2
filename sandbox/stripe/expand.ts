/** `expand[]`: objects in the place of their ids. @see https://docs.stripe.com/api/expanding_objects */
import type { State } from '../state.ts';
import type { StripeObject } from './endpoint.ts';
import { invalidRequest } from './errors.ts';
import type { FormValue } from './form.ts';
import { listPage } from './lists.ts';
import {
	bankAccountObject,
	customerObject,
	deletedCustomerObject,
	paymentMethodObject,
	sourcesOf,
} from './objects.ts';

type Shown = StripeObject & Record<string, unknown>;

type Property = {
	/** The kind of object that it shows when expanded. */
	kind: string;
	/** The object of an id, or what the owner has under this name; without it, it is only gone through. */
	show?: (state: State, id: string, owner: Shown) => unknown;
};

const customer: Property = {
	kind: 'customer',
	show: (state, id) => {
		const found = state.customers.get(id);
		return found?.deleted ? deletedCustomerObject(id) : found && customerObject(found);
	},
};
const paymentMethod: Property = {
	kind: 'payment_method',
	show: (state, id) => {
		const account = state.bankAccounts.get(id);
		return account && paymentMethodObject(account);
	},
};
const charge: Property = { kind: 'charge', show: (state, id) => state.charges.get(id) };
const paymentIntent: Property = {
	kind: 'payment_intent',
	show: (state, id) => state.paymentIntents.get(id),
};
const mandate: Property = { kind: 'mandate', show: (state, id) => state.mandates.get(id) };
const balanceTransaction: Property = {
	kind: 'balance_transaction',
	show: (state, id) => state.balanceTransactions.get(id),
};

/** Which properties of which objects can be expanded, or gone through; everything else cannot. */
const expandable: Record<string, Record<string, Property>> = {
	customer: {
		default_source: {
			kind: 'bank_account',
			show: (state, id) => {
				const account = state.bankAccounts.get(id);
				return account && bankAccountObject(account);
			},
		},
		sources: {
			kind: 'list of bank_account',
			show: (state, _id, { id }) => {
				const owner = state.customers.get(id as string);
				const url = `/v1/customers/${id}/sources`;
				const accounts = owner ? sourcesOf(state, owner) : [];
				return listPage(accounts, { url, what: 'source', parameters: {}, show: bankAccountObject });
			},
		},
	},
	bank_account: { customer },
	payment_method: { customer },
	payment_intent: { customer, payment_method: paymentMethod, latest_charge: charge },
	setup_intent: { customer, payment_method: paymentMethod, mandate },
	mandate: { payment_method: paymentMethod },
	charge: {
		customer,
		payment_intent: paymentIntent,
		balance_transaction: balanceTransaction,
		failure_balance_transaction: balanceTransaction,
		payment_method_details: { kind: 'payment_method_details' },
		refunds: {
			kind: 'list of refund',
			show: (state, _id, { id }) => {
				const refunds = [...state.refunds.values()].filter((refund) => refund.charge === id).reverse();
				const url = `/v1/charges/${id}/refunds`;
				return listPage(refunds, { url, what: 'refund', parameters: {}, show: (refund) => refund });
			},
		},
	},
	payment_method_details: { us_bank_account: { kind: 'us_bank_account' } },
	us_bank_account: { mandate },
	refund: {
		charge,
		payment_intent: paymentIntent,
		balance_transaction: balanceTransaction,
		failure_balance_transaction: balanceTransaction,
	},
	dispute: { charge, payment_intent: paymentIntent },
	balance_transaction: { source: charge },
};

const listOf = /^list of /;
const deepest = 4;

/** The paths of `expand[]`, e.g. `data.default_source`. Throws for one that leads nowhere, before any work. */
export function checkExpand(kind: string, paths: FormValue | undefined): string[] {
	const names = paths === undefined ? [] : Array.isArray(paths) ? paths : [paths];
	return names.map((path) => {
		if (typeof path !== 'string') throw invalidRequest('Invalid array', { param: 'expand', unstarted: true });
		const steps = path.split('.');
		if (steps.length > deepest) {
			throw invalidRequest(`You cannot expand more than ${deepest} levels of a property (${path}).`, {
				param: 'expand',
				unstarted: true,
			});
		}
		let at: string | undefined = kind;
		let ends = false;
		for (const name of steps) {
			const property: Property | undefined = stepInto(at, name);
			at = property?.kind;
			ends = property?.show !== undefined;
		}
		if (!ends) {
			throw invalidRequest(`This property cannot be expanded (${path}).`, {
				param: 'expand',
				unstarted: true,
			});
		}
		return path;
	});
}

/** The object, which is the caller's own, with these paths expanded, which `checkExpand` gave. */
export function expanded(
	state: State,
	object: StripeObject,
	kind: string,
	paths: readonly string[],
): StripeObject {
	for (const path of paths) expandPath(state, object as Shown, kind, path.split('.'));
	return object;
}

function stepInto(kind: string | undefined, name: string): Property | undefined {
	if (kind === undefined) return undefined;
	if (listOf.test(kind) && name === 'data') return { kind: kind.replace(listOf, '') };
	const properties = expandable[kind];
	return properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** A property that is `null` stays so, and one that is expanded already is only gone through. */
function expandPath(state: State, object: Shown, kind: string, [name, ...rest]: string[]): void {
	const property = name === undefined ? undefined : stepInto(kind, name);
	if (name === undefined || !property) return;
	const before = object[name];
	if (property.show && before !== null && typeof before !== 'object') {
		object[name] = structuredClone(property.show(state, before as string, object)) ?? before;
	}
	const after = object[name];
	for (const inner of Array.isArray(after) ? after : [after]) {
		if (inner !== null && typeof inner === 'object') {
			expandPath(state, inner as Shown, property.kind, rest);
		}
	}
}

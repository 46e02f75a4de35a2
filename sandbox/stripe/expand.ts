/** `expand[]`: objects in the place of their ids. @see https://docs.stripe.com/api/expanding_objects */
import type { State } from '../state.ts';
import { sourcesOf } from './customers/customers.ts';
import { bankAccountJson, customerJson, deletedCustomerJson, paymentMethodJson } from './customers/json.ts';
import type { Resource, Returns, StripeObject } from './endpoint.ts';
import { invalidParameter } from './errors.ts';
import type { FormValue } from './requests/form.ts';
import { listPage } from './requests/pagination.ts';

type ExpandedObject = StripeObject & Record<string, unknown>;

/** A field that can be expanded, or that contains fields which can. */
type ExpandableField = {
	/** What the field contains once it is expanded. */
	contains: Returns;
	/** Finds what replaces the field's id, or what the owner has under this name. Absent if nothing replaces it. */
	find?: (state: State, id: string, owner: ExpandedObject) => unknown;
};

const customer: ExpandableField = {
	contains: 'customer',
	find: (state, id) => {
		const found = state.customers.get(id);
		return found?.deleted ? deletedCustomerJson(id) : found && customerJson(found);
	},
};
const paymentMethod: ExpandableField = {
	contains: 'payment_method',
	find: (state, id) => {
		const account = state.bankAccounts.get(id);
		return account && paymentMethodJson(account);
	},
};
const charge: ExpandableField = { contains: 'charge', find: (state, id) => state.charges.get(id) };
const paymentIntent: ExpandableField = {
	contains: 'payment_intent',
	find: (state, id) => state.paymentIntents.get(id),
};
const mandate: ExpandableField = { contains: 'mandate', find: (state, id) => state.mandates.get(id) };
const balanceTransaction: ExpandableField = {
	contains: 'balance_transaction',
	find: (state, id) => state.balanceTransactions.get(id),
};

/** The fields of each resource that can be expanded. All others cannot. */
const expandableFields: Partial<Record<Resource, Record<string, ExpandableField>>> = {
	customer: {
		default_source: {
			contains: 'bank_account',
			find: (state, id) => {
				const account = state.bankAccounts.get(id);
				return account && bankAccountJson(account);
			},
		},
		sources: {
			contains: { listOf: 'bank_account' },
			find: (state, _id, { id }) => {
				const owner = state.customers.get(id as string);
				return listPage(owner ? sourcesOf(state, owner) : [], {
					url: `/v1/customers/${id}/sources`,
					what: 'source',
					parameters: {},
					toJson: bankAccountJson,
				});
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
		payment_method_details: { contains: 'payment_method_details' },
		refunds: {
			contains: { listOf: 'refund' },
			find: (state, _id, { id }) => {
				const refunds = [...state.refunds.values()].filter((refund) => refund.charge === id).reverse();
				return listPage(refunds, {
					url: `/v1/charges/${id}/refunds`,
					what: 'refund',
					parameters: {},
					toJson: (refund) => refund,
				});
			},
		},
	},
	payment_method_details: { us_bank_account: { contains: 'us_bank_account' } },
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

const maximumDepth = 4;

/** Returns the paths of `expand[]`, e.g. `data.default_source`. Throws for a path that cannot be expanded. */
export function checkExpand(returns: Returns, expand: FormValue | undefined): string[] {
	const paths = expand === undefined ? [] : Array.isArray(expand) ? expand : [expand];
	return paths.map((path) => {
		if (typeof path !== 'string') throw invalidParameter('expand', 'Invalid array');
		const names = path.split('.');
		if (names.length > maximumDepth) {
			throw invalidParameter(
				'expand',
				`You cannot expand more than ${maximumDepth} levels of a property (${path}).`,
			);
		}
		let at: Returns | undefined = returns;
		let field: ExpandableField | undefined;
		for (const name of names) {
			field = fieldOf(at, name);
			at = field?.contains;
		}
		if (!field?.find) throw invalidParameter('expand', `This property cannot be expanded (${path}).`);
		return path;
	});
}

/** Expands these paths, which `checkExpand` has returned, in the object itself. */
export function expandObject(
	state: State,
	object: StripeObject,
	{ returns, paths }: { returns: Returns; paths: readonly string[] },
): StripeObject {
	for (const path of paths)
		expandPath(state, object as ExpandedObject, { at: returns, names: path.split('.') });
	return object;
}

function fieldOf(at: Returns | undefined, name: string): ExpandableField | undefined {
	if (at === undefined) return undefined;
	if (typeof at === 'object') return name === 'data' ? { contains: at.listOf } : undefined;
	const fields = expandableFields[at];
	return fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** A field that is `null` stays `null`. A field that an earlier path expanded is only entered. */
function expandPath(
	state: State,
	object: ExpandedObject,
	{ at, names: [name, ...rest] }: { at: Returns; names: string[] },
): void {
	const field = name === undefined ? undefined : fieldOf(at, name);
	if (name === undefined || !field) return;
	const id = object[name];
	if (field.find && id !== null && typeof id !== 'object') {
		object[name] = structuredClone(field.find(state, id as string, object)) ?? id;
	}
	const expanded = object[name];
	for (const inner of Array.isArray(expanded) ? expanded : [expanded]) {
		if (inner !== null && typeof inner === 'object') {
			expandPath(state, inner as ExpandedObject, { at: field.contains, names: rest });
		}
	}
}

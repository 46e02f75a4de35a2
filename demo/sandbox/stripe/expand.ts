/** `expand[]`: objects in the place of their ids. @see https://docs.stripe.com/api/expanding_objects */
import type { State } from '../state.ts';
import type { StripeObject } from './endpoint.ts';
import { invalidRequest } from './errors.ts';
import type { FormValue } from './form.ts';
import { listPage } from './lists.ts';
import { bankAccountObject, customerObject, sourcesOf } from './objects.ts';

type Shown = StripeObject & Record<string, unknown>;

type Property = {
	/** The kind of object that it shows when expanded. */
	kind: string;
	show: (state: State, owner: Shown) => unknown;
};

/** Which properties of which objects can be expanded; everything else cannot. */
const expandable: Record<string, Record<string, Property>> = {
	customer: {
		default_source: {
			kind: 'bank_account',
			show: (state, { default_source: id }) => {
				const account = state.bankAccounts.get(id as string);
				return account ? bankAccountObject(account) : null;
			},
		},
		sources: {
			kind: 'list of bank_account',
			show: (state, { id }) => {
				const customer = state.customers.get(id as string);
				const url = `/v1/customers/${id}/sources`;
				const accounts = customer ? sourcesOf(state, customer) : [];
				return listPage(accounts, { url, what: 'source', parameters: {}, show: bankAccountObject });
			},
		},
	},
	bank_account: {
		customer: {
			kind: 'customer',
			show: (state, { customer: id }) => {
				const customer = state.customers.get(id as string);
				return customer ? customerObject(customer) : null;
			},
		},
	},
};

const listOf = /^list of /;

/** The paths of `expand[]`, e.g. `data.default_source`. Throws for one that leads nowhere, before any work. */
export function checkExpand(kind: string, paths: FormValue | undefined): string[] {
	const names = paths === undefined ? [] : Array.isArray(paths) ? paths : [paths];
	return names.map((path) => {
		if (typeof path !== 'string') throw invalidRequest('Invalid array', { param: 'expand', unstarted: true });
		let at = kind;
		let found = true;
		for (const name of path.split('.')) {
			const isData = listOf.test(at) && name === 'data';
			const property = expandable[at]?.[name];
			found = isData || property !== undefined;
			if (!found) break;
			at = isData ? at.replace(listOf, '') : (property?.kind ?? at);
		}
		if (!found || path === 'data') {
			throw invalidRequest(`This property cannot be expanded (${path}).`, {
				param: 'expand',
				unstarted: true,
			});
		}
		return path;
	});
}

/** The object with these paths expanded, which `checkExpand` gave. */
export function expanded(state: State, object: StripeObject, paths: readonly string[]): StripeObject {
	for (const path of paths) expandPath(state, object as Shown, path.split('.'));
	return object;
}

/** A property that is `null` stays so, and one that is expanded already is only gone through. */
function expandPath(state: State, object: Shown, [name, ...rest]: string[]): void {
	if (name === undefined) return;
	const property = expandable[object.object]?.[name];
	const before = object[name];
	if (property && before !== null && typeof before !== 'object') object[name] = property.show(state, object);
	const after = object[name];
	for (const inner of Array.isArray(after) ? after : [after])
		if (inner) expandPath(state, inner as Shown, rest);
}

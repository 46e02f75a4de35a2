/**
 * Stripe's form bodies: `metadata[order]=7&expand[]=customer&items[0][price]=…` as nested values.
 * @see https://docs.stripe.com/api
 */

export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type Form = { [name: string]: FormValue };

/** A name with more brackets than any of Stripe's is taken as it stands, and so is a parameter that nobody knows. */
const deepest = 10;
const nested = new RegExp(String.raw`^([^[]+)((?:\[[^\]]*\]){0,${deepest}})$`);

export function parseForm(text: string): Form {
	const form: Form = Object.create(null);
	for (const [name, value] of new URLSearchParams(text)) {
		const [, head = name, rest = ''] = nested.exec(name) ?? [];
		const path = [head, ...[...rest.matchAll(/\[([^\]]*)\]/g)].map(([, key = '']) => key)];
		set(form, path, value);
	}
	return form;
}

/** Follows the path, making an array where the next key is empty or a number, and an object elsewhere. */
function set(container: Form | FormValue[], [key = '', ...rest]: string[], value: string): void {
	const [next] = rest;
	const inner = (): FormValue => {
		const existing = read(container, key);
		if (typeof existing === 'object') return existing;
		return next === '' || /^\d+$/.test(next ?? '') ? [] : Object.create(null);
	};
	const put = next === undefined ? value : inner();
	if (Array.isArray(container))
		container[key === '' ? container.length : Math.min(Number(key), container.length)] = put;
	else container[key] = put;
	if (next !== undefined) set(put as Form | FormValue[], rest, value);
}

/** `[]` always begins another element. */
const read = (container: Form | FormValue[], key: string): FormValue | undefined =>
	Array.isArray(container) ? (key === '' ? undefined : container[Number(key)]) : container[key];

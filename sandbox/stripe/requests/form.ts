/**
 * Stripe's form bodies as nested values: `metadata[order]=7&expand[]=customer&items[0][price]=…`.
 * @see https://docs.stripe.com/api
 */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type Form = { [name: string]: FormValue };

/** A name with more brackets than this stays one unknown parameter, so that nesting cannot exhaust the stack. */
const maximumDepth = 10;
const nestedName = new RegExp(String.raw`^([^[]+)((?:\[[^\]]*\]){0,${maximumDepth}})$`);

export function parseForm(text: string): Form {
	const form: Form = Object.create(null);
	for (const [name, value] of new URLSearchParams(text)) {
		const [, head = name, brackets = ''] = nestedName.exec(name) ?? [];
		const path = [head, ...[...brackets.matchAll(/\[([^\]]*)\]/g)].map(([, key = '']) => key)];
		setValue(form, path, value);
	}
	return form;
}

/** Follows the path. Creates an array if the next key is empty or a number, and an object otherwise. */
function setValue(container: Form | FormValue[], [key = '', ...rest]: string[], value: string): void {
	const [next] = rest;
	const existing = getValue(container, key);
	const created = () => (next === '' || /^\d+$/.test(next ?? '') ? [] : Object.create(null));
	const inner = next === undefined ? value : typeof existing === 'object' ? existing : created();
	if (!Array.isArray(container)) container[key] = inner;
	else container[key === '' ? container.length : Math.min(Number(key), container.length)] = inner;
	if (next !== undefined) setValue(inner as Form | FormValue[], rest, value);
}

/** `[]` always starts another element. */
const getValue = (container: Form | FormValue[], key: string): FormValue | undefined =>
	Array.isArray(container) ? (key === '' ? undefined : container[Number(key)]) : container[key];

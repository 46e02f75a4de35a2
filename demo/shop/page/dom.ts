type Child = Node | string | null;

/** Makes an element. Text stays text: nothing that came over the wire is ever parsed as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	attributes: Record<string, string> = {},
	...children: Child[]
): HTMLElementTagNameMap[Name] {
	const made = document.createElement(name);
	for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
	made.append(...children.filter((child) => child !== null));
	return made;
}

/** An element that the page is written with. */
export function byId(id: string): HTMLElement {
	const found = document.getElementById(id);
	if (!found) throw new Error(`The page has no #${id}.`);
	return found;
}

/** A block of JSON that can be reached and scrolled by keyboard. */
export function jsonBlock(value: unknown, label: string): HTMLElement {
	return element(
		'pre',
		{ class: 'json', tabindex: '0', role: 'region', 'aria-label': label },
		JSON.stringify(value, null, 2),
	);
}

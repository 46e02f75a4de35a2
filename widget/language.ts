/** The languages that are asked for, the first first: what the element is told, `lang` around it, the browser's. */
export function tagsFor(element: Element, told: string): string {
	let node: Element | undefined = element;
	// Out of shadow roots, too.
	while (node && !(node as HTMLElement).lang)
		node = node.parentElement ?? (node.getRootNode() as Partial<ShadowRoot>).host;
	return `${[told || [], (node as HTMLElement | undefined)?.lang || [], navigator.languages].flat()}`;
}

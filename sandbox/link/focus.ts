/** What has the focus, looked for in open shadow roots too. */
function focused(root: Document | ShadowRoot): Element | null {
	const element = root.activeElement;
	return element?.shadowRoot?.activeElement ? focused(element.shadowRoot) : element;
}

/** Remembers what has the focus; the returned function gives it back, unless the page has moved it meanwhile. */
export function rememberFocus(document: Document, frame: HTMLIFrameElement): () => void {
	const element = focused(document);
	return () => {
		const now = document.activeElement;
		if (now !== null && now !== document.body && now !== frame) return;
		if (element instanceof HTMLElement && element.isConnected) element.focus({ preventScroll: true });
	};
}

/** What Link changes in the page behind it while it is open, and how it restores that. */

/** The focused element, also inside open shadow roots. */
function focusedElement(root: Document | ShadowRoot): Element | null {
	const element = root.activeElement;
	return element?.shadowRoot?.activeElement ? focusedElement(element.shadowRoot) : element;
}

/** Returns a function that restores the focus, unless the page has moved it in the meantime. */
export function rememberFocus(document: Document, frame: HTMLIFrameElement): () => void {
	const element = focusedElement(document);
	return () => {
		const current = document.activeElement;
		if (current !== null && current !== document.body && current !== frame) return;
		if (element instanceof HTMLElement && element.isConnected) element.focus({ preventScroll: true });
	};
}

/** How many open handlers lock the page. It scrolls again when the last one unlocks it. */
let locks = 0;
let overflowBefore = { value: '', priority: '' };

/** Prevents the page from scrolling. The returned function unlocks it; calling it again has no effect. */
export function lockScrolling(body: HTMLElement): () => void {
	if (locks === 0) {
		overflowBefore = {
			value: body.style.getPropertyValue('overflow'),
			priority: body.style.getPropertyPriority('overflow'),
		};
		body.style.setProperty('overflow', 'hidden');
	}
	locks++;
	let isLocked = true;
	return () => {
		if (!isLocked) return;
		isLocked = false;
		locks--;
		if (locks > 0) return;
		const { value, priority } = overflowBefore;
		body.style.removeProperty('overflow');
		if (value) body.style.setProperty('overflow', value, priority);
		// A body that had no style attribute gets none.
		if (body.getAttribute('style') === '') body.removeAttribute('style');
	};
}

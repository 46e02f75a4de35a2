/** Handlers that are open now; the page scrolls again when the last one has closed. */
let locks = 0;
let before = { value: '', priority: '' };

/** Keeps the page behind Link from scrolling. The returned function gives the page back as it was; once. */
export function lockScrolling(body: HTMLElement): () => void {
	if (locks === 0) {
		before = {
			value: body.style.getPropertyValue('overflow'),
			priority: body.style.getPropertyPriority('overflow'),
		};
		body.style.setProperty('overflow', 'hidden');
	}
	locks++;
	let locked = true;
	return () => {
		if (!locked) return;
		locked = false;
		locks--;
		if (locks > 0) return;
		body.style.removeProperty('overflow');
		if (before.value) body.style.setProperty('overflow', before.value, before.priority);
		// A page whose body had no style attribute gets it back without one.
		if (body.getAttribute('style') === '') body.removeAttribute('style');
	};
}

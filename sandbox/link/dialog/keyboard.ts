const focusableElements = 'button, input, a[href]';

/**
 * Keeps Tab inside the dialog. A modal dialog in a frame makes the rest of the frame inert, but not the page around
 * it. Escape calls `leave`.
 */
export function trapKeyboard(dialog: HTMLDialogElement, leave: () => void): void {
	dialog.addEventListener('cancel', (event) => {
		event.preventDefault();
		leave();
	});
	dialog.addEventListener('keydown', (event) => {
		if (event.key === 'Escape') {
			// Otherwise browsers close the dialog at the second Escape, although `cancel` was prevented.
			event.preventDefault();
			leave();
		}
		if (event.key === 'Tab') wrapFocus(dialog, event);
	});
}

/** From the last element, Tab continues at the first one, and Shift+Tab the other way round. */
function wrapFocus(dialog: HTMLDialogElement, event: KeyboardEvent): void {
	const elements = [...dialog.querySelectorAll<HTMLElement>(focusableElements)].filter((element) =>
		element.checkVisibility(),
	);
	const first = elements[0];
	const last = elements.at(-1);
	const active = document.activeElement;
	const isOutside = active === dialog || active === document.body;
	const isAtEdge = isOutside || active === (event.shiftKey ? first : last);
	const next = event.shiftKey ? last : first;
	if (!isAtEdge || !next) return;
	event.preventDefault();
	next.focus();
}

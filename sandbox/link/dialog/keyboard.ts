const focusable = 'button, input, a[href]';

/**
 * Keeps Tab inside the dialog: a modal dialog in a frame makes the rest of its own page inert, but not the
 * page around the frame. Escape is a wish to leave.
 */
export function holdKeyboard(dialog: HTMLDialogElement, leave: () => void): void {
	dialog.addEventListener('cancel', (event) => {
		event.preventDefault();
		leave();
	});
	dialog.addEventListener('keydown', (event) => {
		if (event.key === 'Escape') {
			// Else browsers close a dialog at the second Escape, whatever `cancel` says.
			event.preventDefault();
			leave();
		}
		if (event.key !== 'Tab') return;
		const elements = [...dialog.querySelectorAll<HTMLElement>(focusable)].filter((element) =>
			element.checkVisibility(),
		);
		const [first, last] = [elements[0], elements.at(-1)];
		const from = document.activeElement;
		const lost = from === dialog || from === document.body;
		const onward = event.shiftKey ? (lost || from === first) && last : (lost || from === last) && first;
		if (!onward) return;
		event.preventDefault();
		onward.focus();
	});
}

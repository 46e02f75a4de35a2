import type { OrderView } from '../../order-view.ts';

/**
 * A part of the page: `pick` takes out of an order what it shows. It is drawn anew only when that has changed, so that
 * what is open stays open, and it keeps the focus.
 */
export function createPart<Shown>(
	place: HTMLElement,
	pick: (view: OrderView) => Shown,
	draw: (shown: Shown) => (Node | string)[],
): (view: OrderView) => void {
	let last = '';
	return (view) => {
		const shown = pick(view);
		const now = JSON.stringify(shown);
		if (now === last) return;
		last = now;
		const hadFocus = place.contains(document.activeElement);
		place.replaceChildren(...draw(shown));
		if (!hadFocus) return;
		place.tabIndex = -1;
		place.focus({ preventScroll: true });
	};
}

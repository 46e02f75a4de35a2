import { html } from 'lit';
import type { InstitutionChoice } from '../../link-server/protocol.ts';

/** An institution's initials on its colour, in whichever of black and white can be read on it. */
export function badge({ name, primary_color: color }: InstitutionChoice) {
	const initials = name
		.split(/\s+/)
		.slice(0, 2)
		.map((word) => word.charAt(0).toUpperCase())
		.join('');
	const colors = color ? `background: ${color}; color: ${luminance(color) > 0.18 ? '#000' : '#fff'}` : '';
	// As a property: the page's own policy forbids style attributes.
	return html`<span class="badge" aria-hidden="true" .style=${colors}>${initials}</span>`;
}

/** Relative luminance of `#rrggbb`, 0 to 1. @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
		const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

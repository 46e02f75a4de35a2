import { svg } from 'lit';

const icon = (paths: ReturnType<typeof svg>) =>
	svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;

export const closeIcon = icon(svg`<path d="M6 6l12 12M18 6L6 18" />`);
export const backIcon = icon(svg`<path d="M15 5l-7 7 7 7" />`);
export const searchIcon = icon(svg`<circle cx="11" cy="11" r="6.5" /><path d="M16 16l4.5 4.5" />`);
export const forwardIcon = icon(svg`<path d="M9 5l7 7-7 7" />`);
export const alertIcon = icon(svg`<circle cx="12" cy="12" r="9" /><path d="M12 7.5v5.5M12 16.4v.2" />`);
export const tickIcon = icon(svg`<path d="M5 12.5l4.8 4.8L19 7.5" />`);

/** The sandbox's logo: a sun over two dunes. */
export const sandboxMark = svg`<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
	<rect class="sky" width="48" height="48" rx="14" />
	<circle class="sun" cx="31" cy="17" r="6" />
	<path class="far" d="M0 34c8-10 16-10 24-2s16 6 24-3v5a14 14 0 0 1-14 14H14A14 14 0 0 1 0 34z" />
	<path class="near" d="M0 36c10-4 18 1 26 4s15 1 21-2a14 14 0 0 1-13 10H14A14 14 0 0 1 0 36z" />
</svg>`;

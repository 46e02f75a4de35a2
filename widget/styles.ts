import { css } from 'lit';

/**
 * The element's styles. `element.ts` documents the custom properties. The colors follow the page's `color-scheme`, or
 * `theme`.
 */
export const styles = css`
:host {
	--_accent: var(--psc-accent, light-dark(#1d4ed8, #a9c1ff));
	display: inline-block;
	inline-size: min(24rem, 100%);
	vertical-align: middle;
	line-height: 1.25;
}
:host([hidden]), [hidden] { display: none }
:host([theme=light]) { color-scheme: light }
:host([theme=dark]) { color-scheme: dark }
div {
	display: flex;
	align-items: center;
	gap: .75rem;
	min-block-size: 3.5rem;
	box-sizing: border-box;
	border-radius: var(--psc-radius, .625rem);
	overflow-wrap: anywhere;
	white-space: normal;
}
.card {
	flex-wrap: wrap;
	gap: 0 .75rem;
	padding: .3125rem;
	padding-inline-start: 1rem;
	border: 1px solid var(--psc-border, light-dark(#cdd4e0, #3b465a));
	background: var(--psc-surface, light-dark(#fff, #161c28));
	color: var(--psc-text, light-dark(#1a2233, #e8ecf4));
}
button {
	display: flex;
	align-items: center;
	justify-content: center;
	gap: .625rem;
	flex: 1;
	align-self: stretch;
	min-inline-size: 0;
	min-block-size: 2.75rem;
	padding: .5rem 1rem;
	border: 1px solid transparent;
	border-radius: inherit;
	background: var(--_accent);
	color: var(--psc-accent-text, light-dark(#fff, #0d1730));
	font: inherit;
	font-weight: 600;
	cursor: pointer;
}
.card button {
	flex: none;
	align-self: center;
	margin-inline-start: auto;
	padding: .5rem .625rem;
	font-size: .875em;
	background: none;
	color: var(--_accent);
}
.search {
	flex-direction: column;
	justify-content: center;
	block-size: 22rem;
}
.search ::slotted(*) {
	flex: 1;
	align-self: stretch;
}
:host(:state(invalid)) div { outline: 2px solid light-dark(#b42318, #ffb4a8) }
button:hover { background: color-mix(in srgb, var(--_accent), #000 12%) }
.card button:hover { background: color-mix(in srgb, var(--_accent), transparent 90%) }
button:enabled:active { transform: scale(.99) }
button:focus-visible {
	outline: 3px solid var(--_accent);
	outline-offset: 2px;
}
.card button:focus-visible { outline-offset: -4px }
:host(:state(invalid)) button:focus-visible { outline-offset: 4px }
[aria-busy=true] { cursor: progress }
svg {
	flex: none;
	inline-size: 1.375em;
	fill: none;
	stroke: currentColor;
	stroke-width: 1.75;
	stroke-linecap: round;
}
p {
	flex: 1 7em;
	min-inline-size: 0;
	margin: 0;
	font-size: .875em;
}
b, p span { display: block }
b { font-size: 1.1em }
[role=status] {
	position: absolute;
	inline-size: 1px;
	overflow: hidden;
	clip-path: inset(50%);
}
@media (prefers-reduced-motion: no-preference) {
	button { transition: background .15s, transform .1s }
	[aria-busy=true] svg { animation: turn 1s linear infinite }
}
@keyframes turn { to { rotate: 1turn } }
@media (forced-colors: none) {
	.card > svg { color: light-dark(#0a7a4b, #6fdcab) }
	:host(:state(failed)) .card > svg { color: light-dark(#b42318, #ffb4a8) }
	button:disabled {
		opacity: .5;
		cursor: not-allowed;
	}
}
`;

import { css } from 'lit';

/** The styles of the authorization. They come with it, and are applied after those of the element. */
export const authorizationStyles = css`
.card:has(.ask, .copy) { border-radius: min(var(--psc-radius, .625rem), 1.25rem) }
.card:has(.ask) { padding: 0 }
.ask {
	display: flex;
	flex-direction: column;
	flex: 1 1 100%;
	gap: .75rem;
	box-sizing: border-box;
	min-inline-size: 0;
	padding: .9375rem;
	border-radius: inherit;
	container-type: inline-size;
}
.ask:focus { outline: none }
.ask:focus-visible, .text:focus-visible, input:focus-visible, .copy:focus-visible {
	outline: 3px solid var(--_accent);
	outline-offset: 2px;
}
.ask header, footer {
	display: flex;
	flex-wrap: wrap;
	align-items: center;
	gap: .5rem .75rem;
}
.ask > p { flex: none }
.ask button { border-radius: var(--psc-radius, .625rem) }
header button { margin-block: -.375rem; margin-inline-end: -.625rem }
strong { font-size: 1.125em }
.text {
	box-sizing: border-box;
	block-size: 17.5rem;
	padding: .75rem;
	border: 1px solid var(--psc-border, light-dark(#cdd4e0, #3b465a));
	border-radius: min(var(--psc-radius, .625rem), .625rem);
	overflow: auto;
	line-height: 1.5;
}
@container (inline-size > 36rem) {
	.text { block-size: 13rem }
}
.text p { white-space: pre-line }
.text p + p { margin-block-start: .75rem }
.text[aria-busy=true] { display: flex; align-items: center; gap: .75rem }
.copy {
	display: inline-flex;
	align-items: center;
	align-self: start;
	gap: .375rem;
	min-block-size: 2.75rem;
	margin-block: -.5rem;
	border-radius: .25rem;
	color: var(--_accent);
	font-size: .875em;
	font-weight: 600;
}
.card > .copy { flex-basis: 100%; margin-block: -.25rem 0; padding-inline-start: 2.125rem }
.card .main {
	flex: 1 1 8rem;
	max-inline-size: 20rem;
	padding: .5rem 1rem;
	background: var(--_accent);
	color: var(--psc-accent-text, light-dark(#fff, #0d1730));
	font-size: 1em;
}
.card .main:hover { background: color-mix(in srgb, var(--_accent), #000 12%) }
.card footer button { margin: 0 }
.card button.main:focus-visible { outline-offset: 2px }
form { display: flex; flex-direction: column; gap: .5rem }
form footer { margin-block-start: .25rem }
label { font-size: .875em; font-weight: 600 }
input {
	box-sizing: border-box;
	inline-size: 100%;
	min-block-size: 2.75rem;
	padding: .5rem .75rem;
	border: 1px solid light-dark(#6b7689, #8a96ab);
	border-radius: min(var(--psc-radius, .625rem), .625rem);
	background: Field;
	color: FieldText;
	font: inherit;
}
@media (forced-colors: active) {
	.card button:enabled { border-color: ButtonText; color: ButtonText }
}
`;

/** Of the authorization alone; they come with it, and lie over those of the element. */
export const authorizationStyles = `
:host(:state(authorizing)) .card { padding: .9375rem }
.ask {
	display: flex;
	flex-direction: column;
	flex: 1 1 100%;
	gap: .75rem;
	min-inline-size: 0;
	border-radius: calc(var(--psc-radius, .625rem) / 2);
}
.ask:focus { outline: none }
.ask:focus-visible, .text:focus-visible, input:focus-visible, .copy:focus-visible {
	outline: 3px solid var(--_accent);
	outline-offset: 2px;
}
.ask header, .ask footer {
	display: flex;
	flex-wrap: wrap;
	align-items: center;
	gap: .5rem .75rem;
}
.ask p { flex-basis: 6rem }
.ask header button { margin-block: -.375rem; margin-inline-end: -.625rem }
strong { font-size: 1.125rem }
.text {
	box-sizing: border-box;
	block-size: 13rem;
	padding: .75rem;
	border: 1px solid var(--psc-border, light-dark(#cdd4e0, #3b465a));
	border-radius: inherit;
	overflow: auto;
	line-height: 1.5;
}
.text p { white-space: pre-line }
.text p + p { margin-block-start: .75rem }
.text[aria-busy=true] { display: flex; align-items: center; gap: .75rem }
.note { opacity: .85 }
.copy {
	display: inline-flex;
	align-items: center;
	align-self: start;
	gap: .375rem;
	min-block-size: 2.75rem;
	margin-block: -.5rem;
	border-radius: inherit;
	color: var(--_accent);
	font-size: .875rem;
	font-weight: 600;
}
.copy svg { inline-size: 1.125rem }
.card > .copy { flex-basis: 100%; margin-block: 0; padding-inline-start: 2.125rem }
.card button.main {
	flex: 1 1 8rem;
	margin: 0;
	padding: .5rem 1rem;
	background: var(--_accent);
	color: var(--psc-accent-text, light-dark(#fff, #0d1730));
	font-size: 1rem;
}
.card .main:hover { background: color-mix(in srgb, var(--_accent), #000 12%) }
.ask footer button { margin: 0 }
.ask form { display: flex; flex-direction: column; gap: .5rem; border-radius: inherit }
.ask form footer { margin-block-start: .25rem }
label { font-size: .875rem; font-weight: 600 }
input {
	box-sizing: border-box;
	inline-size: 100%;
	min-block-size: 2.75rem;
	padding: .5rem .75rem;
	border: 1px solid light-dark(#6b7689, #8a96ab);
	border-radius: inherit;
	background: Field;
	color: FieldText;
	font: inherit;
}
`;

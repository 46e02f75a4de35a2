/** The page's styles. */
export const style = `
:root {
	color-scheme: light dark;
	--page: light-dark(#faf8f3, #16181a);
	--surface: light-dark(#ffffff, #1e2124);
	--text: light-dark(#1f2328, #e8e6e1);
	--muted: light-dark(#5b6068, #a3a8ae);
	--divider: light-dark(#e4dfd3, #34393e);
	--border: light-dark(#8a857a, #7b8188);
	--accent: light-dark(#7a4b00, #f0c274);
	--good: light-dark(#1a6b3c, #7fd6a2);
	--waiting: light-dark(#7a4b00, #f0c274);
	--bad: light-dark(#a32222, #ff9d94);
	--mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
* { box-sizing: border-box; }
body {
	margin: 0 auto;
	padding: clamp(1rem, 3vw, 2rem);
	max-width: 90rem;
	background: var(--page);
	color: var(--text);
	font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif;
}
h1, h2, p, ul, ol { margin: 0; padding: 0; }
h1 { font-size: 1.625rem; line-height: 1.2; letter-spacing: -0.01em; }
h2 { font-size: 1rem; margin-bottom: 0.625rem; }
h2 small { color: var(--muted); font-weight: 400; margin-inline-start: 0.25rem; }
header { display: flex; flex-wrap: wrap; gap: 0.75rem 2rem; align-items: center; justify-content: space-between; }
header p, .empty, time, summary span, li > span { color: var(--muted); }
#message { min-height: 1.5em; margin-block: 0.5rem; color: var(--accent); }
.controls, main { display: grid; gap: 1rem; }
.controls { grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); margin-bottom: 1rem; }
main { grid-template-columns: minmax(0, 1fr); align-items: start; }
@media (min-width: 64rem) {
	main { grid-template-columns: minmax(0, 1fr) minmax(0, 1.15fr); }
}
.controls > section, main section {
	background: var(--surface);
	border: 1px solid var(--divider);
	border-radius: 12px;
	padding: 1rem;
	min-width: 0;
}
main > div:first-child, #mode, #faults { display: grid; gap: 1rem; min-width: 0; }
#mode, #faults { gap: 0.625rem; justify-items: start; }
.now { font: 600 1.25rem/1.3 var(--mono); color: var(--text); }
.controls > section { display: flex; flex-direction: column; gap: 0.625rem; }
.controls h2 { margin: 0; }
.buttons, form { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
form label { display: flex; gap: 0.375rem; align-items: center; color: var(--muted); max-width: 100%; }
button, input, select { font: inherit; color: var(--text); min-height: 2.25rem; border-radius: 8px; border: 1px solid var(--border); }
button { background: var(--surface); padding: 0.25rem 0.75rem; cursor: pointer; }
button[aria-pressed=true] { background: var(--accent); border-color: var(--accent); color: var(--surface); }
button:not([aria-pressed=true]):hover { border-color: var(--accent); color: var(--accent); }
input, select { background: var(--page); padding: 0.25rem 0.5rem; min-width: 0; max-width: 100%; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.rows { list-style: none; }
.rows > li { border-top: 1px solid var(--divider); padding-block: 0.5rem; overflow-wrap: anywhere; }
.rows > li:first-child { border-top: 0; padding-top: 0; }
.rows > li:not(:has(details)), summary { display: flex; flex-wrap: wrap; gap: 0.125rem 0.75rem; align-items: center; }
.rows > li button { margin-inline-start: auto; }
summary { cursor: pointer; padding-block: 0.125rem; border-radius: 4px; }
summary::before { content: "▸"; color: var(--muted); }
details[open] > summary::before { content: "▾"; }
.api { min-width: 2.75rem; }
code, pre, time { font-family: var(--mono); font-size: 0.8125rem; }
summary strong { font-weight: 600; flex: 1 1 9rem; min-width: 0; }
pre {
	background: var(--page);
	border: 1px solid var(--divider);
	border-radius: 8px;
	padding: 0.75rem;
	margin: 0.5rem 0 0;
	overflow: auto;
	max-height: 22rem;
	white-space: pre-wrap;
}
.chip { border: 1px solid currentColor; border-radius: 999px; padding: 0 0.5rem; font-size: 0.8125rem; white-space: nowrap; }
.rows .chip.good, .chip.good { color: var(--good); }
.rows .chip.waiting, .chip.waiting { color: var(--waiting); }
.rows .chip.bad, .chip.bad { color: var(--bad); }
.rows .chip.inactive, .chip.inactive { color: var(--muted); }
`;

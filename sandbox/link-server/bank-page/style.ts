/** A bank's page must not look like Link. `--bank` is the bank's color. */
export const bankPageStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
	--page: light-dark(#f4f5f7, #14171a); --surface: light-dark(#fff, #1e2327); --text: light-dark(#1a2026, #eef1f3);
	--muted: light-dark(#566069, #a9b4bc); --border: light-dark(#7d8790, #7c8790);
	--accent: light-dark(color-mix(in oklab, var(--bank), #000 8%), color-mix(in oklab, var(--bank), #fff 62%)); --on-accent: light-dark(#fff, #0d1317); }
* { box-sizing: border-box; }
body { display: flex; flex-direction: column; min-height: 100dvh; margin: 0; background: var(--page); color: var(--text); }
header { padding: 1rem 1.5rem; background: var(--bank); color: #fff; font-weight: 650; }
main { flex: 1; width: min(28rem, 100%); margin: 0 auto; padding: 2rem 1.5rem; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
p { margin: 0 0 1.25rem; color: var(--muted); }
form > label { display: block; margin-bottom: .25rem; font-weight: 600; }
form > input { width: 100%; min-height: 2.75rem; margin-bottom: 1rem; padding: .5rem .75rem; border: 1px solid var(--border);
	border-radius: 6px; background: var(--surface); color: inherit; font: inherit; }
fieldset { display: grid; gap: .5rem; margin: .5rem 0 1.5rem; padding: 0; border: 0; }
legend { margin-bottom: .5rem; padding: 0; font-weight: 600; }
.account { display: flex; gap: .75rem; align-items: center; min-height: 2.75rem; padding: .5rem .75rem; border-radius: 6px;
	background: var(--surface); font-variant-numeric: tabular-nums; }
.account input { width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--accent); }
.error { margin: 0; color: light-dark(#a4271c, #ffa79c); }
button { width: 100%; min-height: 3rem; margin-bottom: .75rem; border: 1px solid transparent; border-radius: 6px;
	background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
.secondary { border-color: var(--border); background: transparent; color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
footer { position: sticky; bottom: 0; padding: .625rem 1.5rem; background: light-dark(#f6eedd, #2b2719); color: light-dark(#5d4915, #ecdba9);
	font-size: .8125rem; text-align: center; }
`;

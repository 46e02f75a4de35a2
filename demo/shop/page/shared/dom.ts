import { html, render, type TemplateResult } from 'lit/html.js';

/** Returns the element with this id. Throws if the page's HTML has none. */
export function byId(id: string): HTMLElement {
	const found = document.getElementById(id);
	if (!found) throw new Error(`The page has no #${id}.`);
	return found;
}

/**
 * Renders a template into `place`. If that removes the control that has the focus, `place` takes the focus, so that
 * keyboard users stay where they were.
 */
export function renderKeepingFocus(template: TemplateResult, place: HTMLElement): void {
	const hadFocus = place.contains(document.activeElement);
	render(template, place);
	if (!hadFocus || place.contains(document.activeElement)) return;
	place.tabIndex = -1;
	place.focus({ preventScroll: true });
}

/** Runs an action while the button that was clicked is disabled, so that a second click does nothing. */
export async function disableDuring(event: Event, action: () => Promise<void>): Promise<void> {
	const button = event.currentTarget as HTMLButtonElement;
	button.disabled = true;
	await action();
	button.disabled = false;
}

/** A block of JSON that keyboard users can reach and scroll. */
export const jsonBlock = (value: unknown, label: string): TemplateResult =>
	html`<pre class="json" tabindex="0" role="region" aria-label=${label}>${JSON.stringify(value, null, 2)}</pre>`;

/** The two buttons that switch a panel between a summary and JSON. */
export const summaryOrJson = (asJson: boolean, choose: (asJson: boolean) => void): TemplateResult => html`
	<fieldset class="toggle" aria-label="Show as">
		<button type="button" aria-pressed=${!asJson} @click=${() => choose(false)}>Summary</button>
		<button type="button" aria-pressed=${asJson} @click=${() => choose(true)}>JSON</button>
	</fieldset>
`;

/** One row of a `<dl class="facts">`. */
export const fact = (name: string, value: unknown): TemplateResult => html`
	<div>
		<dt class="fact-name">${name}</dt>
		<dd>${value}</dd>
	</div>
`;

/** What a part of the page shows when its data could not be loaded. */
export const notLoaded = (retry: () => void): TemplateResult => html`
	<p>The shop does not answer.</p>
	<button type="button" class="button" @click=${retry}>Try again</button>
`;

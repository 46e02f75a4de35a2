import { html } from 'hono/html';

/** A button that calls a control; `body` is what it sends. */
export const button = (
	label: string,
	control: string,
	body: unknown,
	more: { method?: string; pressed?: boolean } = {},
) =>
	html`<button type="button" data-control="${control}" data-method="${more.method ?? 'POST'}"
		data-body="${JSON.stringify(body)}" data-key="${control} ${label}"${
			more.pressed === undefined ? '' : html` aria-pressed="${String(more.pressed)}"`
		}>${label}</button>`;

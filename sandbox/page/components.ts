/** The building blocks of the page. */
import { html } from 'hono/html';

/** Each list shows at most this many entries. */
const maximumShown = 50;

export const newestFirst = <Entry>(entries: Iterable<Entry>): Entry[] =>
	[...entries].reverse().slice(0, maximumShown);

/** `2026-11-28 07:02:06` in UTC. */
export const time = (ms: number) => new Date(ms).toISOString().replace('T', ' ').slice(0, 19);
/** `11-28 07:02` in UTC. */
export const shortTime = (ms: number) => time(ms).slice(5, 16);

export type Tone = 'good' | 'waiting' | 'bad' | 'inactive';
export const chip = (tone: Tone, label: string) => html`<span class="chip ${tone}">${label}</span>`;

/** A section with a list. `emptyText` replaces the list if there are no entries. */
export const section = ({
	id,
	heading,
	count,
	list,
	emptyText,
}: {
	id: string;
	heading: string;
	count: number;
	list: unknown;
	emptyText: string;
}) =>
	html`<div id="${id}"><section aria-labelledby="${id}-heading">
		<h2 id="${id}-heading">${heading} <small>${count > maximumShown ? `${maximumShown} of ${count}` : count}</small></h2>
		${count === 0 ? html`<p class="empty">${emptyText}</p>` : list}
	</section></div>`;

/** A button that calls a control with this body. `pressed` makes it a toggle button. */
export const button = ({
	label,
	control,
	body,
	method = 'POST',
	pressed,
}: {
	label: string;
	control: string;
	body: unknown;
	method?: 'POST' | 'DELETE';
	pressed?: boolean;
}) =>
	html`<button type="button" data-control="${control}" data-method="${method}"
		data-body="${JSON.stringify(body)}" data-key="${control} ${label}"${
			pressed === undefined ? '' : html` aria-pressed="${String(pressed)}"`
		}>${label}</button>`;

/** What the parts of the page are made of. */
import { html } from 'hono/html';

/** So many of each are shown, the newest first. */
const shown = 50;

export const newest = <Entry>(entries: Iterable<Entry>): Entry[] => [...entries].reverse().slice(0, shown);

export const time = (ms: number) => new Date(ms).toISOString().replace('T', ' ').slice(0, 19);
export const shortTime = (ms: number) => time(ms).slice(5, 16);

export type Tone = 'good' | 'wait' | 'bad' | 'off';
export const chip = (tone: Tone, label: string) => html`<span class="chip ${tone}">${label}</span>`;

export const section = (id: string, heading: string, count: number, content: unknown, empty: string) =>
	html`<div id="${id}"><section aria-labelledby="${id}-heading">
		<h2 id="${id}-heading">${heading} <small>${count > shown ? `${shown} of ${count}` : count}</small></h2>
		${count === 0 ? html`<p class="empty">${empty}</p>` : content}
	</section></div>`;

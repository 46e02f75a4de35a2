import { html, render, type TemplateResult } from 'lit/html.js';
import { byId, jsonBlock } from './dom.ts';

/** The element's events. A `bank-event` is one of Link's own events, passed on. */
const names = [
	'bank-status',
	'bank-open',
	'bank-event',
	'bank-exit',
	'bank-error',
	'bank-token',
	'bank-authorized',
] as const;

type EventName = (typeof names)[number];
type LoggedEvent = { name: EventName; at: Date; detail: unknown };

export type EventLog = {
	/** Logs the element's events in a document: this page's, or that of a frame. `onEvent` runs for each of them. */
	listenTo(source: Document, onEvent?: (name: string) => void): void;
	/** Empties the log. The message takes the place of the count. */
	clear(message: string): void;
};

/** The panel "Events": lists each event of the element with its detail. */
export function createEventLog(): EventLog {
	const list = byId('event-list');
	const log = byId('event-log');
	const count = byId('event-count');
	let events: LoggedEvent[] = [];

	function add(event: LoggedEvent): void {
		events.push(event);
		count.textContent = String(events.length);
		render(events.map(eventLine), list);
		log.scrollTop = log.scrollHeight;
	}

	return {
		listenTo(source, onEvent) {
			for (const name of names) {
				source.addEventListener(name, (event) => {
					// A frame has its own `CustomEvent` class, so `instanceof` would not match.
					if (!('detail' in event)) return;
					onEvent?.(name);
					add({ name, at: new Date(), detail: event.detail });
				});
			}
		},
		clear(message) {
			events = [];
			render(events, list);
			count.textContent = message;
		},
	};
}

const eventLine = ({ name, at, detail }: LoggedEvent): TemplateResult => html`
	<li class="event ${name}">
		<details>
			<summary class="event-line">
				<code class="event-name">${name}</code>
				<span class="event-gist">${gist(name, detail)}</span>
				<time datetime=${at.toISOString()}>${at.toTimeString().slice(0, 8)}</time>
			</summary>
			${jsonBlock(detail, `Detail of ${name}`)}
		</details>
	</li>
`;

/** The most useful word of each event's detail. */
const gistFields: Partial<Record<EventName, string>> = {
	'bank-status': 'status',
	'bank-event': 'name',
	'bank-token': 'connection',
	'bank-authorized': 'authorization',
	'bank-error': 'code',
	'bank-exit': 'status',
};

function gist(name: EventName, detail: unknown): string {
	const field = gistFields[name];
	if (!field || !detail || typeof detail !== 'object') return '';
	const value = (detail as Record<string, unknown>)[field];
	return typeof value === 'string' ? value : '';
}

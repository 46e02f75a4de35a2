import { byId, element, jsonBlock } from './dom.ts';

/** What the element tells a page. `bank-event`s are Link's own, passed on. */
const names = [
	'bank-status',
	'bank-open',
	'bank-event',
	'bank-exit',
	'bank-error',
	'bank-token',
	'bank-authorized',
] as const;

export type HeardEvent = { at: number; name: string };

/**
 * Shows every event of the element as it comes, and adds its name and time to those heard.
 * The element may be in a frame of this page: then `source` is the frame's document.
 */
export function showEvents(heard: HeardEvent[], source: Document = document): void {
	let shown = 0;
	const list = byId('event-list');
	const log = byId('event-log');
	const count = byId('event-count');
	for (const name of names) {
		source.addEventListener(name, (event) => {
			// Another document has another `CustomEvent`.
			if (!('detail' in event)) return;
			heard.push({ at: Date.now(), name });
			count.textContent = String(++shown);
			list.append(entry(name, event.detail));
			log.scrollTop = log.scrollHeight;
		});
	}
}

function entry(name: string, detail: unknown): HTMLElement {
	const time = new Date();
	return element(
		'li',
		{ class: `event ${name}` },
		element(
			'details',
			{},
			element(
				'summary',
				{ class: 'event-line' },
				element('code', { class: 'event-name' }, name),
				element('span', { class: 'event-gist' }, gist(name, detail)),
				element('time', { datetime: time.toISOString() }, clockTime(time)),
			),
			jsonBlock(detail, `Detail of ${name}`),
		),
	);
}

/** The one word of the detail that tells most. */
function gist(name: string, detail: unknown): string {
	const read = (key: string) => {
		const value = detail && typeof detail === 'object' ? (detail as Record<string, unknown>)[key] : undefined;
		return typeof value === 'string' ? value : '';
	};
	switch (name) {
		case 'bank-status':
			return read('status');
		case 'bank-event':
			return read('name');
		case 'bank-token':
			return read('connection');
		case 'bank-authorized':
			return read('authorization');
		case 'bank-error':
			return read('code');
		case 'bank-exit':
			return read('status');
		default:
			return '';
	}
}

function clockTime(time: Date): string {
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

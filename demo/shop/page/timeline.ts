import type { Step } from '../sequence.ts';
import { byId, element, jsonBlock } from './dom.ts';
import { formatDuration } from './money.ts';

export type Story = { calls: Step[]; events: { at: number; name: string }[]; workers_known: boolean };

/** From the shopper to the bank, so that mostly neighbours talk to each other. */
const lanes = ['Your page', 'Your server', 'Your Worker', 'Plaid', 'Stripe'];

/** A pause this long belongs to the shopper, not to the machines. */
const pause = 1000;

/** Draws the calls as a sequence: one line per call, an arrow from who called to whom. */
export function showTimeline({ calls, events, workers_known }: Story): void {
	const place = byId('calls');
	place.setAttribute('aria-busy', 'false');
	const [first] = calls;
	if (!first) {
		place.replaceChildren(element('p', { class: 'quiet' }, 'The calls of this run are not known any more.'));
		return;
	}

	const longest = Math.max(...calls.map((call) => call.duration_ms), 1);
	const rows: HTMLElement[] = [];
	let reached = first.at;
	for (const call of calls) {
		if (call.at - reached > pause) rows.push(interlude(call.at - reached, shopperDid(events, call.at)));
		rows.push(row(call, first.at, longest));
		reached = Math.max(reached, call.at + call.duration_ms);
	}
	place.replaceChildren(
		element(
			'div',
			{ class: 'lane-names', 'aria-hidden': 'true' },
			element('div', { class: 'lanes' }, ...lanes.map((lane) => element('span', {}, lane))),
			element('span', {}, 'Call'),
			element('span', { class: 'number' }, 'Took'),
		),
		element('ol', { class: 'steps' }, ...rows),
		element('p', { class: 'calls-note quiet' }, summary(calls)),
	);
	if (!workers_known) {
		place.append(
			element(
				'p',
				{ class: 'calls-note quiet' },
				'What your Worker asked of Plaid and Stripe is in its own log: with real keys, nobody else is told.',
			),
		);
	}
}

function row(call: Step, began: number, longest: number): HTMLElement {
	const bar = element('span', { class: 'bar' });
	bar.style.setProperty('--share', String(Math.max(call.duration_ms / longest, 0.01)));
	const failed = outcome(call) === unanswered || (call.status ?? 0) >= 400;
	const made = element(
		'li',
		{ class: 'step' },
		element(
			'details',
			{},
			element(
				'summary',
				{ class: 'step-line' },
				element(
					'span',
					{ class: 'lanes', 'aria-hidden': 'true' },
					...lanes.map(() => element('i')),
					arrow(call),
				),
				element(
					'span',
					{ class: 'call' },
					element('span', { class: 'who' }, `${call.from} → ${call.to}`),
					element(
						'span',
						{ class: 'what' },
						element('code', { class: 'method' }, call.method),
						' ',
						element('code', { class: 'path' }, ...breakable(call.path)),
						element('span', { class: failed ? 'status failed' : 'status' }, ` ${outcome(call)}`),
					),
				),
				element('span', { class: 'took number' }, formatDuration(call.duration_ms), bar),
			),
			element(
				'div',
				{ class: 'exchange' },
				...part('Sent', call.request, 'No body.'),
				...part('Answered', call.answer, 'Nothing to show: a script, or an empty answer.'),
				element('p', { class: 'began quiet' }, `Began ${formatDuration(call.at - began)} into the run.`),
			),
		),
	);
	made.style.setProperty('--depth', String(call.depth));
	return made;
}

const unanswered = 'no answer';

/** A browser does not tell the status of every script that it loads. */
function outcome({ status, path }: Step): string {
	return status === null ? (path.endsWith('.js') ? '' : unanswered) : String(status);
}

function part(title: string, body: unknown, nothing: string): HTMLElement[] {
	return [
		element(
			'div',
			{ class: 'part' },
			element('h3', { class: 'part-title' }, title),
			body === null ? element('p', { class: 'part-nothing quiet' }, nothing) : jsonBlock(body, title),
		),
	];
}

function arrow({ from, to }: Step): HTMLElement {
	const [start, end] = [lanes.indexOf(from), lanes.indexOf(to)];
	const line = element('span', { class: start < end ? 'arrow onward' : 'arrow back' });
	line.style.setProperty('--first', String(Math.min(start, end)));
	line.style.setProperty('--span', String(Math.abs(end - start)));
	return line;
}

function interlude(length: number, what: string): HTMLElement {
	return element('li', { class: 'interlude' }, element('span', {}, `${what}, ${formatDuration(length)}`));
}

function shopperDid(events: Story['events'], to: number): string {
	const turns = events.filter(({ at, name }) => at < to && /^bank-(open|exit|token|authorized)$/.test(name));
	switch (turns.at(-1)?.name) {
		case 'bank-open':
			return 'The shopper is in Link';
		case 'bank-token':
			return 'The shopper reads the authorization';
		default:
			return 'The shopper reads the page';
	}
}

function summary(calls: Step[]): string {
	const total = calls.filter((call) => call.depth === 0).reduce((sum, call) => sum + call.duration_ms, 0);
	const failed = calls.filter((call) => (call.status ?? 0) >= 400).length;
	return `${calls.length} calls; the shopper waited ${formatDuration(total)} for them${failed ? `; ${failed} refused` : ''}.`;
}

/** Long paths break after a slash, nowhere else. */
function breakable(path: string): (Node | string)[] {
	return path.split(/(?<=[/?])/).flatMap((piece) => [piece, element('wbr')]);
}

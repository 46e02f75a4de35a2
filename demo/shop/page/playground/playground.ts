import { byId, element } from '../dom.ts';
import { createFields } from './fields.ts';
import { createPreview } from './preview.ts';
import { snippet } from './snippet.ts';
import { createTroubles, type Start } from './troubles.ts';

let start: Start = { blocked: false, down: false };
let lastConnection = '';

const preview = createPreview((connection) => {
	lastConnection = connection;
	repair.hidden = false;
});
const fields = createFields({ attributes: byId('attributes'), theme: byId('theme') }, update);

/** It can be scrolled by keyboard where it is too wide. */
const code = element('pre', {
	class: 'json snippet',
	tabindex: '0',
	role: 'region',
	'aria-label': 'Code to copy',
});
byId('snippet').append(code);

function update(): void {
	const choice = fields.choice();
	preview.show(choice);
	code.textContent = snippet(choice);
}

/** What the shop's server, or this page, knows and nobody wants to type. */
const session = element('button', { type: 'button', class: 'button plain' }, 'Make a session');
session.addEventListener('click', async () => {
	const answer = await fetch('/playground/session', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: '{}',
	});
	const made = (await answer.json()) as { session?: string; error?: { message: string } };
	if (made.session) fields.set('session', made.session);
	else byId('trouble-now').textContent = made.error?.message ?? 'The shop made no session.';
});
const repair = element(
	'button',
	{ type: 'button', class: 'button plain', hidden: '' },
	'Repair the last one',
);
repair.addEventListener('click', () => {
	fields.set('connection', lastConnection);
	begin(start);
});
byId('attributes').append(element('div', { class: 'looks' }, session, repair));

function begin(next: Start): void {
	start = next;
	preview.restart(start);
}

for (const [id, choose] of [
	['width', (value: string) => byId('window').classList.toggle('phone', value === 'phone')],
	['scheme', (value: string) => preview.wear({ scheme: value })],
] as const) {
	const buttons = [...byId(id).querySelectorAll('button')];
	for (const button of buttons) {
		button.addEventListener('click', () => {
			for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
			choose(button.value);
		});
	}
}

byId('settings').addEventListener('submit', (event) => event.preventDefault());
byId('restart').addEventListener('click', () => begin(start));
byId('copy').addEventListener('click', async () => {
	const button = byId('copy');
	const words = await navigator.clipboard.writeText(code.textContent ?? '').then(
		() => 'Copied',
		() => 'Select it and copy',
	);
	button.textContent = words;
	setTimeout(() => {
		button.textContent = 'Copy';
	}, 2000);
});

// On a phone the preview comes first: the settings wait until they are wanted.
const first = byId('settings').querySelector('details');
if (first && matchMedia('(max-width: 59.99rem)').matches) first.open = false;

update();
void createTroubles(byId('troubles'), byId('trouble-now'), begin);

import { html, render } from 'lit/html.js';
import { byId } from '../shared/dom.ts';
import { createFaults } from './faults.ts';
import { createFields } from './fields.ts';
import { createPreview, type PreviewStart } from './preview.ts';
import { snippet } from './snippet.ts';

let start: PreviewStart = { isLinkBlocked: false, isBackendDown: false };
let lastConnection = '';

const preview = createPreview((connection) => {
	lastConnection = connection;
	byId('repair').hidden = false;
});

/** Values that nobody wants to type. */
const buttons = html`
	<button type="button" class="button plain" @click=${makeSession}>Make a session</button>
	<button type="button" class="button plain" id="repair" hidden @click=${repair}>Repair the last one</button>
`;
const fields = createFields(buttons, update);

function update(): void {
	const settings = fields.settings();
	preview.show(settings);
	// Keyboard users can scroll the code where it is too wide.
	render(
		html`<pre class="json snippet" tabindex="0" role="region" aria-label="Code to copy">${snippet(settings)}</pre>`,
		byId('snippet'),
	);
}

async function makeSession(): Promise<void> {
	const response = await fetch('/playground/session', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: '{}',
	});
	const answer = (await response.json()) as { session?: string; error?: { message: string } };
	if (answer.session) fields.fillIn('session', answer.session);
	else render(answer.error?.message ?? 'The shop made no session.', byId('fault-status'));
}

function repair(): void {
	fields.fillIn('connection', lastConnection);
	restart(start);
}

function restart(next: PreviewStart): void {
	start = next;
	preview.restart(start);
}

async function copy(): Promise<void> {
	const button = byId('copy');
	button.textContent = await navigator.clipboard.writeText(snippet(fields.settings())).then(
		() => 'Copied',
		() => 'Select it and copy',
	);
	setTimeout(() => {
		button.textContent = 'Copy';
	}, 2000);
}

/** Lets a visitor press one button of a group at a time. */
function onChoice(groupId: string, choose: (value: string) => void): void {
	const group = [...byId(groupId).querySelectorAll('button')];
	for (const button of group) {
		button.addEventListener('click', () => {
			for (const other of group) other.setAttribute('aria-pressed', String(other === button));
			choose(button.value);
		});
	}
}

onChoice('width', (value) => byId('window').classList.toggle('phone', value === 'phone'));
onChoice('scheme', preview.setColorScheme);
byId('settings').addEventListener('submit', (event) => event.preventDefault());
byId('restart').addEventListener('click', () => restart(start));
byId('copy').addEventListener('click', copy);

// In a narrow window the preview comes first, and the settings are closed until the visitor opens them.
const firstGroup = byId('settings').querySelector('details');
if (firstGroup && matchMedia('(max-width: 59.99rem)').matches) firstGroup.open = false;

update();
void createFaults(restart);

/** The page's script. It replaces the parts that have changed, and sends the buttons and forms to the controls. */
export const script = `
const message = document.querySelector('#message');
/** The last content of each part, by id. */
const lastContent = new Map();

const keyOf = (element) => element.closest('[data-key]')?.dataset.key;

/** Replaces the parts that have changed. Open details stay open, and the focus stays where it is. */
function showParts(parts) {
	for (const part of parts.querySelectorAll(':scope > [id]')) {
		const content = part.innerHTML;
		if (lastContent.get(part.id) === content) continue;
		lastContent.set(part.id, content);
		const target = document.getElementById(part.id);
		const openKeys = new Set([...target.querySelectorAll('details[open]')].map(keyOf));
		const focusedKey = target.contains(document.activeElement) ? keyOf(document.activeElement) : null;
		target.replaceChildren(...part.childNodes);
		for (const details of target.querySelectorAll('details')) details.open = openKeys.has(keyOf(details));
		if (focusedKey) {
			[...target.querySelectorAll('[data-key]')].find((element) => keyOf(element) === focusedKey)?.focus();
		}
	}
}

function showMessage(text, isUnreachable = false) {
	message.textContent = text;
	message.dataset.unreachable = isUnreachable ? 'yes' : '';
}

const showUnreachable = () => showMessage('The sandbox does not respond. Is it still running?', true);

async function refresh() {
	try {
		const response = await fetch('/_sandbox/page/parts');
		const { body } = new DOMParser().parseFromString(await response.text(), 'text/html');
		showParts(body);
		if (message.dataset.unreachable) showMessage('');
	} catch {
		showUnreachable();
	}
}

async function callControl(name, method, body) {
	showMessage('…');
	try {
		const response = await fetch('/_sandbox/' + name, {
			method,
			headers: { 'content-type': 'application/json' },
			...(body === null ? {} : { body: JSON.stringify(body) }),
		});
		const { error } = await response.json();
		showMessage(error ? error.message : 'Done: ' + name.split('/').join(' '));
	} catch {
		showUnreachable();
	}
	await refresh();
}

document.addEventListener('click', ({ target }) => {
	const button = target.closest('button[data-control]');
	if (button) callControl(button.dataset.control, button.dataset.method, JSON.parse(button.dataset.body));
});

document.addEventListener('submit', (event) => {
	event.preventDefault();
	const form = event.target;
	const body = {};
	for (const field of form.elements) {
		if (!field.name || ('json' in field.dataset && field.value === '')) continue;
		body[field.name] = 'json' in field.dataset ? JSON.parse(field.value) : field.value;
	}
	callControl(form.dataset.control, 'POST', body);
});

setInterval(() => document.hidden || refresh(), 2000);
document.addEventListener('visibilitychange', () => document.hidden || refresh());
`;

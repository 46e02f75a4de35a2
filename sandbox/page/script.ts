/** The page's script: it swaps the parts that have changed, and sends the buttons' and forms' controls. */
export const script = `
const told = document.querySelector('#told');
const last = new Map();

function show(parts) {
	for (const fresh of parts.querySelectorAll(':scope > [id]')) {
		const text = fresh.innerHTML;
		if (last.get(fresh.id) === text) continue;
		last.set(fresh.id, text);
		const here = document.getElementById(fresh.id);
		const open = new Set([...here.querySelectorAll('details[open]')].map(({ dataset }) => dataset.key));
		const focused = here.contains(document.activeElement) ? keyOf(document.activeElement) : null;
		here.replaceChildren(...fresh.childNodes);
		for (const details of here.querySelectorAll('details')) details.open = open.has(details.dataset.key);
		if (focused) [...here.querySelectorAll('[data-key]')].find((each) => keyOf(each) === focused)?.focus();
	}
}

const keyOf = (element) => element.closest('[data-key]')?.dataset.key;

async function refresh() {
	try {
		const answer = await fetch('/_sandbox/page/parts');
		const { body } = new DOMParser().parseFromString(await answer.text(), 'text/html');
		show(body);
		if (told.dataset.gone) tell('');
	} catch {
		tell('The sandbox does not answer. Is it still running?', true);
	}
}

function tell(text, gone = false) {
	told.textContent = text;
	told.dataset.gone = gone ? 'yes' : '';
}

async function control(name, method, body) {
	tell('…');
	try {
		const answer = await fetch('/_sandbox/' + name, {
			method,
			headers: { 'content-type': 'application/json' },
			...(body === null ? {} : { body: JSON.stringify(body) }),
		});
		const { error } = await answer.json();
		tell(error ? error.message : 'Done: ' + name.split('/').join(' '));
	} catch {
		tell('The sandbox does not answer. Is it still running?', true);
	}
	await refresh();
}

document.addEventListener('click', ({ target }) => {
	const button = target.closest('button[data-control]');
	if (button) control(button.dataset.control, button.dataset.method, JSON.parse(button.dataset.body));
});

document.addEventListener('submit', (event) => {
	event.preventDefault();
	const form = event.target;
	const body = {};
	for (const field of form.elements) {
		if (!field.name || ('json' in field.dataset && field.value === '')) continue;
		body[field.name] = 'json' in field.dataset ? JSON.parse(field.value) : field.value;
	}
	control(form.dataset.control, 'POST', body);
});

setInterval(() => document.hidden || refresh(), 2000);
document.addEventListener('visibilitychange', () => document.hidden || refresh());
`;

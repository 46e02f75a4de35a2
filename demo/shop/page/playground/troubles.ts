import { element } from '../dom.ts';
import { passwords } from './settings.ts';

/** How the preview has to begin for a trouble that is the page's own. */
export type Start = { blocked: boolean; down: boolean };

type Trouble = { name: string; title: string; outcome: string; start?: Partial<Start> };

/** What is on the buttons, and what is to be seen once one is pressed. */
const list: readonly Trouble[] = [
	{
		name: 'none',
		title: 'Nothing',
		outcome: 'Everything works again.',
	},
	{
		name: 'link-blocked',
		title: 'Link’s script blocked',
		outcome: 'As by an ad blocker: press the button, and it says so. `link_script_blocked`.',
		start: { blocked: true },
	},
	{
		name: 'backend-down',
		title: 'Backend down',
		outcome: 'The element cannot reach its backend: `backend_unreachable`, and another try is offered.',
		start: { down: true },
	},
	{
		name: 'plaid-slow',
		title: 'Backend slow',
		outcome: 'A link token takes four seconds. The button says that it is at work.',
	},
	{
		name: 'plaid-down',
		title: 'Plaid down',
		outcome: 'Plaid answers 503 to the Worker: `plaid_unavailable`, and another try is offered.',
	},
	{
		name: 'link-token-expired',
		title: 'Link token expired',
		outcome:
			'Four hours have passed for Plaid. A token that the page has already is renewed without a word; open Link first to see it happen.',
	},
	{
		name: 'stripe-not-linked',
		title: 'Stripe not linked',
		outcome:
			'The bank is signed in to, then no Stripe token can be made: the shopper hears that it is not possible, the log tells you why.',
	},
	{
		name: 'exchange-answer-lost',
		title: 'Exchange’s answer lost',
		outcome:
			'Plaid spends the public token and the connection breaks: `exchange_lost`. Only a new sign-in helps.',
	},
	{
		name: 'stripe-token-answer-lost',
		title: 'Stripe token’s answer lost',
		outcome: 'The connection breaks after Plaid made the token: the Worker asks again, nobody notices.',
	},
];

/** The part of the settings that makes things go wrong. `begin` starts the preview over. */
export async function createTroubles(
	place: HTMLElement,
	status: HTMLElement,
	begin: (start: Start) => void,
): Promise<void> {
	const known = (await fetch('/playground/troubles').then((answer) => answer.json())) as {
		possible: boolean;
		plaid_calls: string[];
		plaid_errors: string[];
	};
	const buttons = new Map<string, HTMLButtonElement>();

	async function make(name: string, body: object, outcome: string, start: Partial<Start> = {}) {
		for (const [other, button] of buttons) button.setAttribute('aria-pressed', String(other === name));
		status.textContent = '';
		const failure = known.possible ? await send(body) : null;
		status.classList.toggle('wrong', failure !== null || name !== 'none');
		status.replaceChildren(...withCode(failure ?? outcome));
		// A link token of before is what is to expire: the page stays.
		if (name !== 'link-token-expired') begin({ blocked: false, down: false, ...start });
	}

	const possible = list.filter(({ start, name }) => known.possible || start || name === 'none');
	for (const { name, title, outcome, start } of possible) {
		const button = element('button', { type: 'button', 'aria-pressed': String(name === 'none') }, title);
		buttons.set(name, button);
		button.addEventListener('click', () => make(name, { trouble: start ? 'none' : name }, outcome, start));
	}
	place.append(
		element(
			'div',
			{ class: 'choices', role: 'group', 'aria-label': 'One of them at a time' },
			...buttons.values(),
		),
	);
	if (!known.possible) {
		place.append(element('p', { class: 'fine' }, 'The rest needs the sandbox: `npm run demo`.'));
		return;
	}

	const call = select('plaid-call', known.plaid_calls);
	const code = select('plaid-code', known.plaid_errors);
	const go = element('button', { type: 'button', class: 'button plain' }, 'Let it fail');
	go.addEventListener('click', () =>
		make(
			'plaid-error',
			{ trouble: 'plaid-error', call: call.value, code: code.value },
			`Plaid answers \`${code.value}\` to \`${call.value}\`, each time.`,
		),
	);
	place.append(
		element('h3', {}, 'An error of Plaid’s'),
		field('plaid-call', 'At the call', call),
		field('plaid-code', 'the error', code),
		go,
		element('h3', {}, 'At the bank, by the password'),
		element(
			'dl',
			{ class: 'passwords' },
			...passwords.flatMap(([password, outcome]) => [
				element('dt', {}, element('code', {}, password)),
				element('dd', {}, outcome),
			]),
		),
	);
}

/** @returns why it could not be done, or null. */
async function send(body: object): Promise<string | null> {
	try {
		const answer = await fetch('/playground/troubles', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (answer.ok) return null;
		const { error } = (await answer.json()) as { error: { message: string } };
		return error.message;
	} catch {
		return 'The shop does not answer.';
	}
}

function select(id: string, values: readonly string[]): HTMLSelectElement {
	return element('select', { id }, ...values.map((value) => element('option', { value }, value)));
}

const field = (id: string, words: string, input: HTMLElement) =>
	element('div', { class: 'field stacked' }, element('label', { for: id }, words), input);

/** Words between backquotes are code. */
function withCode(text: string): (string | HTMLElement)[] {
	return text.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}

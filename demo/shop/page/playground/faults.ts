import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { byId } from '../shared/dom.ts';
import { post } from '../shared/post.ts';
import type { PreviewStart } from './preview.ts';

type Fault = {
	/** Its name at `POST /playground/faults`. */
	name: string;
	title: string;
	/** What the visitor sees once the fault is there. Text between backquotes is code. */
	outcome: string;
	/** A fault that the page itself brings about, without the sandbox. */
	start?: Partial<PreviewStart>;
};

const faults: readonly Fault[] = [
	{
		name: 'none',
		title: 'Nothing',
		outcome: 'Everything works again.',
	},
	{
		name: 'link-blocked',
		title: 'Link’s script blocked',
		outcome: 'As by an ad blocker: press the button, and it says so. `link_script_blocked`.',
		start: { isLinkBlocked: true },
	},
	{
		name: 'backend-down',
		title: 'Backend down',
		outcome: 'The element cannot reach its backend: `backend_unreachable`, and another try is offered.',
		start: { isBackendDown: true },
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

/** Passwords at the sandbox's banks. @see docs/sandbox.md */
const passwords: Readonly<Record<string, string>> = {
	'anything else': 'Link says that it is wrong, and asks again',
	error_ITEM_LOCKED: 'the bank has locked the account',
	error_INSTITUTION_DOWN: 'the bank does not answer',
	error_NO_ACCOUNTS: 'there is no account that can be used',
};

/** What `GET /playground/faults` returns. */
type SandboxFaults = { possible: boolean; plaid_calls: string[]; plaid_errors: string[] };

/** The settings "What goes wrong". `restart` loads the preview again. */
export async function createFaults(restart: (start: PreviewStart) => void): Promise<void> {
	const sandbox = (await fetch('/playground/faults').then((response) => response.json())) as SandboxFaults;
	const status = byId('fault-status');
	let pressed = 'none';

	async function apply(name: string, body: object, outcome: string, start: Partial<PreviewStart> = {}) {
		pressed = name;
		update();
		render(nothing, status);
		const failure = sandbox.possible ? await post('/playground/faults', body) : null;
		status.classList.toggle('wrong', failure !== null || name !== 'none');
		render(withCode(failure?.message ?? outcome), status);
		// The page has to keep its link token, because that token is the one that expires.
		if (name !== 'link-token-expired') restart({ isLinkBlocked: false, isBackendDown: false, ...start });
	}

	function applyPlaidError(): Promise<void> {
		const { value: call } = byId('plaid-call') as HTMLSelectElement;
		const { value: code } = byId('plaid-code') as HTMLSelectElement;
		const body = { fault: 'plaid-error', call, code };
		return apply('plaid-error', body, `Plaid answers \`${code}\` to \`${call}\`, each time.`);
	}

	const faultButton = ({ name, title, outcome, start }: Fault) => html`
		<button
			type="button"
			aria-pressed=${pressed === name}
			@click=${() => apply(name, { fault: start ? 'none' : name }, outcome, start)}
		>
			${title}
		</button>
	`;

	function update(): void {
		const offered = faults.filter(({ start, name }) => sandbox.possible || start || name === 'none');
		render(
			html`
				<div class="choices" role="group" aria-label="One of them at a time">${offered.map(faultButton)}</div>
				${
					sandbox.possible
						? html`
								<h3>An error of Plaid’s</h3>
								${selectField('plaid-call', 'At the call', sandbox.plaid_calls)}
								${selectField('plaid-code', 'the error', sandbox.plaid_errors)}
								<button type="button" class="button plain" @click=${applyPlaidError}>Let it fail</button>
								<h3>At the bank, by the password</h3>
								<dl class="passwords">${Object.entries(passwords).map(passwordLine)}</dl>
							`
						: html`<p class="fine">The rest needs the sandbox: \`npm run demo\`.</p>`
				}
			`,
			byId('faults'),
		);
	}
	update();
}

const selectField = (id: string, label: string, values: readonly string[]): TemplateResult => html`
	<div class="field stacked">
		<label for=${id}>${label}</label>
		<select id=${id}>
			${values.map((value) => html`<option value=${value}>${value}</option>`)}
		</select>
	</div>
`;

const passwordLine = ([password, outcome]: [string, string]): TemplateResult => html`
	<dt><code>${password}</code></dt>
	<dd>${outcome}</dd>
`;

const withCode = (text: string): unknown[] =>
	text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));

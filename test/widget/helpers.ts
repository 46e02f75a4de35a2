/** An element in the page, and the steps that bring it to where a test begins. */
import { PlaidStripeConnect } from '../../widget/element.ts';
import { bankAccount, linkToken, offer } from './answers.ts';
import { calls, lastCall, link, settled, until } from './doubles.ts';

export * from './answers.ts';
export * from './doubles.ts';

PlaidStripeConnect.define();

let scripts = 0;
/** The address of Link's double, another one for each call: a script that is loaded already would not be loaded again. */
export const doubleScript = () => `/test/widget/link-double.ts?${++scripts}`;

/** An element in the page, with Link's double and a backend. */
export async function mount(attributes: Record<string, string> = {}): Promise<PlaidStripeConnect> {
	const element = document.createElement('plaid-stripe-connect');
	element.setAttribute('link-script', doubleScript());
	element.setAttribute('backend', 'https://bank.example');
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
	document.body.append(element);
	await element.updateComplete;
	return element;
}

export const button = (element: PlaidStripeConnect) =>
	element.shadowRoot?.querySelector('button') as HTMLButtonElement;
/** The text that the shopper sees, with slotted content. */
export function shownText(element: PlaidStripeConnect): string {
	const read = (node: Node): string => {
		if (node instanceof Text) return node.data;
		if (node instanceof HTMLElement && getComputedStyle(node).display === 'none') return '';
		const assigned = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
		return [...(assigned.length ? assigned : node.childNodes)].map(read).join(' ');
	};
	const box = element.renderRoot.querySelector('[part=box]') as HTMLElement;
	return read(box).replace(/\s+/g, ' ').trim();
}
/** What a screen reader announces. */
export const announced = (element: PlaidStripeConnect) =>
	element.shadowRoot?.querySelector('[role=status]')?.textContent;

/** The detail of any event of the element. */
type Detail = { status?: string; previous?: string; code?: string; [name: string]: unknown };

/** Records every event of the element that reaches the target, in order. */
export function listen(target: EventTarget = document) {
	const events: { type: string; detail: Detail }[] = [];
	const types = 'open event token authorized exit error status'.split(' ').map((name) => `bank-${name}`);
	for (const type of types)
		target.addEventListener(type, (event) =>
			events.push({ type, detail: (event as CustomEvent<Detail>).detail }),
		);
	return events;
}

export const frames = () => document.querySelectorAll('iframe').length;
export const exchangeCalls = () => calls.filter(({ path }) => path === '/v1/bank_account_tokens');
export const storedKeys = () => Object.keys(sessionStorage);

/** Removes the element from the page, as a reload does. */
export async function removeElement(element: Element): Promise<void> {
	element.remove();
	await settled();
}
/** Answers the link token that a preload has requested. */
export async function becomeReady(element: PlaidStripeConnect): Promise<void> {
	await until(() => calls.length, 'a link token is requested');
	await lastCall().answer(linkToken());
	await until(() => element.status === 'ready');
}
/** Presses the button, answers the link token and waits until Link is open. */
export async function openLink(element: PlaidStripeConnect, n = 1): Promise<void> {
	const before = calls.length;
	button(element).click();
	await until(() => calls.length > before, 'a link token is requested');
	await lastCall().answer(linkToken(n));
	await until(() => element.status === 'open', 'Link opens');
}
/** The shopper chooses an account in Link, and the element requests the exchange. */
export async function chooseAccount(
	publicToken = 'public-sandbox-1',
	accounts: unknown[] = [{ id: 'acc_1', subtype: 'checking' }],
) {
	link().config.onSuccess(publicToken, { institution: null, accounts });
	await settled();
}
/** From a press to the request of the exchange. */
export async function startExchange(element: PlaidStripeConnect): Promise<void> {
	await openLink(element);
	await chooseAccount();
}
/** From a press to a connected bank. */
export async function connect(element: PlaidStripeConnect): Promise<void> {
	await startExchange(element);
	await lastCall().answer(bankAccount());
}
/** From a press to the text of the authorization. */
export async function openAuthorization(element: PlaidStripeConnect): Promise<void> {
	element.authorize = true;
	await connect(element);
	await until(() => lastCall().path === '/v1/authorizations', 'the text is requested');
	await lastCall().answer(offer());
}

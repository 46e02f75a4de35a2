import { byId } from '../dom.ts';
import { type HeardEvent, showEvents } from '../events.ts';
import { attributes, type Choice, colours } from './settings.ts';

/** What the element had of the server, and gets back where a setting is taken out. */
type Given = { backend: string };

/** The page in the frame. It has no script of its own: this one sets what is to be set there. */
export function createPreview(onConnected: (connection: string) => void) {
	const frame = byId('preview') as HTMLIFrameElement;
	let choice: Choice | undefined;
	let scheme = 'light dark';
	let font = '';
	let backendDown = false;
	let given: Given | undefined;

	const inside = () => frame.contentDocument;
	const tag = () => inside()?.querySelector<HTMLElement>('plaid-stripe-connect') ?? null;

	function dress(): void {
		const root = inside()?.documentElement;
		if (!root) return;
		root.style.colorScheme = scheme;
		root.dataset.font = font;
	}

	function apply(): void {
		const bank = tag();
		if (!bank || !choice) return;
		for (const { name } of attributes) {
			const value = choice.attributes.get(name);
			if (value === undefined) bank.removeAttribute(name);
			else if (bank.getAttribute(name) !== value) bank.setAttribute(name, value);
		}
		for (const name of [...colours.map((colour) => colour.name), '--psc-radius']) {
			const value = choice.properties.get(name);
			if (value === undefined) bank.style.removeProperty(name);
			else bank.style.setProperty(name, value);
		}
		bank.style.width = choice.wide ? '100%' : '';
		// The element may have children of its own making: only the words are ours.
		for (const node of [...bank.childNodes]) if (node.nodeType === Node.TEXT_NODE) node.remove();
		if (choice.label) bank.prepend(choice.label);
		bank.setAttribute('backend', backendDown ? 'http://localhost:1' : (given?.backend ?? ''));
	}

	function arrive(): void {
		const page = inside();
		const bank = tag();
		byId('event-list').replaceChildren();
		byId('event-count').textContent = 'none yet';
		if (!page || !bank) {
			byId('event-count').textContent = 'the preview has left for another page';
			return;
		}
		given = { backend: bank.getAttribute('backend') ?? '' };
		const heard: HeardEvent[] = [];
		showEvents(heard, page);
		page.addEventListener('bank-token', (event) => {
			if ('detail' in event) onConnected(String((event.detail as { connection: string }).connection));
		});
		// Link fills the frame: none of it may lie outside of the window.
		page.addEventListener('bank-open', () => frame.parentElement?.scrollIntoView({ block: 'nearest' }));
		page.addEventListener('submit', (event) => {
			event.preventDefault();
			const form = event.target as HTMLFormElement;
			const fields = [...new FormData(form)].map(([name, value]) => `${name}=${value}`);
			const sent = page.getElementById('sent');
			if (!sent) return;
			sent.hidden = false;
			sent.textContent = fields.length > 0 ? `The form sends ${fields.join('&')}` : 'The form sends nothing.';
		});
		dress();
		apply();
	}

	frame.addEventListener('load', arrive);
	if (inside()?.readyState === 'complete' && tag()) arrive();

	return {
		show(next: Choice): void {
			choice = next;
			apply();
		},
		/** Begins anew; `blocked` lets the page's policy refuse Link's script. */
		restart({ blocked, down }: { blocked: boolean; down: boolean }): void {
			backendDown = down;
			const address = `/playground/preview${blocked ? '?link=blocked' : ''}`;
			frame.contentWindow?.sessionStorage.clear();
			frame.contentWindow?.location.replace(address);
		},
		wear(next: { scheme?: string; font?: string }): void {
			scheme = next.scheme ?? scheme;
			font = next.font ?? font;
			dress();
		},
	};
}

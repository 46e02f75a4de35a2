import { byId } from '../shared/dom.ts';
import { createEventLog } from '../shared/event-log.ts';
import { attributes, colors, type Settings } from './settings.ts';

/** The faults that the page itself brings about, from the preview's start. */
export type PreviewStart = {
	/** The page's policy refuses Link's script, as an ad blocker would. */
	isLinkBlocked: boolean;
	/** The element's `backend` points to a port where nothing listens. */
	isBackendDown: boolean;
};

export type Preview = {
	show(settings: Settings): void;
	/** Loads the preview again, without its session storage. */
	restart(start: PreviewStart): void;
	setColorScheme(scheme: string): void;
};

/** The page in the frame. It has no script of its own: this one sets its element's attributes and reads its events. */
export function createPreview(onConnected: (connection: string) => void): Preview {
	const frame = byId('preview') as HTMLIFrameElement;
	const log = createEventLog();
	let settings: Settings | undefined;
	let colorScheme = 'light dark';
	let isBackendDown = false;
	/** The element's `backend`, as the server wrote it. */
	let backend = '';

	const framedElement = () =>
		frame.contentDocument?.querySelector<HTMLElement>('plaid-stripe-connect') ?? null;

	function applyColorScheme(): void {
		const root = frame.contentDocument?.documentElement;
		if (root) root.style.colorScheme = colorScheme;
	}

	function applySettings(): void {
		const element = framedElement();
		if (!element || !settings) return;
		for (const { name } of attributes) {
			const value = settings.attributes.get(name);
			if (value === undefined) element.removeAttribute(name);
			else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
		}
		for (const name of [...colors.map((color) => color.name), '--psc-radius']) {
			const value = settings.properties.get(name);
			if (value === undefined) element.style.removeProperty(name);
			else element.style.setProperty(name, value);
		}
		element.style.width = settings.isWide ? '100%' : '';
		// The element may have child elements of its own: replace the text only.
		for (const node of [...element.childNodes]) if (node.nodeType === Node.TEXT_NODE) node.remove();
		if (settings.label) element.prepend(settings.label);
		element.setAttribute('backend', isBackendDown ? 'http://localhost:1' : backend);
	}

	function onLoad(): void {
		const page = frame.contentDocument;
		const element = framedElement();
		if (!page || !element) {
			log.clear('the preview has left for another page');
			return;
		}
		log.clear('none yet');
		log.listenTo(page);
		backend = element.getAttribute('backend') ?? '';
		page.addEventListener('bank-token', (event) => {
			if ('detail' in event) onConnected(String((event.detail as { connection: string }).connection));
		});
		// Link fills the frame: scroll, so that all of Link is in the window.
		page.addEventListener('bank-open', () => frame.parentElement?.scrollIntoView({ block: 'nearest' }));
		page.addEventListener('submit', (event) => {
			event.preventDefault();
			showSubmitted(page, event.target as HTMLFormElement);
		});
		applyColorScheme();
		applySettings();
	}

	frame.addEventListener('load', onLoad);
	if (frame.contentDocument?.readyState === 'complete' && framedElement()) onLoad();

	return {
		show(next) {
			settings = next;
			applySettings();
		},
		restart(start) {
			isBackendDown = start.isBackendDown;
			frame.contentWindow?.sessionStorage.clear();
			frame.contentWindow?.location.replace(
				`/playground/preview${start.isLinkBlocked ? '?link=blocked' : ''}`,
			);
		},
		setColorScheme(scheme) {
			colorScheme = scheme;
			applyColorScheme();
		},
	};
}

/** Shows the fields that the preview's form would send. */
function showSubmitted(page: Document, form: HTMLFormElement): void {
	const output = page.getElementById('sent');
	if (!output) return;
	const fields = [...new FormData(form)].map(([name, value]) => `${name}=${value}`);
	output.hidden = false;
	output.textContent = fields.length > 0 ? `The form sends ${fields.join('&')}` : 'The form sends nothing.';
}

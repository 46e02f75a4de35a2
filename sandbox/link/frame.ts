import {
	connectMessage,
	embeddedParameter,
	type FromFrame,
	pageParameter,
	type ToFrame,
} from './messages.ts';
import type { ScriptTag } from './script-tag.ts';

/** One of Link's frames, as its handler sees it. */
export type Frame = {
	element: HTMLIFrameElement;
	post(message: ToFrame): void;
	show(): void;
	hide(): void;
	/** Takes frame, style sheet and channel away. */
	remove(): void;
};

/** Set on the element itself: a page's `style-src` does not forbid that, and a page's own rules do not win. */
const plain: Record<string, string> = {
	margin: '0',
	padding: '0',
	border: '0',
	'border-radius': '0',
	opacity: '1',
	transform: 'none',
	background: 'transparent',
	// The frame's page has the same; browsers paint a frame whose scheme differs on an opaque ground.
	'color-scheme': 'light dark',
};

const overEverything: Record<string, string> = {
	...plain,
	position: 'fixed',
	inset: '0',
	width: '100%',
	height: '100%',
	'max-width': 'none',
	'max-height': 'none',
	'z-index': '2147483647',
};

const inPlace: Record<string, string> = {
	...plain,
	width: '100%',
	height: '100%',
	'min-width': '350px',
	'min-height': '300px',
};

let frames = 0;

/** Adds Link's dialog, hidden, to the end of the body. `receive` gets what the frame says. */
export function appendFrame(script: ScriptTag, receive: (message: FromFrame) => void): Frame {
	const frame = createFrame(script, overEverything, receive);
	const { element } = frame;
	// Another copy of the script may have counted too.
	do element.id = `plaid-link-iframe-${++frames}`;
	while (document.getElementById(element.id));
	element.title = 'Link, to connect a bank account (sandbox)';
	frame.hide();
	const style = styleSheet(element.id, script.nonce);
	document.head.append(style);
	document.body.append(element);
	return {
		...frame,
		remove: () => {
			frame.remove();
			style.remove();
		},
	};
}

/** Puts the bank search into an element of the page. */
export function embedFrame(
	script: ScriptTag,
	parent: HTMLElement,
	receive: (message: FromFrame) => void,
): Frame {
	const frame = createFrame(script, inPlace, receive, true);
	frame.element.title = 'Link, to choose a bank (sandbox)';
	parent.append(frame.element);
	return frame;
}

function createFrame(
	script: ScriptTag,
	placement: Record<string, string>,
	receive: (message: FromFrame) => void,
	embedded = false,
): Frame {
	const element = document.createElement('iframe');
	const address = new URL('/link/v2/stable/link.html', script.origin);
	address.searchParams.set(pageParameter, window.origin);
	if (embedded) address.searchParams.set(embeddedParameter, '');
	element.src = address.href;
	for (const [property, value] of Object.entries(placement)) {
		element.style.setProperty(property, value, 'important');
	}
	const setDisplay = (value: string) => element.style.setProperty('display', value, 'important');
	setDisplay('block');

	let port: MessagePort | undefined;
	const connect = () => {
		port?.close();
		const channel = new MessageChannel();
		port = channel.port1;
		port.onmessage = ({ data }: MessageEvent<FromFrame>) => receive(data);
		element.contentWindow?.postMessage(connectMessage, script.origin, [channel.port2]);
	};
	element.addEventListener('load', connect);
	return {
		element,
		post: (message) => port?.postMessage(message),
		show: () => setDisplay('block'),
		hide: () => setDisplay('none'),
		remove: () => {
			element.removeEventListener('load', connect);
			port?.close();
			element.remove();
		},
	};
}

/** What an element's own style cannot say: Link is not printed. It bears the nonce of the script's tag. */
function styleSheet(frame: string, nonce: string): HTMLStyleElement {
	const style = document.createElement('style');
	style.id = `link-stylesheet-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`;
	if (nonce) style.nonce = nonce;
	style.textContent = `@media print { #${frame} { visibility: hidden !important } }`;
	return style;
}

/** Creates Link's frames and connects a message channel to them. */
import {
	connectMessage,
	embeddedParameter,
	type FromFrame,
	pageParameter,
	type ToFrame,
} from '../channel.ts';
import type { ScriptTag } from './script-tag.ts';

export type Frame = {
	element: HTMLIFrameElement;
	/** Does nothing before the frame has loaded. */
	post(message: ToFrame): void;
	show(): void;
	hide(): void;
	/** Removes the frame, its style sheet and the channel. */
	remove(): void;
};

/** Receives the messages of a frame. */
type Receive = (message: FromFrame) => void;

/** Set as properties with `!important`: a page's CSP allows them, and its own rules do not override them. */
const baseStyle: Record<string, string> = {
	margin: '0',
	padding: '0',
	border: '0',
	'border-radius': '0',
	opacity: '1',
	transform: 'none',
	background: 'transparent',
	// The frame's document has the same. Browsers paint a frame with another scheme on an opaque background.
	'color-scheme': 'light dark',
};

const fullScreen: Record<string, string> = {
	...baseStyle,
	position: 'fixed',
	inset: '0',
	width: '100%',
	height: '100%',
	'max-width': 'none',
	'max-height': 'none',
	'z-index': '2147483647',
};

const insideParent: Record<string, string> = {
	...baseStyle,
	width: '100%',
	height: '100%',
	'min-width': '350px',
	'min-height': '300px',
};

let frameCount = 0;

/** Appends the frame of Link's dialog to the body, hidden. */
export function appendFrame(script: ScriptTag, receive: Receive): Frame {
	const frame = createFrame(script, receive, { style: fullScreen, isEmbedded: false });
	const { element } = frame;
	// Another copy of the script may have used the same id.
	do element.id = `plaid-link-iframe-${++frameCount}`;
	while (document.getElementById(element.id));
	element.title = 'Link, to connect a bank account (sandbox)';
	frame.hide();
	const style = printStyleSheet(element.id, script.nonce);
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

/** Adds the frame of the bank search to an element of the page. */
export function embedFrame(script: ScriptTag, parent: HTMLElement, receive: Receive): Frame {
	const frame = createFrame(script, receive, { style: insideParent, isEmbedded: true });
	frame.element.title = 'Link, to choose a bank (sandbox)';
	parent.append(frame.element);
	return frame;
}

function createFrame(
	script: ScriptTag,
	receive: Receive,
	{ style, isEmbedded }: { style: Record<string, string>; isEmbedded: boolean },
): Frame {
	const element = document.createElement('iframe');
	const address = new URL('/link/v2/stable/link.html', script.origin);
	address.searchParams.set(pageParameter, window.origin);
	if (isEmbedded) address.searchParams.set(embeddedParameter, '');
	element.src = address.href;
	for (const [property, value] of Object.entries(style)) {
		element.style.setProperty(property, value, 'important');
	}
	const setDisplay = (value: 'block' | 'none') => element.style.setProperty('display', value, 'important');
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

/** Hides Link when the page is printed, which an element's own style cannot do. A CSP may require the nonce. */
function printStyleSheet(frameId: string, nonce: string): HTMLStyleElement {
	const style = document.createElement('style');
	style.id = `link-stylesheet-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`;
	if (nonce) style.nonce = nonce;
	style.textContent = `@media print { #${frameId} { visibility: hidden !important } }`;
	return style;
}

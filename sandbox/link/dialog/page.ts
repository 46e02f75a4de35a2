import { connectMessage, type FromFrame, pageParameter, type ToFrame } from '../messages.ts';

/** The merchant's page, as the frame sees it. */
export type Page = { post(message: FromFrame): void };

/**
 * Waits for the page's script to hand over its channel: from the window that frames this one, and from the
 * origin that the frame's address names. Whatever else arrives is not for us.
 */
export function connectPage(receive: (message: ToFrame) => void): Promise<Page> {
	const expected = new URLSearchParams(location.search).get(pageParameter);
	return new Promise((resolve) => {
		window.addEventListener('message', ({ data, source, origin, ports: [port] }) => {
			if (source !== window.parent || origin !== expected || data !== connectMessage || !port) return;
			port.onmessage = (message: MessageEvent<ToFrame>) => receive(message.data);
			resolve({ post: (message) => port.postMessage(message) });
		});
	});
}

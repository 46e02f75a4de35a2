import { connectMessage, type FromFrame, pageParameter, type ToFrame } from '../channel.ts';

/** The merchant's page, which frames this one. */
export type Page = { post(message: FromFrame): void };

/**
 * Waits until the page's script sends its channel. Ignores every message that does not come from the parent window
 * and from the origin that the frame's address names.
 */
export function connectPage(receive: (message: ToFrame) => void): Promise<Page> {
	const expectedOrigin = new URLSearchParams(location.search).get(pageParameter);
	return new Promise((resolve) => {
		window.addEventListener('message', ({ data, source, origin, ports: [port] }) => {
			if (source !== window.parent || origin !== expectedOrigin || data !== connectMessage || !port) return;
			port.onmessage = (message: MessageEvent<ToFrame>) => receive(message.data);
			resolve({ post: (message) => port.postMessage(message) });
		});
	});
}

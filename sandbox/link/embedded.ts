import { embedFrame } from './frame.ts';
import { createHandler, type LinkConfig } from './handler.ts';
import type { ScriptTag } from './script-tag.ts';

/**
 * The bank search in an element of the page, at least 350 by 300 pixels; the dialog opens when a bank is chosen.
 *
 * @see https://plaid.com/docs/link/embedded-institution-search/
 * @throws if there is no link token, or no element
 */
export function createEmbedded(
	config: LinkConfig,
	parent: HTMLElement,
	script: ScriptTag,
): { destroy(): void } {
	if (!(parent instanceof HTMLElement)) {
		throw new Error('Plaid.createEmbedded: pass the element that the bank search is to stand in.');
	}
	if (window.parent !== window) {
		console.warn('Link: embedded Link does not work in a frame; embed it in the page itself.');
	}
	const { onLoad, ...rest } = config;
	const handler = createHandler(rest, script);
	const frame = embedFrame(script, parent, (message) => {
		if (message.type === 'ready') {
			frame.post({ type: 'list', token: config.token as string });
			onLoad?.();
		} else if (message.type === 'chosen') handler.open(message.institution_id);
		else if (message.type === 'exit') config.onExit?.(message.error, message.metadata);
	});
	return {
		destroy() {
			frame.remove();
			handler.destroy();
		},
	};
}

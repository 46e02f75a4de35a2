import { embedFrame } from './frame.ts';
import { createHandler, type LinkConfig } from './handler.ts';
import type { ScriptTag } from './script-tag.ts';

/**
 * Shows the bank search in an element of the page, at least 350 by 300 pixels. Choosing a bank opens the dialog.
 * Throws if the link token or the element is missing.
 * @see https://plaid.com/docs/link/embedded-institution-search/
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
		switch (message.type) {
			case 'ready':
				frame.post({ type: 'list', token: config.token as string });
				onLoad?.();
				break;
			case 'chosen':
				handler.open(message.institution_id);
				break;
			case 'exit':
				config.onExit?.(message.error, message.metadata);
				break;
			// The dialog's own frame sends the other messages.
			default:
				break;
		}
	});
	return {
		destroy() {
			frame.remove();
			handler.destroy();
		},
	};
}

/**
 * `link-initialize.js`: replaces the script that pages embed for Plaid Link. A classic script with one global, `Plaid`.
 * @see https://plaid.com/docs/link/web/
 */
import { createEmbedded } from './embedded.ts';
import { createHandler, type LinkConfig, type LinkHandler } from './handler.ts';
import { findScriptTag } from './script-tag.ts';

type LinkFactory = {
	create(config: LinkConfig): LinkHandler;
	createEmbedded(config: LinkConfig, element: HTMLElement): { destroy(): void };
	version: string;
};

const page = window as unknown as { Plaid?: LinkFactory };
const script = findScriptTag(document);

if (page.Plaid) {
	console.warn(
		'Warning: The Plaid link-initialize.js script was embedded more than once. This is an unsupported configuration and may lead to unpredictable behavior. Please ensure Plaid Link is embedded only once per page.',
	);
}

page.Plaid = {
	create: (config) => createHandler(config, script),
	createEmbedded: (config, element) => createEmbedded(config, element, script),
	version: '2.0.0-sandbox',
};

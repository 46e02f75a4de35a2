/** Where Link's script came from: its frame and its server stand on the same origin. */
export type ScriptTag = {
	origin: string;
	/** The page's CSP nonce, or an empty string. */
	nonce: string;
};

/**
 * Finds the tag that embeds Link. Like Plaid's script, it looks into the document and not at
 * `document.currentScript`: a tag that was taken out before its script ran is an error.
 */
export function findScriptTag(document: Document): ScriptTag {
	const tag = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].findLast(({ src }) =>
		new URL(src).pathname.endsWith('/link/v2/stable/link-initialize.js'),
	);
	if (!tag) throw new Error('Failed to find script');
	return { origin: new URL(tag.src).origin, nonce: tag.nonce };
}

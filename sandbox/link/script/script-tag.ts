/** Where Link's script comes from. Its frame and its server have the same origin. */
export type ScriptTag = {
	origin: string;
	/** The page's CSP nonce, or an empty string. */
	nonce: string;
};

/**
 * Finds the tag of Link's script. Like Plaid's script, it searches the document instead of using
 * `document.currentScript`, and throws if the tag was removed before the script ran.
 */
export function findScriptTag(document: Document): ScriptTag {
	const tag = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].findLast(({ src }) =>
		new URL(src).pathname.endsWith('/link/v2/stable/link-initialize.js'),
	);
	if (!tag) throw new Error('Failed to find script');
	return { origin: new URL(tag.src).origin, nonce: tag.nonce };
}

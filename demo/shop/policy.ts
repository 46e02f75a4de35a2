/** Where a page may load scripts and frames from, besides the shop itself. */
export type Sources = {
	/** The origin of the merchant's Worker. */
	backend: string;
	/** The origin of the sandbox's Link. Null for Plaid's own. */
	sandbox: string | null;
	/** Refuses Link's script. */
	withoutLink?: boolean;
	/** Whether the page has a frame of the shop's own. */
	hasFrame?: boolean;
	/** Whether the page is in such a frame. */
	isFramed?: boolean;
};

/**
 * The Content-Security-Policy that a site with `<plaid-stripe-connect>` needs: its backend for the script and
 * the API; Plaid for Link's script, its frame, and the style sheet that Link adds to the page.
 *
 * @see https://plaid.com/docs/link/web/#content-security-policy
 */
export function contentSecurityPolicy(
	{ backend, sandbox, withoutLink, hasFrame, isFramed }: Sources,
	nonce: string,
): string {
	const link = sandbox ?? 'https://cdn.plaid.com';
	const plaid = sandbox ?? 'https://production.plaid.com https://sandbox.plaid.com';
	return [
		"default-src 'none'",
		`script-src 'self' ${backend}${withoutLink ? '' : ` ${link}/link/v2/stable/link-initialize.js`}`,
		`style-src 'self' 'nonce-${nonce}'`,
		"style-src-attr 'unsafe-inline'", // Link sets the style attributes of its own frame.
		"img-src 'self' data:",
		`connect-src 'self' ${backend} ${plaid}`,
		`frame-src ${hasFrame ? "'self' " : ''}${link}`,
		"base-uri 'none'",
		"form-action 'self'",
		`frame-ancestors ${isFramed ? "'self'" : "'none'"}`,
	].join('; ');
}

/** The documentation loads its own scripts and styles, and nothing from elsewhere. */
export const docsPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

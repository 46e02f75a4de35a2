/** Where the scripts and frames of a page may come from, besides the shop itself. */
export type Sources = {
	/** Origin of the merchant's Worker. */
	backend: string;
	/** Origin of the sandbox's Link, or null for Plaid's own. */
	sandbox: string | null;
	/** Leaves Link's script out. */
	withoutLink?: boolean;
	/** The page has frames of the shop's own, or is one. */
	frames?: boolean;
	framed?: boolean;
};

/**
 * The Content-Security-Policy that a site with `<plaid-stripe-connect>` needs: its backend for the script and
 * the calls; Plaid for Link's script, its frame, and the style sheet that Link adds to the page.
 *
 * @see https://plaid.com/docs/link/web/#content-security-policy
 */
export function contentSecurityPolicy(
	{ backend, sandbox, withoutLink, frames, framed }: Sources,
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
		`frame-src ${frames ? "'self' " : ''}${link}`,
		"base-uri 'none'",
		"form-action 'self'",
		`frame-ancestors ${framed ? "'self'" : "'none'"}`,
	].join('; ');
}

/** The documentation is text, its own script and its own styles. */
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

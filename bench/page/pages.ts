/**
 * The pages that are measured: a checkout with the element, with React as in Plaid's quickstart, and with a few lines that
 * fetch a link token on click. They differ only in the button.
 */
export const pageNames = [
	'element',
	'spanish',
	'hinted',
	'eager',
	'react',
	'vanilla',
	'lit',
	'empty',
] as const;
export type PageName = (typeof pageNames)[number];

export type Addresses = {
	/** Serves the element and its `/v1`. */
	backend: string;
	/** Link's script. */
	link: string;
};

export function pageOf(name: PageName, addresses: Addresses): string {
	const { head = '', button, language = 'en' } = buttons(addresses)[name];
	return `<!doctype html>
<html lang="${language}">
	<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<title>Checkout</title>
		<link rel="icon" href="data:,">
		${head}
	</head>
	<body>
		<h1>Checkout</h1>
		<form><label>Email <input name="email"></label></form>
		${button}
		<p>Orders leave on the next working day.</p>
		<footer>Paper &amp; Pine</footer>
	</body>
</html>`;
}

function buttons({
	backend,
	link,
}: Addresses): Record<PageName, { head?: string; button: string; language?: string }> {
	const element = (attributes: string, hint = '') => ({
		// As the docs recommend: the element's place is reserved until it is defined.
		head: `<style>plaid-stripe-connect:not(:defined) { display: inline-block; min-block-size: 3.5rem; vertical-align: middle }</style>
		${hint}<script type="module" src="${backend}/plaid-stripe-connect.js"></script>`,
		button: `<plaid-stripe-connect link-script="${link}"${attributes}></plaid-stripe-connect>`,
	});
	return {
		element: element(''),
		spanish: { ...element(''), language: 'es' },
		/** The page's markup opens the connection to Link's server in advance. */
		hinted: element('', `<link rel="preconnect" href="${new URL(link).origin}">`),
		eager: element(' preload="eager"'),
		react: { head: '<script type="module" src="/react.js"></script>', button: '<div id="root"></div>' },
		vanilla: {
			head: `<script src="${link}"></script>`,
			button: `<button type="button" id="connect">Connect</button>
		<script>
			document.querySelector('#connect').onclick = async () => {
				const answer = await fetch('/api/create_link_token', { method: 'POST' });
				const { link_token } = await answer.json();
				const onSuccess = (public_token) =>
					fetch('/api/set_access_token', { method: 'POST', body: new URLSearchParams({ public_token }) });
				Plaid.create({ token: link_token, onSuccess }).open();
			};
		</script>`,
		},
		lit: {
			head: '<script type="module" src="/lit.js"></script>',
			button: '<empty-element></empty-element>',
		},
		empty: { button: '<button type="button">Connect</button>' },
	};
}

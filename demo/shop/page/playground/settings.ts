/** What can be set: each attribute and custom property of the element, as docs/element.md has them. */
export type Attribute = {
	name: string;
	hint: string;
	/** Text by default. */
	kind?: 'flag' | { choices: readonly string[] };
	placeholder?: string;
};

const languages = 'da de en es et fr hi it lt lv nl no pl pt ro sv vi'.split(' ');

export const attributes: readonly Attribute[] = [
	{ name: 'preload', hint: 'when to get ready', kind: { choices: ['none', 'intent', 'visible', 'eager'] } },
	{ name: 'theme', hint: 'the page’s scheme, or one', kind: { choices: ['auto', 'light', 'dark'] } },
	{ name: 'language', hint: 'by default the page’s', kind: { choices: languages } },
	{ name: 'embedded', hint: 'Plaid’s bank search in place', kind: 'flag' },
	{ name: 'authorize', hint: 'ask to debit the account, too', kind: 'flag' },
	{ name: 'disabled', hint: 'as of a button', kind: 'flag' },
	{ name: 'required', hint: 'the order needs a bank', kind: 'flag' },
	{ name: 'name', hint: 'of the form’s field', placeholder: 'connection' },
	{ name: 'session', hint: 'who the shopper is', placeholder: 'ss_…' },
	{ name: 'connection', hint: 'repair this one; needs a session', placeholder: 'conn_…' },
	{ name: 'success-url', hint: 'where to go afterwards', placeholder: '/thank-you' },
	{ name: 'redirect-uri', hint: 'where a bank’s page returns to', placeholder: '/checkout' },
];

export type Property = { name: string; hint: string; usual: string };

/** Each with the element's own colour in a light page: a choice begins from there. */
export const colours: readonly Property[] = [
	{ name: '--psc-accent', hint: 'button', usual: '#1d4ed8' },
	{ name: '--psc-accent-text', hint: 'its label', usual: '#ffffff' },
	{ name: '--psc-surface', hint: 'card', usual: '#ffffff' },
	{ name: '--psc-text', hint: 'its text', usual: '#1a2233' },
	{ name: '--psc-border', hint: 'its border', usual: '#cdd4e0' },
];

export const looks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	Leaf: { '--psc-accent': '#2f4a3c', '--psc-accent-text': '#fffdf9', '--psc-radius': '12px' },
	Plum: { '--psc-accent': '#6b2150', '--psc-accent-text': '#fff4fb', '--psc-radius': '999px' },
	Ink: { '--psc-accent': '#111111', '--psc-accent-text': '#ffffff', '--psc-radius': '0px' },
};

/** Where Link's first page is always the same, so are its passwords. @see docs/sandbox.md */
export const passwords: readonly [password: string, outcome: string][] = [
	['anything else', 'Link says that it is wrong, and asks again'],
	['error_ITEM_LOCKED', 'the bank has locked the account'],
	['error_INSTITUTION_DOWN', 'the bank does not answer'],
	['error_NO_ACCOUNTS', 'there is no account that can be used'],
];

export type Choice = {
	attributes: Map<string, string>;
	properties: Map<string, string>;
	label: string;
	/** The element's width is the page's to give. */
	wide: boolean;
};

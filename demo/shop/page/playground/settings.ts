/** What the playground can set: each attribute and custom property of the element, as `docs/element.md` lists them. */

export type Attribute = {
	name: string;
	hint: string;
	/** A text by default. */
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

export type Color = {
	/** The custom property. */
	name: string;
	hint: string;
	/** The element's own color in a light page, from which a choice starts. */
	initial: string;
};

export const colors: readonly Color[] = [
	{ name: '--psc-accent', hint: 'button', initial: '#1d4ed8' },
	{ name: '--psc-accent-text', hint: 'its label', initial: '#ffffff' },
	{ name: '--psc-surface', hint: 'card', initial: '#ffffff' },
	{ name: '--psc-text', hint: 'its text', initial: '#1a2233' },
	{ name: '--psc-border', hint: 'its border', initial: '#cdd4e0' },
];

/** Ready-made looks: values of custom properties. */
export const looks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	Leaf: { '--psc-accent': '#2f4a3c', '--psc-accent-text': '#fffdf9', '--psc-radius': '12px' },
	Plum: { '--psc-accent': '#6b2150', '--psc-accent-text': '#fff4fb', '--psc-radius': '999px' },
	Ink: { '--psc-accent': '#111111', '--psc-accent-text': '#ffffff', '--psc-radius': '0px' },
};

/** What the visitor has chosen. What is missing is left to the element. */
export type Settings = {
	/** By attribute, in the order in which they are written. A flag's value is ''. */
	attributes: Map<string, string>;
	/** By custom property. */
	properties: Map<string, string>;
	/** The text on the button. */
	label: string;
	/** Whether the element is as wide as the page. */
	isWide: boolean;
};

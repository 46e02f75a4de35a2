/** Descriptions of the element for editors, made from its manifest: VS Code's custom data and JetBrains' web-types. */

type Named = { name: string; description: string };
/** The element's part of `custom-elements.json`. */
export type ElementManifest = {
	tagName: string;
	description: string;
	attributes: (Named & { type: { text: string }; default?: string })[];
	members: (Named & {
		kind: string;
		static?: boolean;
		type?: { text: string };
		attribute?: string;
		reflects?: boolean;
	})[];
	events: (Named & { type: { text: string } })[];
	slots: Named[];
	cssParts: Named[];
	cssProperties: Named[];
	cssStates: Named[];
};

type Attribute = ElementManifest['attributes'][number];

/** The strings of a type such as `'light' | 'dark'`; empty for any other type. */
const choices = ({ type }: Attribute): string[] =>
	[...type.text.matchAll(/'([^']*)'/g)].map(([, value = '']) => value);
const isBoolean = ({ type }: Attribute): boolean => type.text === 'boolean';
const plain = ({ name, description }: Named): Named => ({ name, description });

/** @see https://github.com/microsoft/vscode-html-languageservice/blob/main/docs/customData.md */
export function vsCodeHtml(element: ElementManifest) {
	const list = (title: string, items: Named[]) =>
		`**${title}**\n${items.map(({ name, description }) => `- \`${name || '(default)'}\`: ${description}`).join('\n')}`;
	const value = [element.description, list('Events', element.events), list('Slots', element.slots)].join(
		'\n\n',
	);
	const attributes = element.attributes.map((attribute) => ({
		...plain(attribute),
		...(choices(attribute).length > 0 && { values: choices(attribute).map((name) => ({ name })) }),
		// VS Code's name for an attribute without a value.
		...(isBoolean(attribute) && { valueSet: 'v' }),
	}));
	return {
		version: 1.1,
		tags: [{ name: element.tagName, description: { kind: 'markdown', value }, attributes }],
	};
}

/** @see https://github.com/microsoft/vscode-css-languageservice/blob/main/docs/customData.md */
export function vsCodeCss({ cssProperties, cssParts, cssStates }: ElementManifest) {
	const named = (write: (name: string) => string) => (item: Named) => ({
		...plain(item),
		name: write(item.name),
	});
	return {
		version: 1.1,
		properties: cssProperties.map(plain),
		pseudoElements: cssParts.map(named((name) => `::part(${name})`)),
		pseudoClasses: cssStates.map(named((name) => `:state(${name})`)),
	};
}

/** @see https://github.com/JetBrains/web-types */
export function webTypes(element: ElementManifest, { name, version }: { name: string; version: string }) {
	const { tagName, description, attributes, members, events, slots, cssParts, cssProperties } = element;
	return {
		$schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
		name,
		version,
		'description-markup': 'markdown',
		contributions: {
			html: {
				elements: [
					{
						name: tagName,
						description,
						attributes: attributes.map((attribute) => ({
							...plain(attribute),
							...(isBoolean(attribute)
								? { value: { kind: 'no-value' } }
								: { value: { type: attribute.type.text } }),
						})),
						slots: slots.map(plain),
						js: {
							properties: members
								.filter((member) => member.kind === 'field' && !member.static)
								.map((member) => ({ ...plain(member), ...(member.type && { type: member.type.text }) })),
							events: events.map((event) => ({ ...plain(event), type: event.type.text })),
						},
						css: { properties: cssProperties.map(plain), parts: cssParts.map(plain) },
					},
				],
			},
		},
	};
}

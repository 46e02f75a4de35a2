import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { byId } from '../shared/dom.ts';
import { type Attribute, attributes, type Color, colors, looks, type Settings } from './settings.ts';

export type Fields = {
	/** Fills in an attribute's field, as if the visitor had done it. */
	fillIn(attribute: string, value: string): void;
	/** What the fields say now. */
	settings(): Settings;
};

const initialRadius = 10;

/**
 * Renders the fields for the element's attributes, label and custom properties. The fields keep their own values.
 * `buttons` come below the attributes; `onChange` runs after each change.
 */
export function createFields(buttons: TemplateResult, onChange: () => void): Fields {
	/** Holds chosen values only, so that the element's own colors follow the color scheme. */
	const properties = new Map<string, string>();

	function applyLook(look: Readonly<Record<string, string>>): void {
		properties.clear();
		for (const [name, value] of Object.entries(look)) properties.set(name, value);
		for (const { name, initial } of colors) input(fieldId(name)).value = look[name] ?? initial;
		input('radius').value = String(Number.parseInt(look['--psc-radius'] ?? String(initialRadius), 10));
		onChange();
	}

	const lookButton = (name: string, look: Readonly<Record<string, string>>) => html`
		<button type="button" class="button plain" @click=${() => applyLook(look)}>${name}</button>
	`;

	const colorField = ({ name, hint, initial }: Color) =>
		field({
			id: fieldId(name),
			name,
			hint,
			input: (id) => html`
				<input id=${id} type="color" aria-describedby="${id}-hint" value=${initial}
					@input=${() => properties.set(name, input(id).value)} />
			`,
		});

	const theme = byId('theme');
	render(
		html`
			<div class="looks" role="group" aria-label="Ready-made looks">
				${lookButton('The element’s own', {})}
				${Object.entries(looks).map(([name, look]) => lookButton(name, look))}
			</div>
			${colors.map(colorField)}
			${field({
				id: 'radius',
				name: '--psc-radius',
				hint: 'corners',
				input: (id) => html`
					<input id=${id} type="range" min="0" max="28" value=${initialRadius} aria-describedby="${id}-hint"
						@input=${() => properties.set('--psc-radius', `${input(id).value}px`)} />
				`,
			})}
			${field({
				id: 'wide',
				name: 'width',
				hint: 'as wide as there is room',
				input: (id) => html`<input id=${id} type="checkbox" aria-describedby="${id}-hint" />`,
			})}
		`,
		theme,
	);

	const attributePlace = byId('attributes');
	render(
		html`
			${field({
				id: 'label',
				name: 'label',
				hint: 'the words on the button',
				input: (id) =>
					html`<input id=${id} type="text" placeholder="Connect your bank" aria-describedby="${id}-hint" />`,
			})}
			${attributes.map(attributeField)}
			<div class="looks">${buttons}</div>
		`,
		attributePlace,
	);

	// These listeners run after those of the fields, which have stored their values by then.
	for (const place of [attributePlace, theme]) place.addEventListener('input', onChange);

	return {
		fillIn(attribute, value) {
			input(fieldId(attribute)).value = value;
			onChange();
		},
		settings: () => ({
			attributes: attributeValues(),
			properties: new Map(properties),
			label: input('label').value.trim(),
			isWide: input('wide').checked,
		}),
	};
}

/** `<input>` and `<select>` both have a value. */
const input = (id: string) => byId(id) as HTMLInputElement;

/** `--psc-accent` has the field `psc-accent`; the attribute `theme` has `attribute-theme`. */
const fieldId = (name: string): string => (name.startsWith('--') ? name.slice(2) : `attribute-${name}`);

function attributeValues(): Map<string, string> {
	const values = new Map<string, string>();
	for (const { name, kind } of attributes) {
		const { checked, value } = input(fieldId(name));
		if (kind === 'flag') {
			if (checked) values.set(name, '');
		} else if (value.trim()) values.set(name, value.trim());
	}
	return values;
}

const attributeField = ({ name, hint, kind, placeholder }: Attribute): TemplateResult =>
	field({
		id: fieldId(name),
		name,
		hint,
		input: (id) => {
			if (kind === 'flag') return html`<input id=${id} type="checkbox" aria-describedby="${id}-hint" />`;
			if (!kind) {
				return html`
					<input id=${id} type="text" spellcheck="false" placeholder=${placeholder ?? nothing} aria-describedby="${id}-hint" />
				`;
			}
			return html`
				<select id=${id} aria-describedby="${id}-hint">
					<option value="">default</option>
					${kind.choices.map((choice) => html`<option value=${choice}>${choice}</option>`)}
				</select>
			`;
		},
	});

type FieldOptions = { id: string; name: string; hint: string; input: (id: string) => TemplateResult };

const field = ({ id, name, hint, input }: FieldOptions): TemplateResult => html`
	<div class="field">
		<div>
			<label for=${id}><code>${name}</code></label>
			<span class="field-hint" id="${id}-hint">${hint}</span>
		</div>
		${input(id)}
	</div>
`;

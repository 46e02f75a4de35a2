import { element } from '../dom.ts';
import { attributes, type Choice, colours, looks } from './settings.ts';

/** The fields for all that can be set. `changed` runs after each change; `choice` reads them. */
export function createFields(places: { attributes: HTMLElement; theme: HTMLElement }, changed: () => void) {
	const inputs = new Map<string, HTMLInputElement | HTMLSelectElement>();
	const label = element('input', { id: 'label', type: 'text', placeholder: 'Connect your bank' });
	places.attributes.append(row('label', 'label', 'the words on the button', label));
	for (const { name, hint, kind, placeholder } of attributes) {
		const id = `attribute-${name}`;
		const input =
			kind === 'flag'
				? element('input', { id, type: 'checkbox' })
				: kind
					? element(
							'select',
							{ id },
							element('option', { value: '' }, 'default'),
							...kind.choices.map((choice) => element('option', { value: choice }, choice)),
						)
					: element('input', { id, type: 'text', spellcheck: 'false', placeholder: placeholder ?? '' });
		inputs.set(name, input);
		places.attributes.append(row(id, name, hint, input));
	}

	/** Only what was chosen is set: the element's own colours follow the scheme. */
	const chosen = new Map<string, string>();
	const pickers = new Map<string, HTMLInputElement>();
	for (const { name, hint, usual } of colours) {
		const picker = element('input', { id: name.slice(2), type: 'color', value: usual });
		picker.addEventListener('input', () => chosen.set(name, picker.value));
		pickers.set(name, picker);
		places.theme.append(row(picker.id, name, hint, picker));
	}
	const radius = element('input', { id: 'radius', type: 'range', min: '0', max: '28', value: '10' });
	radius.addEventListener('input', () => chosen.set('--psc-radius', `${radius.value}px`));
	const wide = element('input', { id: 'wide', type: 'checkbox' });
	places.theme.append(
		row('radius', '--psc-radius', 'corners', radius),
		row('wide', 'width', 'as wide as there is room', wide),
	);

	const wear = (look: Readonly<Record<string, string>>) => {
		chosen.clear();
		for (const { name, usual } of colours) {
			const picker = pickers.get(name);
			if (picker) picker.value = look[name] ?? usual;
		}
		radius.value = String(Number.parseInt(look['--psc-radius'] ?? '10', 10));
		for (const [name, value] of Object.entries(look)) chosen.set(name, value);
		changed();
	};
	const buttons = [['The element’s own', {}] as const, ...Object.entries(looks)].map(([name, look]) => {
		const button = element('button', { type: 'button', class: 'button plain' }, name);
		button.addEventListener('click', () => wear(look));
		return button;
	});
	places.theme.prepend(
		element('div', { class: 'looks', role: 'group', 'aria-label': 'Ready-made looks' }, ...buttons),
	);

	for (const place of [places.attributes, places.theme]) {
		place.addEventListener('input', changed);
	}

	return {
		set(name: string, value: string): void {
			const input = inputs.get(name);
			if (!input) return;
			input.value = value;
			changed();
		},
		choice(): Choice {
			const values = new Map<string, string>();
			for (const [name, input] of inputs) {
				if (input instanceof HTMLInputElement && input.type === 'checkbox') {
					if (input.checked) values.set(name, '');
				} else if (input.value.trim()) values.set(name, input.value.trim());
			}
			return {
				attributes: values,
				properties: new Map(chosen),
				label: label.value.trim(),
				wide: wide.checked,
			};
		},
	};
}

export function row(id: string, name: string, hint: string, input: HTMLElement): HTMLElement {
	input.setAttribute('aria-describedby', `${id}-hint`);
	return element(
		'div',
		{ class: 'field' },
		element(
			'div',
			{},
			element('label', { for: id }, element('code', {}, name)),
			element('span', { class: 'field-hint', id: `${id}-hint` }, hint),
		),
		input,
	);
}

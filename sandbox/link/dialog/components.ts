/** What several steps show. */
import { html, nothing, type TemplateResult } from 'lit';
import type { InstitutionChoice, LinkAccount, LinkError } from '../../link-server/protocol.ts';
import { alertIcon, sandboxMark } from './icons.ts';
import { errorText, type Messages } from './messages/messages.ts';

/** The mark above a step's heading. By default, the sandbox's own. */
export const opening = (content: unknown = sandboxMark): TemplateResult =>
	html`<div class="opening">${content}</div>`;

/** An institution's initials on its color, in black or white, whichever has the higher contrast. */
export function badge({ name, primary_color: color }: InstitutionChoice): TemplateResult {
	const initials = name
		.split(/\s+/)
		.slice(0, 2)
		.map((word) => word.charAt(0).toUpperCase())
		.join('');
	const colors = color ? `background: ${color}; color: ${luminance(color) > 0.18 ? '#000' : '#fff'}` : '';
	// Set as a property, because the frame's CSP forbids style attributes.
	return html`<span class="badge" aria-hidden="true" .style=${colors}>${initials}</span>`;
}

/** Relative luminance of `#rrggbb`, 0 to 1. @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
		const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
		return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `Plaid Checking ••0000`. Some accounts have no mask. */
export const accountName = ({ name, mask }: LinkAccount): string => (mask ? `${name} ••${mask}` : name);

/** `Checking`, `Cash management`. Only the most common types are translated. */
export function accountType({ type, subtype }: LinkAccount, messages: Messages): string {
	const name = subtype ?? type;
	if (name === 'checking' || name === 'savings') return messages.numbers[name];
	return name.charAt(0).toUpperCase() + name.slice(1);
}

/** An alert with an icon, or nothing. */
export const alertText = (text: string | null): TemplateResult | typeof nothing =>
	text ? html`<p>${alertIcon}<span>${text}</span></p>` : nothing;

/** The error of the last attempt. The element is always there, so that screen readers announce changes. */
export const lastError = (messages: Messages, error: LinkError | null): TemplateResult => html`
	<div class="refused" id="refused" role="alert">${alertText(error && errorText(messages, error))}</div>
`;

export const textField = (
	name: string,
	label: string,
	{ error, type = 'text', mode }: { error: LinkError | null; type?: string; mode?: string },
): TemplateResult => html`
	<div class="field">
		<label for=${name}>${label}</label>
		<input
			id=${name}
			name=${name}
			type=${type}
			required
			autocomplete="off"
			autocapitalize="none"
			autocorrect="off"
			spellcheck="false"
			inputmode=${mode ?? nothing}
			aria-invalid=${error ? 'true' : nothing}
			aria-describedby=${error ? 'refused' : nothing}
		/>
	</div>
`;

type TestAnswer = {
	title: string;
	/** The answer as it is shown. */
	shown: TemplateResult;
	/** The values to fill in, by the names of the step's fields. */
	values: Record<string, string>;
};

/** Offers to fill in what the sandbox expects. */
export function testAnswer(messages: Messages, { title, shown, values }: TestAnswer): TemplateResult {
	const fillIn = ({ currentTarget }: Event) => {
		const { form } = currentTarget as HTMLButtonElement;
		for (const [name, value] of Object.entries(values)) {
			const field = form?.elements.namedItem(name);
			if (field instanceof HTMLInputElement || field instanceof RadioNodeList) field.value = value;
		}
		form?.querySelector<HTMLButtonElement>('[type="submit"]')?.focus();
	};
	return html`
		<aside class="offer" aria-label=${title}>
			<p><strong>${title}</strong><span>${shown}</span></p>
			<button type="button" class="quiet" @click=${fillIn}>${messages.test.fill}</button>
		</aside>
	`;
}

type Choice = {
	/** Unique in the step. */
	id: string;
	value: string;
	text: string;
	detail?: string;
	type?: 'radio' | 'checkbox';
	checked?: boolean;
};

/** A radio button or checkbox as a card. `name` is the field's. */
export const choice = (
	name: string,
	{ id, value, text, detail, type = 'radio', checked = false }: Choice,
): TemplateResult => html`
	<label class="account">
		<input
			type=${type}
			name=${name}
			?required=${type === 'radio'}
			value=${value}
			?checked=${checked}
			aria-labelledby="name-${id}"
			aria-describedby=${detail ? `kind-${id}` : nothing}
		/>
		<span class="account-name" id="name-${id}">${text}</span>
		${detail ? html`<span class="account-kind" id="kind-${id}">${detail}</span>` : nothing}
	</label>
`;

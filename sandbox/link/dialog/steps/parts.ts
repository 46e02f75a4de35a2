/** What several steps are put together from. */
import { html, nothing, type TemplateResult } from 'lit';
import type { LinkError } from '../../../link-server/protocol.ts';
import { alertIcon } from '../icons.ts';
import { explained, type Words } from '../words/words.ts';

/** Where the error of the last try is told; it stays in place, so that a screen reader hears it change. */
export const refusal = (words: Words, error: LinkError | null): TemplateResult => html`
	<div class="refused" id="refused" role="alert">
		${error ? html`<p>${alertIcon}<span>${explained(words, error)}</span></p>` : nothing}
	</div>
`;

/** A labelled text field. */
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

/** Offers what the sandbox expects here, by the names of the step's fields; `told` is what is shown of it. */
export function offer(
	words: Words,
	title: string,
	told: TemplateResult,
	values: Record<string, string>,
): TemplateResult {
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
			<p><strong>${title}</strong><span>${told}</span></p>
			<button type="button" class="quiet" @click=${fillIn}>${words.test.fill}</button>
		</aside>
	`;
}

/** One of several, as a card that is chosen whole. */
export const choice = (
	id: string,
	name: string,
	{ value, text, detail, type = 'radio', checked = false }: Choice,
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

type Choice = {
	value: string;
	text: string;
	detail?: string;
	type?: 'radio' | 'checkbox';
	checked?: boolean;
};

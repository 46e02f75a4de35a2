import { html, nothing } from 'lit';
import { badge } from '../badge.ts';
import { alertIcon } from '../icons.ts';
import { testLogin, words } from '../words.ts';
import type { DrawStep } from './step.ts';

export const drawCredentials: DrawStep<'credentials'> = ({ institution, error }, _progress, session) => {
	const fillIn = ({ currentTarget }: Event) => {
		const { form } = currentTarget as HTMLButtonElement;
		for (const [name, value] of Object.entries(testLogin)) {
			const field = form?.elements.namedItem(name);
			if (field instanceof HTMLInputElement) field.value = value;
		}
		form?.querySelector<HTMLButtonElement>('[type="submit"]')?.focus();
	};
	const field = (name: 'username' | 'password', type: string) => html`
		<div class="field">
			<label for=${name}>${words.credentials[name]}</label>
			<input
				id=${name}
				name=${name}
				type=${type}
				required
				autocomplete="off"
				autocapitalize="none"
				autocorrect="off"
				spellcheck="false"
				aria-invalid=${error ? 'true' : nothing}
				aria-describedby=${error ? 'refused' : nothing}
			/>
		</div>
	`;
	return {
		heading: words.credentials.heading(institution.name),
		opening: html`<div class="opening">${badge(institution)}</div>`,
		body: html`
			<div class="refused" id="refused" role="alert">
				${error ? html`<p>${alertIcon}<span>${error.display_message ?? words.credentials.refused}</span></p>` : nothing}
			</div>
			${field('username', 'text')} ${field('password', 'password')}
			<aside class="offer" aria-label=${words.credentials.offer}>
				<p>
					<strong>${words.credentials.offer}</strong>
					<span><code>${testLogin.username}</code> / <code>${testLogin.password}</code></span>
				</p>
				<button type="button" class="quiet" @click=${fillIn}>${words.credentials.fill}</button>
			</aside>
			<p class="hint">${words.credentials.warning}</p>
		`,
		action: {
			label: words.credentials.submit,
			submit: (fields) =>
				void session.step('credentials', {
					username: String(fields.get('username')),
					password: String(fields.get('password')),
				}),
		},
	};
};

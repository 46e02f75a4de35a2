import { html } from 'lit';
import { badge } from '../badge.ts';
import { offer, refusal, textField } from './parts.ts';
import type { DrawStep } from './step.ts';

const testLogin = { username: 'user_good', password: 'pass_good' };

export const drawCredentials: DrawStep<'credentials'> = (
	{ institution, error },
	_progress,
	session,
	words,
) => ({
	heading: words.credentials.heading(institution.name),
	opening: html`<div class="opening">${badge(institution)}</div>`,
	body: html`
		${refusal(words, error)} ${textField('username', words.credentials.username, { error })}
		${textField('password', words.credentials.password, { error, type: 'password' })}
		${offer(
			words,
			words.test.login,
			html`<code>${testLogin.username}</code> / <code>${testLogin.password}</code>`,
			testLogin,
		)}
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
});

import { html } from 'lit';
import { badge, lastError, opening, testAnswer, textField } from '../components.ts';
import type { RenderStep } from './step.ts';

const testLogin = { username: 'user_good', password: 'pass_good' };

export const credentialsStep: RenderStep<'credentials'> = (
	{ institution, error, can_go_back },
	{ session, messages },
) => ({
	opening: opening(badge(institution)),
	heading: messages.credentials.heading(institution.name),
	body: html`
		${lastError(messages, error)} ${textField('username', messages.credentials.username, { error })}
		${textField('password', messages.credentials.password, { error, type: 'password' })}
		${testAnswer(messages, {
			title: messages.test.login,
			shown: html`<code>${testLogin.username}</code> / <code>${testLogin.password}</code>`,
			values: testLogin,
		})}
		<p class="hint">${messages.credentials.warning}</p>
	`,
	action: {
		label: messages.credentials.submit,
		submit: (fields) =>
			void session.step('credentials', {
				username: String(fields.get('username')),
				password: String(fields.get('password')),
			}),
	},
	canGoBack: can_go_back,
});

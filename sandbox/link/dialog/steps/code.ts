import { html } from 'lit';
import { accountName } from '../account-name.ts';
import { mark } from '../icons.ts';
import { offer, refusal, textField } from './parts.ts';
import type { DrawStep } from './step.ts';

/** The code of a micro-deposit. */
export const drawCode: DrawStep<'code'> = ({ account, error, test_answer }, _progress, session, words) => ({
	opening: html`<div class="opening">${mark}</div>`,
	heading: words.code.heading,
	intro: words.code.intro(accountName(account)),
	body: html`
		${refusal(words, error)} ${textField('code', words.code.label, { error })}
		${offer(words, words.test.code, html`<code>${test_answer}</code>`, { code: test_answer })}
	`,
	action: {
		label: words.code.submit,
		submit: (fields) => void session.step('code', { code: String(fields.get('code')) }),
	},
});

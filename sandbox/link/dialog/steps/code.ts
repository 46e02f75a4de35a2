import { html } from 'lit';
import { accountName, lastError, opening, testAnswer, textField } from '../components.ts';
import type { RenderStep } from './step.ts';

/** The shopper enters the code of a micro-deposit. */
export const codeStep: RenderStep<'code'> = ({ account, error, test_answer }, { session, messages }) => ({
	opening: opening(),
	heading: messages.code.heading,
	intro: messages.code.intro(accountName(account)),
	body: html`
		${lastError(messages, error)} ${textField('code', messages.code.label, { error })}
		${testAnswer(messages, {
			title: messages.test.code,
			shown: html`<code>${test_answer}</code>`,
			values: { code: test_answer },
		})}
	`,
	action: {
		label: messages.code.submit,
		submit: (fields) => void session.step('code', { code: String(fields.get('code')) }),
	},
});

import { html } from 'lit';
import { accountName, badge, choice, lastError, opening, testAnswer, textField } from '../components.ts';
import type { RenderStep } from './step.ts';

/** The shopper types account numbers, with or without a login before. */
export const numbersStep: RenderStep<'numbers'> = (
	{ institution, account, purpose, error, test_answer },
	{ session, messages },
) => ({
	...(institution ? { opening: opening(badge(institution)) } : {}),
	heading: messages.numbers.heading,
	intro: account ? messages.numbers.introOf(accountName(account)) : messages.numbers.intro,
	body: html`
		${lastError(messages, error)} ${textField('routing', messages.numbers.routing, { error, mode: 'numeric' })}
		${textField('account', messages.numbers.account, { error, mode: 'numeric' })}
		${purpose === 'instant_match' ? '' : textField('name', messages.numbers.name, { error: null })}
		${
			account
				? ''
				: html`
					<fieldset class="choices">
						<legend>${messages.numbers.kind}</legend>
						${(['checking', 'savings'] as const).map((subtype) =>
							choice('subtype', {
								id: subtype,
								value: subtype,
								text: messages.numbers[subtype],
								checked: subtype === 'checking',
							}),
						)}
					</fieldset>
				`
		}
		${testAnswer(messages, {
			title: messages.test.numbers,
			shown: html`<code>${test_answer.routing}</code> / <code>${test_answer.account}</code>`,
			values: { ...test_answer, name: 'Alberta Bobbeth Charleson' },
		})}
	`,
	action: {
		label: messages.numbers.submit,
		submit: (fields) => {
			const field = (name: string) => String(fields.get(name) ?? '');
			void session.step('numbers', {
				routing: field('routing'),
				account: field('account'),
				name: field('name'),
				subtype: field('subtype'),
			});
		},
	},
	canGoBack: true,
});

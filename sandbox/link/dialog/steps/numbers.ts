import { html } from 'lit';
import { accountName } from '../account-name.ts';
import { badge } from '../badge.ts';
import { choice, offer, refusal, textField } from './parts.ts';
import type { DrawStep } from './step.ts';

export const drawNumbers: DrawStep<'numbers'> = (
	{ institution, account, purpose, error, test_answer },
	_progress,
	session,
	words,
) => ({
	...(institution ? { opening: html`<div class="opening">${badge(institution)}</div>` } : {}),
	heading: words.numbers.heading,
	intro: account ? words.numbers.introOf(accountName(account)) : words.numbers.intro,
	body: html`
		${refusal(words, error)} ${textField('routing', words.numbers.routing, { error, mode: 'numeric' })}
		${textField('account', words.numbers.account, { error, mode: 'numeric' })}
		${purpose === 'instant_match' ? '' : textField('name', words.numbers.name, { error: null })}
		${
			account
				? ''
				: html`
					<fieldset class="choices">
						<legend>${words.numbers.kind}</legend>
						${(['checking', 'savings'] as const).map((kind) =>
							choice(kind, 'subtype', {
								value: kind,
								text: words.numbers[kind],
								checked: kind === 'checking',
							}),
						)}
					</fieldset>
				`
		}
		${offer(
			words,
			words.test.numbers,
			html`<code>${test_answer.routing}</code> / <code>${test_answer.account}</code>`,
			{ ...test_answer, name: 'Alberta Bobbeth Charleson' },
		)}
	`,
	action: {
		label: words.numbers.submit,
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
});

import { html } from 'lit';
import { badge, choice, lastError, opening, testAnswer, textField } from '../components.ts';
import type { RenderStep } from './step.ts';

/** The sandbox's questions have ids such as `question_0_1` for a text. The dialog shows their number instead. */
export const mfaStep: RenderStep<'mfa'> = (screen, { session, messages }) => {
	const { institution, type, questions, round, rounds, error, test_answer } = screen;
	// Each round has other names, so that the answers of the round before are not shown again.
	const fieldName = (index: number) => `answer-${round}-${index}`;
	const heading = messages.mfa.heading[type];
	const label = (index: number) => (type === 'code' ? messages.mfa.code : messages.mfa.question(index + 1));
	const intro = messages.mfa.intro(institution.name);
	const hasRounds = rounds > 1 && (type === 'questions' || type === 'selections');
	return {
		opening: opening(badge(institution)),
		heading,
		intro: hasRounds ? `${intro} ${messages.mfa.round(round, rounds)}.` : intro,
		body: html`
			${lastError(messages, error)}
			${questions.map(({ options }, index) =>
				options
					? html`
						<fieldset class="choices">
							<legend class=${type === 'device' ? 'visually-hidden' : ''}>${type === 'device' ? heading : label(index)}</legend>
							${options.map((option, at) =>
								choice(fieldName(index), { id: `${round}-${index}-${at}`, value: option, text: option }),
							)}
						</fieldset>
					`
					: textField(fieldName(index), label(index), {
							error,
							...(type === 'code' ? { mode: 'numeric' } : {}),
						}),
			)}
			${
				type === 'device'
					? ''
					: testAnswer(messages, {
							title: type === 'code' ? messages.test.code : messages.test.answers,
							shown: html`<code>${test_answer.join(', ')}</code>`,
							values: Object.fromEntries(test_answer.map((answer, index) => [fieldName(index), answer])),
						})
			}
		`,
		action: {
			label: messages.mfa.submit,
			submit: (fields) =>
				void session.step('mfa', {
					answers: questions.map((_, index) => String(fields.get(fieldName(index)))),
				}),
		},
		canGoBack: true,
	};
};

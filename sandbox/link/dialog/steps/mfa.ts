import { html } from 'lit';
import { badge } from '../badge.ts';
import { choice, offer, refusal, textField } from './parts.ts';
import type { DrawStep } from './step.ts';

/** The sandbox's questions are names, such as `question_0_1`; their number is what is shown. */
export const drawMfa: DrawStep<'mfa'> = (screen, _progress, session, words) => {
	const { institution, type, questions, round, rounds, error, test_answer } = screen;
	// Another round has other fields: nothing that was typed carries over.
	const field = (index: number) => `answer-${round}-${index}`;
	const values = Object.fromEntries(test_answer.map((answer, index) => [field(index), answer]));
	const heading = words.mfa.heading[type];
	const label = (index: number) => (type === 'code' ? words.mfa.code : words.mfa.question(index + 1));
	return {
		opening: html`<div class="opening">${badge(institution)}</div>`,
		heading,
		intro:
			rounds > 1 && (type === 'questions' || type === 'selections')
				? `${words.mfa.intro(institution.name)} ${words.mfa.round(round, rounds)}.`
				: words.mfa.intro(institution.name),
		body: html`
			${refusal(words, error)}
			${questions.map(({ options }, index) =>
				options
					? html`
						<fieldset class="choices">
							<legend class=${type === 'device' ? 'visually-hidden' : ''}>${type === 'device' ? heading : label(index)}</legend>
							${options.map((option, at) =>
								choice(`${round}-${index}-${at}`, field(index), { value: option, text: option }),
							)}
						</fieldset>
					`
					: textField(field(index), label(index), { error, ...(type === 'code' ? { mode: 'numeric' } : {}) }),
			)}
			${
				type === 'device'
					? ''
					: offer(
							words,
							type === 'code' ? words.test.code : words.test.answers,
							html`<code>${test_answer.join(', ')}</code>`,
							values,
						)
			}
		`,
		action: {
			label: words.mfa.submit,
			submit: (fields) =>
				void session.step('mfa', { answers: questions.map((_, index) => String(fields.get(field(index)))) }),
		},
	};
};

import { html } from 'lit';
import { badge } from '../badge.ts';
import { explained } from '../words/words.ts';
import type { DrawStep } from './step.ts';

/** An error that no field of the step before can mend, and what can be done instead. */
export const drawFailed: DrawStep<'failed'> = (screen, _progress, session, words) => {
	const { institution, error, can_retry, can_go_back, can_type_numbers } = screen;
	const ways = [
		...(can_retry ? [{ label: words.retry, choose: () => void session.step('retry', {}) }] : []),
		...(can_go_back ? [{ label: words.error.other, choose: () => void session.step('back', {}) }] : []),
		...(can_type_numbers
			? [{ label: words.error.numbers, choose: () => void session.step('method', { method: 'numbers' }) }]
			: []),
	];
	const [first = { label: words.error.leave, choose: () => void session.leave() }, ...others] = ways;
	return {
		...(institution ? { opening: html`<div class="opening">${badge(institution)}</div>` } : {}),
		heading: words.error.heading,
		intro: explained(words, error),
		body: html`<p class="hint"><code>${error.error_code}</code></p>`,
		action: { label: first.label, submit: first.choose },
		others,
	};
};

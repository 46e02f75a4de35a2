import { html } from 'lit';
import { badge } from '../badge.ts';
import type { DrawStep } from './step.ts';

export const drawDegraded: DrawStep<'degraded'> = ({ institution }, _progress, session, words) => ({
	opening: html`<div class="opening">${badge(institution)}</div>`,
	heading: words.degraded.heading(institution.name),
	intro: words.degraded.text,
	body: html``,
	action: { label: words.degraded.submit, submit: () => void session.step('onward', {}) },
	others: [{ label: words.error.other, choose: () => void session.step('back', {}) }],
});

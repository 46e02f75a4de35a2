import { html } from 'lit';
import { mark } from '../icons.ts';
import type { DrawStep } from './step.ts';

/** The page wants Link to end; the shopper may not. */
export const drawLeaving: DrawStep<'leaving'> = (_screen, _progress, session, words) => ({
	opening: html`<div class="opening">${mark}</div>`,
	heading: words.leaving.heading,
	intro: words.leaving.text,
	body: html``,
	action: { label: words.leaving.stay, submit: () => void session.step('stay', {}) },
	others: [{ label: words.leaving.leave, choose: () => void session.leave() }],
});

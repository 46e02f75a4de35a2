import { badge, opening } from '../components.ts';
import type { RenderStep } from './step.ts';

/** Warns that many logins to the institution fail at present. */
export const degradedStep: RenderStep<'degraded'> = ({ institution }, { session, messages }) => ({
	opening: opening(badge(institution)),
	heading: messages.degraded.heading(institution.name),
	intro: messages.degraded.text,
	action: { label: messages.degraded.submit, submit: () => void session.step('onward', {}) },
	alternatives: [{ label: messages.error.other, choose: () => void session.step('back', {}) }],
	canGoBack: true,
});

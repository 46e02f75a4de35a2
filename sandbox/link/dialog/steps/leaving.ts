import { opening } from '../components.ts';
import type { RenderStep } from './step.ts';

/** The page asked Link to exit. The shopper decides. */
export const leavingStep: RenderStep<'leaving'> = (_screen, { session, messages }) => ({
	opening: opening(),
	heading: messages.leaving.heading,
	intro: messages.leaving.text,
	action: { label: messages.leaving.stay, submit: () => void session.step('stay', {}) },
	alternatives: [{ label: messages.leaving.leave, choose: () => void session.leave() }],
});

import { html } from 'lit';
import { badge, opening } from '../components.ts';
import { errorText } from '../messages/messages.ts';
import type { RenderStep } from './step.ts';

/** An error that entering something else cannot solve, and what the shopper can do instead. */
export const failedStep: RenderStep<'failed'> = (screen, { session, messages }) => {
	const { institution, error, can_retry, can_go_back, can_type_numbers } = screen;
	const options = [
		...(can_retry ? [{ label: messages.retry, choose: () => void session.step('retry', {}) }] : []),
		...(can_go_back ? [{ label: messages.error.other, choose: () => void session.step('back', {}) }] : []),
		...(can_type_numbers
			? [
					{
						label: messages.error.numbers,
						choose: () => void session.step('method', { method: 'numbers' }),
					},
				]
			: []),
	];
	const leave = { label: messages.error.leave, choose: () => void session.leave() };
	const [first = leave, ...alternatives] = options;
	return {
		...(institution ? { opening: opening(badge(institution)) } : {}),
		heading: messages.error.heading,
		intro: errorText(messages, error),
		body: html`<p class="hint"><code>${error.error_code}</code></p>`,
		action: { label: first.label, submit: first.choose },
		alternatives,
		canGoBack: can_go_back,
	};
};

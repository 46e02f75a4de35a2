import { html } from 'lit';
import { opening } from '../components.ts';
import { tickIcon } from '../icons.ts';
import type { RenderStep } from './step.ts';

export const consentStep: RenderStep<'consent'> = (_screen, { clientName, session, messages }) => ({
	opening: opening(),
	heading: messages.consent.heading(clientName),
	body: html`
		<ul class="points">
			${messages.consent.points.map(
				({ title, text }) => html`
					<li>
						<span class="bullet">${tickIcon}</span>
						<div><strong>${title}</strong><span>${text}</span></div>
					</li>
				`,
			)}
		</ul>
	`,
	action: { label: messages.consent.submit, submit: () => void session.step('consent', {}) },
});

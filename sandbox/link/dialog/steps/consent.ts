import { html } from 'lit';
import { mark, tickIcon } from '../icons.ts';
import type { DrawStep } from './step.ts';

export const drawConsent: DrawStep<'consent'> = (_screen, { client_name }, session, words) => ({
	heading: words.consent.heading(client_name),
	body: html`
		<ul class="points">
			${words.consent.points.map(
				([title, text]) => html`
					<li>
						<span class="bullet">${tickIcon}</span>
						<div><strong>${title}</strong><span>${text}</span></div>
					</li>
				`,
			)}
		</ul>
	`,
	opening: html`<div class="opening">${mark}</div>`,
	action: { label: words.consent.submit, submit: () => void session.step('consent', {}) },
});

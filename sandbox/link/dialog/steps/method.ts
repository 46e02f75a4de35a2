import { html } from 'lit';
import { forwardIcon } from '../icons.ts';
import type { RenderStep } from './step.ts';

/** The shopper chooses between a login and typed account numbers. */
export const methodStep: RenderStep<'method'> = (_screen, { session, messages }) => ({
	heading: messages.method.heading,
	body: html`
		<ul class="methods">
			${(['login', 'numbers'] as const).map((method) => {
				const { title, text } = messages.method[method];
				return html`
					<li>
						<button type="button" @click=${() => session.step('method', { method })}>
							<span><strong>${title}</strong><small>${text}</small></span>
							${forwardIcon}
						</button>
					</li>
				`;
			})}
		</ul>
	`,
});

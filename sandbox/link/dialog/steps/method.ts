import { html } from 'lit';
import { onwardIcon } from '../icons.ts';
import type { DrawStep } from './step.ts';

export const drawMethod: DrawStep<'method'> = (_screen, _progress, session, words) => ({
	heading: words.method.heading,
	body: html`
		<ul class="ways">
			${(['login', 'numbers'] as const).map((method) => {
				const [title, detail] = words.method[method];
				return html`
					<li>
						<button type="button" @click=${() => session.step('method', { method })}>
							<span><strong>${title}</strong><small>${detail}</small></span>
							${onwardIcon}
						</button>
					</li>
				`;
			})}
		</ul>
	`,
});

import { html } from 'lit';
import { accountKind, accountName } from '../account-name.ts';
import { badge } from '../badge.ts';
import { tickIcon } from '../icons.ts';
import { words } from '../words.ts';
import type { DrawStep } from './step.ts';

export const drawFinish: DrawStep<'finish'> = ({ institution, accounts }, { client_name }, session) => ({
	heading: words.finish.heading,
	intro: words.finish.intro(client_name),
	opening: html`<div class="opening"><span class="done">${tickIcon}</span></div>`,
	body: html`
		<ul class="summary" aria-label=${institution.name}>
			${accounts.map(
				(account) => html`
					<li>
						${badge(institution)}
						<div>
							<strong>${accountName(account)}</strong>
							<span>${institution.name} · ${accountKind(account)}</span>
						</div>
					</li>
				`,
			)}
		</ul>
	`,
	action: { label: words.finish.submit, submit: () => void session.step('finish', {}) },
});

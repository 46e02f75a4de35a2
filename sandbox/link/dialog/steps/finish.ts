import { html } from 'lit';
import { accountKind, accountName } from '../account-name.ts';
import { badge } from '../badge.ts';
import { tickIcon } from '../icons.ts';
import type { Words } from '../words/words.ts';
import type { DrawStep } from './step.ts';

export const drawFinish: DrawStep<'finish'> = (
	{ institution, accounts },
	{ client_name },
	session,
	words,
) => ({
	...told(accounts[0]?.verification_status ?? null, client_name, words),
	opening: html`<div class="opening"><span class="done">${tickIcon}</span></div>`,
	body: html`
		<ul class="summary" aria-label=${institution?.name ?? words.accounts.heading}>
			${accounts.map(
				(account) => html`
					<li>
						${institution ? badge(institution) : ''}
						<div>
							<strong>${accountName(account)}</strong>
							<span>${[institution?.name, accountKind(account, words)].filter(Boolean).join(' · ')}</span>
						</div>
					</li>
				`,
			)}
		</ul>
	`,
	action: { label: words.finish.submit, submit: () => void session.step('finish', {}) },
});

/** An account that waits for a micro-deposit is not ready yet. */
function told(status: string | null, client: string, { finish }: Words): { heading: string; intro: string } {
	switch (status) {
		case 'pending_manual_verification':
			return { heading: finish.pendingHeading, intro: finish.pendingManual };
		case 'pending_automatic_verification':
			return { heading: finish.pendingHeading, intro: finish.pendingAutomatic };
		default:
			return { heading: finish.heading, intro: finish.intro(client) };
	}
}

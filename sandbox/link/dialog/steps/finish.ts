import { html } from 'lit';
import { accountName, accountType, badge, opening } from '../components.ts';
import { tickIcon } from '../icons.ts';
import type { Messages } from '../messages/messages.ts';
import type { RenderStep } from './step.ts';

export const finishStep: RenderStep<'finish'> = (
	{ institution, accounts },
	{ clientName, session, messages },
) => ({
	opening: opening(html`<span class="done">${tickIcon}</span>`),
	...headingFor(accounts[0]?.verification_status ?? null, clientName, messages),
	body: html`
		<ul class="summary" aria-label=${institution?.name ?? messages.accounts.heading}>
			${accounts.map(
				(account) => html`
					<li>
						${institution ? badge(institution) : ''}
						<div>
							<strong>${accountName(account)}</strong>
							<span>${[institution?.name, accountType(account, messages)].filter(Boolean).join(' · ')}</span>
						</div>
					</li>
				`,
			)}
		</ul>
	`,
	action: { label: messages.finish.submit, submit: () => void session.step('finish', {}) },
});

/** An account that waits for a micro-deposit is not ready yet. */
function headingFor(
	verificationStatus: string | null,
	clientName: string,
	{ finish }: Messages,
): { heading: string; intro: string } {
	switch (verificationStatus) {
		case 'pending_manual_verification':
			return { heading: finish.pendingHeading, intro: finish.pendingManual };
		case 'pending_automatic_verification':
			return { heading: finish.pendingHeading, intro: finish.pendingAutomatic };
		default:
			return { heading: finish.heading, intro: finish.intro(clientName) };
	}
}

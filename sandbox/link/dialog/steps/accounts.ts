import { html } from 'lit';
import { accountName, accountType, choice } from '../components.ts';
import type { RenderStep } from './step.ts';

export const accountsStep: RenderStep<'accounts'> = (
	{ accounts, several, selected, can_go_back },
	{ clientName, session, messages },
) => ({
	heading: several ? messages.accounts.headingSeveral : messages.accounts.heading,
	intro: (several ? messages.accounts.introSeveral : messages.accounts.intro)(clientName),
	body: html`
		<div class="accounts" role=${several ? 'group' : 'radiogroup'} aria-labelledby="heading">
			${accounts.map((account) =>
				choice('account', {
					id: account.id,
					value: account.id,
					text: accountName(account),
					detail: accountType(account, messages),
					type: several ? 'checkbox' : 'radio',
					checked: accounts.length === 1 || selected.includes(account.id),
				}),
			)}
		</div>
	`,
	action: {
		label: messages.accounts.submit,
		submit: (fields) => {
			const account_ids = fields.getAll('account').map(String);
			if (account_ids.length === 0) session.showProblem(messages.accounts.none);
			else void session.step('accounts', { account_ids });
		},
	},
	canGoBack: can_go_back,
});

import { html } from 'lit';
import { accountKind, accountName } from '../account-name.ts';
import { choice } from './parts.ts';
import type { DrawStep } from './step.ts';

export const drawAccounts: DrawStep<'accounts'> = (
	{ accounts, several, selected },
	{ client_name },
	session,
	words,
) => ({
	heading: several ? words.accounts.headingSeveral : words.accounts.heading,
	intro: (several ? words.accounts.introSeveral : words.accounts.intro)(client_name),
	body: html`
		<div class="accounts" role=${several ? 'group' : 'radiogroup'} aria-labelledby="heading">
			${accounts.map((account) =>
				choice(account.id, 'account', {
					value: account.id,
					text: accountName(account),
					detail: accountKind(account, words),
					type: several ? 'checkbox' : 'radio',
					checked: accounts.length === 1 || selected.includes(account.id),
				}),
			)}
		</div>
	`,
	action: {
		label: words.accounts.submit,
		submit: (fields) => {
			const account_ids = fields.getAll('account').map(String);
			if (account_ids.length === 0) session.complain(words.accounts.none);
			else void session.step('accounts', { account_ids });
		},
	},
});

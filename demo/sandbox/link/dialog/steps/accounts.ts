import { html } from 'lit';
import { accountKind, accountName } from '../account-name.ts';
import { words } from '../words.ts';
import type { DrawStep } from './step.ts';

export const drawAccounts: DrawStep<'accounts'> = ({ accounts }, { client_name }, session) => ({
	heading: words.accounts.heading,
	intro: words.accounts.intro(client_name),
	body: html`
		<div class="accounts" role="radiogroup" aria-labelledby="heading">
			${accounts.map(
				(account) => html`
					<label class="account">
						<input
							type="radio"
							name="account"
							required
							value=${account.id}
							?checked=${accounts.length === 1}
							aria-labelledby="name-${account.id}"
							aria-describedby="kind-${account.id}"
						/>
						<span class="account-name" id="name-${account.id}">${accountName(account)}</span>
						<span class="account-kind" id="kind-${account.id}">${accountKind(account)}</span>
					</label>
				`,
			)}
		</div>
	`,
	action: {
		label: words.accounts.submit,
		submit: (fields) => void session.step('accounts', { account_ids: fields.getAll('account').map(String) }),
	},
});

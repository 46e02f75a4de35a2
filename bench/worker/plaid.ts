import { jsonOf } from '../processes/http.ts';
import { variables } from './variables.ts';

/** Calls to Plaid with the Worker's keys, and Link as a shopper uses it. */
export function openPlaid(url: string) {
	const { PLAID_CLIENT_ID = '', PLAID_SECRET = '' } = variables(url);
	const ask = async <Answer>(path: string, body: object): Promise<Answer> => {
		const response = await fetch(`${url}${path}`, {
			method: 'POST',
			headers: {
				'Content-Type': 'application/json',
				'PLAID-CLIENT-ID': PLAID_CLIENT_ID,
				'PLAID-SECRET': PLAID_SECRET,
			},
			body: JSON.stringify(body),
		});
		return jsonOf<Answer>({ status: response.status, text: await response.text() });
	};
	return {
		async finishLink(link_token: string): Promise<{ public_token: string; account_id: string }> {
			const { link_session_id } = await ask<{ link_session_id: string }>('/link/session', { link_token });
			const step = <Answer>(name: string, fields: object) =>
				ask<Answer>(`/link/session/${link_session_id}/${name}`, fields);
			await step('consent', {});
			await step('institution', { institution_id: 'ins_109508' });
			const { screen } = await step<{ screen: { accounts: { id: string; name: string }[] } }>('credentials', {
				username: 'user_good',
				password: 'pass_good',
			});
			const account_id = screen.accounts.find(({ name }) => name === 'Plaid Checking')?.id ?? '';
			await step('accounts', { account_ids: [account_id] });
			const { public_token } = await step<{ public_token: string }>('finish', {});
			return { account_id, public_token };
		},
		/** An Item that the Worker did not create, with its access token. */
		async newItem(webhook: string) {
			const { public_token } = await ask<{ public_token: string }>('/sandbox/public_token/create', {
				institution_id: 'ins_109508',
				initial_products: ['auth'],
				options: { webhook },
			});
			return ask<{ access_token: string; item_id: string }>('/item/public_token/exchange', { public_token });
		},
		/** Makes the bank require a new login, which sends a webhook. */
		resetLogin: (access_token: string) => ask('/sandbox/item/reset_login', { access_token }),
	};
}

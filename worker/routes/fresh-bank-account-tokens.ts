import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { inBackground } from '../background.ts';
import { readJsonObject } from '../body.ts';
import { type BankAccountTokenAnswer, freshTokenRequest } from '../contract.ts';
import { chooseAccount } from '../exchange/choose-account.ts';
import { checkParameters } from '../parameters.ts';
import { noteStatus } from '../seen-status.ts';
import { institutionOf } from '../store/connections.ts';
import { storeFreshToken } from '../store/fresh-token.ts';
import { standingConnectionOf } from './connections.ts';

/** `POST /v1/connections/:id/bank_account_tokens`: another `btok_…` for the same bank, without Link. */
export async function createFreshBankAccountToken(c: Context<AppEnv>): Promise<Response> {
	const { account_id } = checkParameters(freshTokenRequest, await readJsonObject(c.req.raw));
	const connection = await standingConnectionOf(c);
	const plaid = c.get('plaid');
	const access_token = await c.get('seal').open(connection.accessToken, connection.id);
	const { account, token } = await noteStatus(c, connection, {
		provesLogin: false,
		work: async () => {
			const { accounts } = await plaid.accountsGet({ access_token });
			const account = chooseAccount(accounts, account_id ?? connection.accountId);
			const made = await plaid.processorStripeBankAccountTokenCreate({
				access_token,
				account_id: account.id,
			});
			return { account, token: made.stripe_bank_account_token };
		},
	});
	const waiting = await storeFreshToken(c.get('database'), connection.id, { account, now: c.get('now')() });
	inBackground(c, c.get('announce')(waiting));
	const answer: BankAccountTokenAnswer = {
		connection: connection.id,
		bank_account_token: token,
		account,
		institution: institutionOf(connection),
		livemode: connection.livemode,
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { type BankAccountTokenAnswer, freshTokenRequest } from '../contract.ts';
import { freshBankAccountToken } from '../exchange/fresh-token.ts';
import { checkParameters } from '../parameters.ts';
import { readJsonObject } from '../read-body.ts';
import { institutionOf } from '../store/connections.ts';
import { standingConnectionOf } from './connections.ts';

/** `POST /v1/connections/:id/bank_account_tokens`: another `btok_…` for the same bank, without Link. */
export async function createFreshBankAccountToken(c: Context<AppEnv>): Promise<Response> {
	const { account_id } = checkParameters(freshTokenRequest, await readJsonObject(c.req.raw));
	const connection = await standingConnectionOf(c);
	const accountId = account_id ?? connection.accountId;
	const { account, token } = await freshBankAccountToken(c.var, connection, accountId);
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

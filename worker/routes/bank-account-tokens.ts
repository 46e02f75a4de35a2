import type { Context } from 'hono';
import type { AppEnv, ContextWithId } from '../app-env.ts';
import { type BankAccountTokenAnswer, bankAccountTokenRequest, freshTokenRequest } from '../contract.ts';
import { withoutSecrets } from '../errors.ts';
import type { BankAccountToken } from '../exchange/answer.ts';
import { exchangeForBankAccountToken } from '../exchange/exchange.ts';
import { freshBankAccountToken } from '../exchange/fresh-token.ts';
import type { Hooks } from '../hooks.ts';
import { limitBySession } from '../middleware/rate-limit.ts';
import { findConnection, institutionOf } from '../store/connections.ts';
import { usableConnectionOf } from './connections.ts';
import { bodyFromPage, bodyOf } from './parameters.ts';

/** `POST /v1/bank_account_tokens`: a public token becomes a connection and a Stripe bank account token. */
export const createBankAccountToken = ({ afterConnection }: Pick<Hooks, 'afterConnection'>) =>
	async function createBankAccountToken(c: Context<AppEnv>): Promise<Response> {
		const request = await bodyFromPage(c, bankAccountTokenRequest);
		await limitBySession(c, request.link_token);
		const work = exchangeForBankAccountToken(c.var, request).then(async (made) => {
			if (afterConnection) await callHook(c, afterConnection, made);
			return made;
		});
		// The shopper may close the page. Plaid's answer must be stored all the same.
		c.get('waitUntil')(work);
		const answer: BankAccountTokenAnswer = { ...(await work), request_id: c.get('requestId') };
		return c.json(answer);
	};

/** Calls the merchant's own code. If it throws, the error is logged, and the shopper keeps the connection. */
async function callHook(
	c: Context<AppEnv>,
	afterConnection: NonNullable<Hooks['afterConnection']>,
	made: BankAccountToken,
): Promise<void> {
	try {
		const connection = await findConnection(c.get('database'), made.connection);
		await afterConnection({ ...made, clientUserId: connection?.clientUserId ?? null });
	} catch (error) {
		const cause = withoutSecrets(error instanceof Error ? error.message : 'hook');
		console.error(
			JSON.stringify({ level: 'error', hook: 'afterConnection', request_id: c.get('requestId'), cause }),
		);
	}
}

/** `POST /v1/connections/:id/bank_account_tokens`: another token for the same bank login, without Link. */
export async function createFreshBankAccountToken(c: ContextWithId): Promise<Response> {
	const { account_id } = await bodyOf(c, freshTokenRequest);
	const connection = await usableConnectionOf(c);
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

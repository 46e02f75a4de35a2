import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { type BankAccountTokenAnswer, bankAccountTokenRequest } from '../contract.ts';
import { withoutSecrets } from '../errors.ts';
import type { BankAccountToken } from '../exchange/answer.ts';
import { exchangeForBankAccountToken } from '../exchange/exchange.ts';
import type { Hooks } from '../hooks.ts';
import { limitBySession } from '../middleware/rate-limit.ts';
import { checkParameters } from '../parameters.ts';
import { fromPages, readJsonObject } from '../read-body.ts';
import { findConnection } from '../store/connections.ts';

/** `POST /v1/bank_account_tokens`: a public token becomes a connection and a Stripe bank account token. */
export const createBankAccountToken = ({ afterConnection }: Pick<Hooks, 'afterConnection'>) =>
	async function createBankAccountToken(c: Context<AppEnv>): Promise<Response> {
		const request = checkParameters(bankAccountTokenRequest, await readJsonObject(c.req.raw, fromPages));
		await limitBySession(c, request.link_token);
		const work = exchangeForBankAccountToken(c.var, request).then(async (made) => {
			if (afterConnection) await tell(c, afterConnection, made);
			return made;
		});
		// The shopper may leave; Plaid's answer must not be lost with them.
		c.get('waitUntil')(work);
		const answer: BankAccountTokenAnswer = { ...(await work), request_id: c.get('requestId') };
		return c.json(answer);
	};

/** The merchant's own code: what goes wrong in it must not cost the shopper the connection. */
async function tell(
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

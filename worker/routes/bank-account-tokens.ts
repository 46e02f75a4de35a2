import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import { readJsonObject } from '../body.ts';
import { type BankAccountTokenAnswer, bankAccountTokenRequest } from '../contract.ts';
import { bankAccountToken } from '../exchange/exchange.ts';
import { checkParameters } from '../parameters.ts';
import type { Pause } from '../pause.ts';

/** `POST /v1/bank_account_tokens`: a public token becomes a connection and a Stripe bank account token. */
export const createBankAccountToken = ({ pause }: { pause: Pause }) =>
	async function createBankAccountToken(c: Context<AppEnv>): Promise<Response> {
		const request = checkParameters(bankAccountTokenRequest, await readJsonObject(c.req.raw));
		const desk = {
			database: c.get('database'),
			plaid: c.get('plaid'),
			seal: c.get('seal'),
			livemode: c.get('config').livemode,
			now: c.get('now'),
			pause,
		};
		const work = bankAccountToken(desk, request);
		finishWithoutTheShopper(c, work);
		const answer: BankAccountTokenAnswer = { ...(await work), request_id: c.get('requestId') };
		return c.json(answer);
	};

/** The runtime ends what a closed tab has begun; this work goes on, or Plaid's answer would be lost. */
function finishWithoutTheShopper(c: Context<AppEnv>, work: Promise<unknown>): void {
	const settled = work.catch(() => undefined);
	try {
		c.executionCtx.waitUntil(settled);
	} catch {
		// Outside of the runtime (a test that calls the app directly) there is nobody who would end it.
	}
}

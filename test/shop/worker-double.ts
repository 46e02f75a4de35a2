/** The part of the Worker's merchant API that a shop calls, with one connection in it; it runs on a port. */
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { AccountsAnswer, Connection } from '../../worker/contract.ts';
import { type Listening, listen } from './listening.ts';

export const apiKey = 'psc_the_only_key_of_this_test';

export type WorkerDouble = Listening & {
	/** Every path that was asked for with the right key. */
	asked: string[];
	connections: Map<string, Connection['status']>;
	/** Runs while the balances are asked for. */
	onBalances(run: () => Promise<void>): void;
};

export async function startWorkerDouble(): Promise<WorkerDouble> {
	const asked: string[] = [];
	const connections = new Map<string, Connection['status']>();
	let whileAsked = async () => {};
	const account = {
		id: 'acc_1',
		name: 'Plaid Checking',
		mask: '0000',
		type: 'depository',
		subtype: 'checking',
	};
	const institution = { id: 'ins_109508', name: 'First Platypus Bank' };
	const error = (code: string, message: string) => ({ error: { code, message, retryable: false } });

	const app = new Hono();
	app.use(async (c, next) => {
		if (c.req.header('authorization') !== `Bearer ${apiKey}`) {
			return c.json(error('api_key_invalid', 'The API key is not one of this Worker.'), 401);
		}
		asked.push(c.req.path);
		await next();
	});
	app.use('/v1/connections/:id/*', async (c, next) => {
		if (connections.has(c.req.param('id'))) return next();
		return c.json(error('connection_not_found', 'There is no such connection.'), 404);
	});
	app.get('/v1/connections/:id', (c) => {
		const id = c.req.param('id');
		const status = connections.get(id);
		if (!status) return c.json(error('connection_not_found', 'There is no such connection.'), 404);
		return c.json({
			id,
			object: 'connection',
			client_user_id: null,
			stripe_customer: null,
			metadata: {},
			disconnect_at: null,
			bank_account_token: 'fresh',
			status,
			status_since: '2026-11-21T00:00:00Z',
			account,
			institution,
			livemode: false,
			created_at: '2026-11-21T00:00:00Z',
			request_id: 'req_1',
		} satisfies Connection);
	});
	app.get('/v1/connections/:id/accounts', async (c) => {
		if (c.req.query('balances') !== 'live') return c.json(error('parameter_invalid', 'Not live.'), 400);
		await whileAsked();
		return c.json({
			accounts: [
				{
					...account,
					official_name: 'Plaid Gold Standard 0% Interest Checking',
					balances: { available: 10_000, current: 11_000, limit: null, currency: 'usd' },
				},
			],
			balances: 'live',
			institution,
			request_id: 'req_2',
		} satisfies AccountsAnswer);
	});
	return {
		...(await listen(createAdaptorServer({ fetch: app.fetch }))),
		asked,
		connections,
		onBalances: (run) => {
			whileAsked = run;
		},
	};
}

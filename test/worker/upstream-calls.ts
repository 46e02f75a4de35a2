/** Each call to Plaid, by the request of ours that makes it. */
import type { Sandbox } from '../../sandbox/index.ts';
import {
	type Backend,
	type BackendOptions,
	connectAs,
	exchangePath,
	finishLink,
	origin,
	stripePath,
} from './backend.ts';
import { outcome } from './outcome.ts';
import { createSigner, keysOf } from './plaid-signer.ts';

const keyPath = '/webhook_verification_key/get';
const signer = await createSigner();

export type Call = {
	name: string;
	path: string;
	variables?: BackendOptions['variables'];
	/** Whether each error that Plaid has is tried, or one of each meaning. */
	everyError?: true;
	/** Makes what can be sent again; it gives what became of it: the `outcome` of a request, else a few words. */
	prepare: (backend: Backend) => Promise<() => Promise<string>>;
};

const exchange: Call['prepare'] = async (backend) => {
	const tokens = await finishLink(backend);
	return async () => outcome(await backend.post('/v1/bank_account_tokens', tokens));
};
const repair: Call['prepare'] = async (backend) => {
	const { session, connection, tokens } = await connectAs(backend, 'user_1');
	const { body } = await backend.post<{ link_token: string }>('/v1/link_tokens', { session, connection });
	const told = { ...tokens, link_token: body.link_token, public_token: 'public-of-the-repair' };
	return async () => outcome(await backend.post('/v1/bank_account_tokens', told));
};
/** Of an exchange that another left after the access token was stored. */
const byTheClock: Call['prepare'] = async (backend) => {
	backend.sandbox.faults.add({ path: stripePath, fault: { cut: 'before' } });
	await backend.post('/v1/bank_account_tokens', await finishLink(backend));
	backend.sandbox.faults.clear();
	return async () => {
		await backend.sandbox.clock.advance('5m');
		await backend.clock('* * * * *');
		const [row] = await backend.rows('exchanges');
		return row?.step === 'tokenized' ? 'finished' : 'left for later';
	};
};
const ofConnection =
	(ask: (backend: Backend, path: string) => ReturnType<Backend['ask']>): Call['prepare'] =>
	async (backend) => {
		const { connection } = await connectAs(backend, 'user_1');
		return async () => outcome(await ask(backend, `/v1/connections/${connection}`));
	};
const fresh = ofConnection((backend, path) => backend.send(`${path}/bank_account_tokens`));

export const calls: Call[] = [
	{
		name: 'link token',
		path: '/link/token/create',
		prepare: async (backend) => async () => outcome(await backend.post('/v1/link_tokens', {})),
	},
	{
		name: 'link token in update mode',
		path: '/link/token/create',
		prepare: async (backend) => {
			const { session, connection } = await connectAs(backend, 'user_1');
			return async () => outcome(await backend.post('/v1/link_tokens', { session, connection }));
		},
	},
	{ name: 'exchange', path: exchangePath, everyError: true, prepare: exchange },
	{ name: 'accounts of the exchange', path: '/accounts/get', everyError: true, prepare: exchange },
	{ name: 'Stripe token of the exchange', path: stripePath, everyError: true, prepare: exchange },
	{ name: 'accounts of a repair', path: '/accounts/get', prepare: repair },
	{ name: 'Stripe token of a repair', path: stripePath, prepare: repair },
	{ name: 'accounts, by the clock', path: '/accounts/get', prepare: byTheClock },
	{ name: 'Stripe token, by the clock', path: stripePath, prepare: byTheClock },
	{ name: 'accounts of a fresh Stripe token', path: '/accounts/get', prepare: fresh },
	{ name: 'fresh Stripe token', path: stripePath, prepare: fresh },
	{
		name: 'cached balances',
		path: '/accounts/get',
		prepare: ofConnection((backend, path) => backend.read(`${path}/accounts`)),
	},
	{
		name: 'live balances',
		path: '/accounts/balance/get',
		prepare: ofConnection((backend, path) => backend.read(`${path}/accounts?balances=live`)),
	},
	{
		name: 'removal',
		path: '/item/remove',
		prepare: ofConnection((backend, path) => backend.send(path, {}, { method: 'DELETE' })),
	},
	{
		name: 'transactions',
		path: '/transactions/sync',
		variables: { OPTIONAL_PRODUCTS: 'transactions' },
		prepare: ofConnection((backend, path) => backend.read(`${path}/transactions`)),
	},
	{
		name: 'list of institutions',
		path: '/institutions/get',
		prepare: async (backend) => async () =>
			outcome(await backend.ask('/v1/institutions', { headers: { Origin: origin } })),
	},
	{
		name: 'search for institutions',
		path: '/institutions/search',
		prepare: async (backend) => async () =>
			outcome(await backend.ask('/v1/institutions?query=platypus', { headers: { Origin: origin } })),
	},
	{
		name: 'Item of a webhook',
		path: '/item/get',
		prepare: async (backend) => {
			await connectAs(backend, 'user_1');
			const [row] = await backend.rows('connections');
			const tell = async (told: object) => {
				const body = JSON.stringify({ webhook_type: 'ITEM', item_id: row?.item_id, ...told });
				const iat = Math.floor(backend.sandbox.clock.now() / 1000);
				const headers = { 'Plaid-Verification': await signer.sign(body, { iat }) };
				return backend.ask('/webhooks/plaid', { method: 'POST', headers, body });
			};
			const error = { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOGIN_REQUIRED' };
			await tell({ webhook_code: 'ERROR', error });
			await backend.sandbox.clock.advance('1m');
			return async () => outcome(await tell({ webhook_code: 'LOGIN_REPAIRED' }));
		},
	},
	{
		name: 'key of a webhook',
		path: keyPath,
		prepare: async (backend) => {
			const { connection } = await connectAs(backend, 'user_1');
			const [row] = await backend.rows('connections');
			const body = JSON.stringify({
				webhook_type: 'ITEM',
				webhook_code: 'NEW_ACCOUNTS_AVAILABLE',
				item_id: row?.item_id,
				connection,
			});
			const iat = Math.floor(backend.sandbox.clock.now() / 1000);
			const headers = { 'Plaid-Verification': await signer.sign(body, { iat }) };
			return async () => outcome(await backend.ask('/webhooks/plaid', { method: 'POST', headers, body }));
		},
	},
];

/** Plaid that knows the test's key, too: after the sandbox, so that a fault comes first. */
export const withKey =
	(sandbox: Sandbox): Sandbox['fetch'] =>
	async (input, init) => {
		const response = await sandbox.fetch(input, init);
		if (!String(input).endsWith(keyPath)) return response;
		const answer: unknown = await response
			.clone()
			.json()
			.catch(() => null);
		const unknown = JSON.stringify(answer).includes('"INVALID_WEBHOOK_VERIFICATION_KEY_ID"');
		return unknown && response.status === 400 ? keysOf(() => [signer], [])(sandbox)(input, init) : response;
	};

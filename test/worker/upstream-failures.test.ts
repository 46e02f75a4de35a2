/**
 * Every call to Plaid, failing in every way: what is answered, and what the same request gets once it has passed.
 * The table that comes of it stands in `docs/failures.md`; where it is not this one, the test shows the right one.
 */
import { expect, it } from 'vitest';
import type { Fault } from '../../demo/sandbox/faults.ts';
import page from '../../docs/failures.md?raw';
import {
	type Backend,
	connectAs,
	type ErrorBody,
	exchangePath,
	finishLink,
	openBackend,
	stripePath,
} from './backend.ts';

const plaidError = (error_type: string, error_code: string) => ({ plaid_error: { error_type, error_code } });

const failures: [string, Fault['fault']][] = [
	['cut before the work', { cut: 'before' }],
	['cut after the work', { cut: 'after' }],
	['a broken answer', { malformed: true }],
	['HTTP 502', { status: 502, body: 'bad gateway' }],
	...(
		[
			['API_ERROR', 'INTERNAL_SERVER_ERROR'],
			['API_ERROR', 'PLANNED_MAINTENANCE'],
			['RATE_LIMIT_EXCEEDED', 'RATE_LIMIT'],
			['RATE_LIMIT_EXCEEDED', 'CREDITS_EXHAUSTED'],
			['INSTITUTION_ERROR', 'INSTITUTION_DOWN'],
			['INSTITUTION_ERROR', 'INSTITUTION_NOT_RESPONDING'],
			['INSTITUTION_ERROR', 'INSTITUTION_NO_LONGER_SUPPORTED'],
			['ITEM_ERROR', 'PRODUCT_NOT_READY'],
			['ITEM_ERROR', 'ITEM_LOGIN_REQUIRED'],
			['ITEM_ERROR', 'ITEM_LOCKED'],
			['ITEM_ERROR', 'ITEM_NOT_FOUND'],
			['ITEM_ERROR', 'ITEM_NOT_SUPPORTED'],
			['ITEM_ERROR', 'NO_AUTH_ACCOUNTS'],
			['INVALID_INPUT', 'USER_PERMISSION_REVOKED'],
			['INVALID_INPUT', 'INVALID_API_KEYS'],
			['INVALID_INPUT', 'INVALID_PRODUCT'],
			['INVALID_INPUT', 'INVALID_STRIPE_ACCOUNT'],
			['INVALID_INPUT', 'INVALID_ACCESS_TOKEN'],
			['INVALID_REQUEST', 'INVALID_FIELD'],
			['A_NEW_TYPE', 'A_NEW_CODE'],
		] as const
	).map(([type, code]): [string, Fault['fault']] => [code, plaidError(type, code)]),
];

type Call = {
	name: string;
	path: string;
	/** Makes the request that can be sent again. */
	prepare: (backend: Backend) => Promise<() => ReturnType<Backend['ask']>>;
};

const exchange: Call['prepare'] = async (backend) => {
	const tokens = await finishLink(backend);
	return () => backend.post('/v1/bank_account_tokens', tokens);
};
const ofConnection =
	(ask: (backend: Backend, path: string) => ReturnType<Backend['ask']>): Call['prepare'] =>
	async (backend) => {
		const { connection } = await connectAs(backend, 'user_1');
		return () => ask(backend, `/v1/connections/${connection}`);
	};

const calls: Call[] = [
	{
		name: 'link token',
		path: '/link/token/create',
		prepare: async (backend) => () => backend.post('/v1/link_tokens', {}),
	},
	{ name: 'exchange', path: exchangePath, prepare: exchange },
	{ name: 'accounts of the exchange', path: '/accounts/get', prepare: exchange },
	{ name: 'Stripe token of the exchange', path: stripePath, prepare: exchange },
	{
		name: 'fresh Stripe token',
		path: stripePath,
		prepare: ofConnection((backend, path) => backend.send(`${path}/bank_account_tokens`)),
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
];

const outcome = ({ status, body }: { status: number; body: unknown }) =>
	status < 300 ? `${status}` : `${status} ${(body as ErrorBody).error.code}`;

const rows: string[] = [];

it.each(calls)(
	'$name: nothing is done twice, and the same request is right once it has passed',
	async (call) => {
		for (const [what, fault] of failures) {
			const backend = await openBackend();
			const send = await call.prepare(backend);
			const itemsBefore = (await backend.rows('connections')).length;
			backend.sandbox.faults.add({ path: call.path, fault });
			const failed = await send();
			backend.sandbox.faults.clear();
			await backend.sandbox.clock.advance('20s');
			const after = await send();
			rows.push(`| ${call.name} | ${what} | ${outcome(failed)} | ${outcome(after)} |`);

			expect(failed.status, what).not.toBe(500);
			// Whoever was told to try again was told the truth, but for what only Plaid ever knew.
			if (failed.status >= 500 && outcome(after) !== '409 exchange_lost')
				expect(after.status, what).toBe(200);
			const exchanged = backend.calls(exchangePath).filter(({ status }) => status === 200);
			const connections = await backend.rows('connections');
			expect(connections.length, what).toBeLessThanOrEqual(Math.max(1, itemsBefore));
			expect(connections.length, what).toBeLessThanOrEqual(exchanged.length);
			const events = (await backend.rows('events')).map(({ type }) => type);
			expect(new Set(events).size, what).toBe(events.length);
		}
	},
	60_000,
);

it('stands in the documentation', () => {
	expect(rows).toHaveLength(calls.length * failures.length);
	expect(page).toContain(rows.join('\n'));
});

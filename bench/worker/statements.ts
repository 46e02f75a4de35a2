/** What each route costs at D1: round trips, statements, and the rows that D1 bills. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/index.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { type Figure, figure, type RunOptions, type Table } from '../figure.ts';
import type { Counts } from '../processes/counts.ts';
import { type RunningDatabase, startDatabase } from '../processes/database.ts';
import { type Call, type Client, clientOf, jsonOf } from '../processes/http.ts';
import { startWorkerd } from '../processes/workerd.ts';
import { authorization, bankAccountToken, done, fromPage, linkToken, read, send } from './calls.ts';
import { openPlaid } from './plaid.ts';
import type { Scripts } from './scripts.ts';
import { variables } from './variables.ts';

const stripeSecret = `whsec_${randomBytes(24).toString('hex')}`;
const stripe = (url: string) => ({
	STRIPE_BASE_URL: url,
	STRIPE_SECRET_KEY: `sk_test_${randomBytes(18).toString('hex')}`,
	STRIPE_WEBHOOK_SECRET: stripeSecret,
});

const measures = {
	trips: 'trips',
	statements: 'statements',
	rowsRead: 'rows read',
	rowsWritten: 'rows written',
};

const publicUrl = 'https://bank.shop.example';

export async function measureStatements(
	scripts: Pick<Scripts, 'worker'>,
	{ report }: RunOptions,
): Promise<Table> {
	report('statements of each route');
	let workerUrl = '';
	const { url, sandbox, close } = await startSandbox({
		port: 0,
		seed: 'bench',
		webhookFetch: (to, init) => fetch(to.replace(publicUrl, workerUrl), init),
	});
	const database = await startDatabase('memory');
	const worker = await startWorkerd([
		{
			name: 'worker',
			script: scripts.worker,
			variables: { ...variables(url), ...stripe(url), PUBLIC_URL: publicUrl },
			database: database.address,
		},
	]);
	workerUrl = worker.urls.worker ?? '';
	const client = clientOf(workerUrl);
	try {
		const rows: Figure[] = [];
		await useRoutes({ client, database, sandboxUrl: url, sandbox }, (route, counts) => {
			for (const [key, name] of Object.entries(measures))
				rows.push(figure({ group: route, name }, counts[key as keyof Counts]));
		});
		return {
			part: 'worker',
			id: 'worker-statements',
			title: 'What a route costs at D1',
			unit: 'count',
			what: 'One request of each route, among a hundred connections. A trip is one batch, which is a transaction. Rows are counted as D1 bills them, indexes included. With EVENTS_URL, each event takes one more trip after the answer.',
			rows,
			chart: 'none',
		};
	} finally {
		client.close();
		await worker.close();
		await database.close();
		await close();
	}
}

type Environment = {
	client: Client;
	database: RunningDatabase;
	sandboxUrl: string;
	sandbox: Sandbox;
};

async function useRoutes(
	{ client, database, sandboxUrl, sandbox }: Environment,
	note: (route: string, counts: Counts) => void,
): Promise<void> {
	/** Background work after the answer is counted, too. */
	const counted = async (route: string, work: () => Promise<unknown>) => {
		await database.counts();
		await work();
		await sleep(50);
		note(route, await database.counts());
	};
	const route = async <Answer>(name: string, call: Call): Promise<Answer> => {
		let answer: Answer | undefined;
		await counted(name, async () => {
			answer = jsonOf<Answer>(await client.call(call));
		});
		return answer as Answer;
	};
	const plaid = openPlaid(sandboxUrl);
	await database.run(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 100)
		insert into connections (id, item_id, access_token, status, status_since, livemode, created_at, updated_at)
		select printf('conn_%032x', i), 'item_' || i, '', 'active', 0, 0, i, 0 from n`);

	const keyed = send('/v1/sessions', {
		client_user_id: 'user_1',
		name: 'Ada Byron',
		email: 'ada@example.com',
		authorization: { kind: 'one_time', amount: 2_500 },
	});
	const { session } = await route<{ session: string }>('POST /v1/sessions', keyed);
	const key = { ...keyed.headers, 'Idempotency-Key': 'bench' };
	await route('POST /v1/sessions with an Idempotency-Key', { ...keyed, headers: key });
	await route('POST /v1/link_tokens', linkToken());
	const { link_token } = await route<{ link_token: string }>(
		'POST /v1/link_tokens with a session',
		linkToken({ session }),
	);
	const exchange = bankAccountToken({ link_token, ...(await plaid.finishLink(link_token)) });
	const { connection } = await route<{ connection: string }>('POST /v1/bank_account_tokens', exchange);
	await route('POST /v1/bank_account_tokens, the same again', exchange);
	const path = `/v1/connections/${connection}`;
	await route('GET /v1/connections/:id', read(path));
	await route('GET /v1/connections, twenty of them', read('/v1/connections'));
	await route('GET /v1/connections/:id/accounts', read(`${path}/accounts`));
	await route('POST /v1/connections/:id', send(path, { metadata: { order: '1' } }));
	await route('POST /v1/connections/:id/bank_account_tokens', send(`${path}/bank_account_tokens`));
	await route('GET /v1/events', read('/v1/events'));
	await route('GET /v1/institutions', fromPage('/v1/institutions?query=first'));
	await route('GET /health', { method: 'GET', path: '/health', headers: {} });

	const about = { link_token, connection };
	const offer = await route<{ authorization: string }>('POST /v1/authorizations', authorization(about));
	const accepted = authorization({ ...about, accept: offer.authorization });
	await route('POST /v1/authorizations, accepted', accepted);
	const order = send('/v1/payments', { connection, amount: 2_500, purpose: 'goods' });
	const payment = await route<{ id: string; stripe: { payment_intent: string } }>('POST /v1/payments', {
		...order,
		headers: { ...order.headers, 'Idempotency-Key': 'order-1' },
	});
	await route('GET /v1/payments/:id', read(`/v1/payments/${payment.id}`));
	sandbox.stripe.set({ webhook: { url: `${publicUrl}/webhooks/stripe`, secret: stripeSecret } });
	await counted('POST /webhooks/stripe, all those of a payment that succeeds', () =>
		sandbox.stripe.settle(payment.stripe.payment_intent, 'succeeded'),
	);

	const known = await plaid.newItem(`${publicUrl}/webhooks/plaid`);
	await database.run(`update connections set item_id = '${known.item_id}' where id = '${connection}'`);
	await counted('POST /webhooks/plaid that changes a connection', async () => {
		await plaid.resetLogin(known.access_token);
		await sandbox.webhooks.settled();
	});
	await counted('DELETE /v1/connections/:id', () => done(client, send(path, {}, 'DELETE')));
}

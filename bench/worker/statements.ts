/** What each route asks of D1: how often it goes there, with how many statements, and the rows that D1 would bill. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '../../demo/sandbox/server.ts';
import { type Circumstances, type Figure, figure, type Table } from '../figure.ts';
import type { Counts } from '../processes/counts.ts';
import { type RunningDatabase, startDatabase } from '../processes/database.ts';
import { type Call, type Client, clientOf, jsonOf } from '../processes/http.ts';
import { startWorkerd } from '../processes/workerd.ts';
import { bankAccountToken, done, fromPage, linkToken, read, send } from './calls.ts';
import type { Scripts } from './scripts.ts';
import { variables } from './variables.ts';

const stripe = (url: string) => ({
	STRIPE_BASE_URL: url,
	STRIPE_SECRET_KEY: `sk_test_${randomBytes(18).toString('hex')}`,
});

const measures = {
	trips: 'trips',
	statements: 'statements',
	rowsRead: 'rows read',
	rowsWritten: 'rows written',
};

export async function measureStatements(
	scripts: Pick<Scripts, 'worker'>,
	{ tell }: Circumstances,
): Promise<Table> {
	tell('statements of each route');
	const publicUrl = 'https://bank.shop.example';
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
		const { settled: webhooksSent } = sandbox.webhooks;
		await useRoutes({ client, database, sandboxUrl: url, webhooksSent }, (route, counts) => {
			for (const [key, name] of Object.entries(measures))
				rows.push(figure({ group: route, name }, counts[key as keyof Counts]));
		});
		return {
			part: 'worker',
			id: 'worker-statements',
			title: 'What a route asks of D1',
			unit: 'count',
			what: 'One request of each route, among a hundred connections. A trip is one batch, a transaction of its own; rows are counted as D1 bills them, those of indexes included. With EVENTS_URL, each event takes one more trip, after the answer.',
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

type Desk = {
	client: Client;
	database: RunningDatabase;
	sandboxUrl: string;
	webhooksSent: () => Promise<void>;
};

async function useRoutes(
	{ client, database, sandboxUrl, webhooksSent }: Desk,
	note: (route: string, counts: Counts) => void,
): Promise<void> {
	/** What an answer leaves to be done in the background is counted, too. */
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

	const keyed = send('/v1/sessions', { client_user_id: 'user_1' });
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

	const known = await plaid.newItem('https://bank.shop.example/webhooks/plaid');
	await database.run(`update connections set item_id = '${known.item_id}' where id = '${connection}'`);
	await counted('POST /webhooks/plaid that changes a connection', async () => {
		await plaid.resetLogin(known.access_token);
		await webhooksSent();
	});
	await counted('DELETE /v1/connections/:id', () => done(client, send(path, {}, 'DELETE')));
}

/** Plaid, as whoever holds its keys may ask it, and Link, as a shopper goes through it. */
function openPlaid(url: string) {
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
		/** An Item past the Worker, whose access token we know. */
		async newItem(webhook: string) {
			const { public_token } = await ask<{ public_token: string }>('/sandbox/public_token/create', {
				institution_id: 'ins_109508',
				initial_products: ['auth'],
				options: { webhook },
			});
			return ask<{ access_token: string; item_id: string }>('/item/public_token/exchange', { public_token });
		},
		/** The bank wants a new login, which a webhook tells. */
		resetLogin: (access_token: string) => ask('/sandbox/item/reset_login', { access_token }),
	};
}

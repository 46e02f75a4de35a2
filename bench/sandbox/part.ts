/** `npm run bench -- sandbox`: its start, its answers per second, its memory. */
import { randomBytes } from 'node:crypto';
import { type Figure, figure, type Part, type RunOptions, type Table } from '../figure.ts';
import { type Call, type Client, clientOf, jsonOf } from '../processes/http.ts';
import { inTurns } from '../turns.ts';
import { asFastAsItGoes } from '../worker/load.ts';
import { type RunningServer, startServer } from './server.ts';

export const part: Part = {
	name: 'sandbox',
	run: async (options) => [
		await measureStart(options),
		await measureAnswers(options),
		await measureMemory(options),
	],
};

const bare = 'bare Hono on the same server';

const credentials = {
	'PLAID-CLIENT-ID': randomBytes(12).toString('hex'),
	'PLAID-SECRET': randomBytes(15).toString('hex'),
};
const plaid = (path: string, body: object): Call => ({
	method: 'POST',
	path,
	headers: { 'Content-Type': 'application/json', ...credentials },
	body: JSON.stringify(body),
});
const linkToken = plaid('/link/token/create', {
	client_name: 'Example Shop',
	language: 'en',
	country_codes: ['US'],
	user: { client_user_id: 'user' },
	products: ['auth'],
});
const login = plaid('/sandbox/public_token/create', {
	institution_id: 'ins_109508',
	initial_products: ['auth'],
});

async function newItem(client: Client): Promise<string> {
	const { public_token } = jsonOf<{ public_token: string }>(await client.call(login));
	const exchanged = await client.call(plaid('/item/public_token/exchange', { public_token }));
	return jsonOf<{ access_token: string }>(exchanged).access_token;
}

async function measureStart({ quick, report }: RunOptions): Promise<Table> {
	report('start');
	const start = async (name: 'sandbox' | 'bare') => {
		const began = performance.now();
		const server = await startServer(name);
		const client = clientOf(server.url);
		jsonOf(await client.call(linkToken));
		const took = performance.now() - began;
		client.close();
		await server.close();
		return took;
	};
	const samples = await inTurns(quick ? 2 : 12, {
		sandbox: () => start('sandbox'),
		bare: () => start('bare'),
	});
	const beside = figure({ name: bare }, samples.bare);
	return {
		part: 'sandbox',
		id: 'sandbox-start',
		title: 'Start of the sandbox',
		unit: 'ms',
		what: 'From the start of Node to the first Link token.',
		rows: [figure({ name: 'the sandbox', beside }, samples.sandbox), beside],
	};
}

async function measureAnswers({ quick, report }: RunOptions): Promise<Table> {
	const servers: RunningServer[] = [];
	const clients: Client[] = [];
	const open = async (name: 'sandbox' | 'bare') => {
		const server = await startServer(name);
		servers.push(server);
		const client = clientOf(server.url);
		clients.push(client);
		return client;
	};
	try {
		const [sandbox, other] = [await open('sandbox'), await open('bare')];
		const access_token = await newItem(sandbox);
		const ms = quick ? 200 : 1_500;
		const asked = (client: Client, call: Call) => () =>
			asFastAsItGoes(async () => void jsonOf(await client.call(call)), { atOnce: 16, ms });
		const rows: Figure[] = [];
		for (const [group, call] of [
			['a Link token', linkToken],
			['twelve accounts', plaid('/accounts/get', { access_token })],
		] as const) {
			report(`answers a second: ${group}`);
			const work = { sandbox: asked(sandbox, call), bare: asked(other, call) };
			await inTurns(1, work);
			const samples = await inTurns(quick ? 2 : 5, work);
			const beside = figure({ group, name: bare }, samples.bare);
			rows.push(figure({ group, name: 'the sandbox', beside }, samples.sandbox), beside);
		}
		return {
			part: 'sandbox',
			id: 'sandbox-answers',
			title: 'Answers of the sandbox',
			unit: 'per second',
			what: 'With 16 calls at a time, from another process. The sandbox checks the request, does the work, and records both in its request log.',
			rows,
		};
	} finally {
		for (const client of clients) client.close();
		for (const server of servers) await server.close();
	}
}

async function measureMemory({ quick, report }: RunOptions): Promise<Table> {
	const all = quick ? 200 : 10_000;
	report(`memory: ${all} Items`);
	const server = await startServer('sandbox');
	const client = clientOf(server.url);
	try {
		const make = async (count: number) => {
			let left = count;
			const maker = async () => {
				while (left-- > 0) await newItem(client);
			};
			await Promise.all(Array.from({ length: 16 }, maker));
		};
		await make(100);
		const beside = figure({ name: 'with 100 Items' }, server.memoryBytes());
		await make(all - 100);
		return {
			part: 'sandbox',
			id: 'sandbox-memory',
			title: 'Memory of the sandbox',
			unit: 'bytes',
			what: 'The resident set of its process. Each Item is a bank login with twelve accounts.',
			rows: [beside, figure({ name: `with ${all} Items`, beside }, server.memoryBytes())],
		};
	} finally {
		client.close();
		await server.close();
	}
}

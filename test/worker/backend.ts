/** A Worker with its database and a sandbox of its own, in one process: what the tests talk to. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import type { Bindings } from '../../worker/config.ts';
import type { ErrorAnswer, HealthAnswer } from '../../worker/contract.ts';
import type { EventMessage } from '../../worker/events/enqueue.ts';
import type { Hooks } from '../../worker/hooks.ts';
import { createWorker } from '../../worker/worker.ts';
import { undescribed } from './description.ts';

const executionContext = { passThroughOnException() {}, props: {} } as unknown as ExecutionContext;

export type ErrorBody = ErrorAnswer;
export const origin = 'https://shop.example';
export const apiKey = 'psc_key_of_the_merchant_server';

/** 32 bytes, all the same, in base64. */
export const encryptionKey = (byte: number): string => btoa(String.fromCharCode(byte).repeat(32));

export const variables = {
	PLAID_ENV: 'sandbox',
	PLAID_BASE_URL: 'http://localhost:8788',
	ALLOWED_ORIGINS: `${origin},http://localhost:5173`,
	CLIENT_NAME: 'Example Shop',
	PLAID_CLIENT_ID: 'client0000000000000000aa',
	PLAID_SECRET: 'plaidsecret0000000000000000bb',
	STRIPE_SECRET_KEY: 'sk_test_000000000000000000cc',
	API_KEYS: `psc_an_older_key_0000000,${apiKey}`,
	ENCRYPTION_KEYS: `k1:${encryptionKey(7)}`,
};

export type Answer<Body = Record<string, unknown>> = {
	status: number;
	headers: Headers;
	body: Body;
	text: string;
};

/** As far as tests read it. */
export type PlaidAnswer = {
	access_token?: string;
	item_id?: string;
	accounts?: { account_id: string; name: string }[];
};

type Variable = {
	[Name in keyof Bindings]-?: Bindings[Name] extends string | undefined ? Name : never;
}[keyof Bindings];

export type BackendOptions = {
	variables?: Partial<Record<Variable, string | undefined>>;
	/** The queue and the limiters, where a test needs them. */
	bindings?: Partial<Bindings>;
	/** Stands between the Worker and the sandbox. */
	fetch?: (sandbox: Sandbox) => Sandbox['fetch'];
	/** Stands between the Worker and D1. */
	database?: (database: D1Database) => D1Database;
	hooks?: Hooks;
	/** By default no pause is waited for. */
	pause?: (ms: number) => Promise<void>;
};

export const tables = [
	'sessions',
	'link_sessions',
	'exchanges',
	'connections',
	'authorizations',
	'payments',
	'webhooks',
	'events',
	'idempotency_keys',
	'marks',
	'jobs',
	'misconfigurations',
];

export async function openBackend(options: BackendOptions = {}) {
	await applyD1Migrations(env.DB, env.MIGRATIONS);
	await env.DB.batch(tables.map((table) => env.DB.prepare(`delete from ${table}`)));
	const sandbox = createSandbox({
		webhookFetch: async (url, init) => worker.fetch(new Request(url, init), bindings, context),
	});
	const log: string[] = [];
	for (const method of ['log', 'warn', 'error'] as const) {
		vi.spyOn(console, method).mockImplementation((line) => void log.push(String(line)));
	}

	/** What Plaid gave to the Worker, unmasked: nobody else may ever see it. */
	const plaidAnswers: PlaidAnswer[] = [];
	const inner = options.fetch?.(sandbox) ?? sandbox.fetch;
	const fetch: Sandbox['fetch'] = async (input, init) => {
		const response = await inner(input, init);
		const answer = await response
			.clone()
			.json()
			.catch(() => ({}));
		plaidAnswers.push(answer as PlaidAnswer);
		return response;
	};

	let bindings = {
		...variables,
		...options.variables,
		...options.bindings,
		DB: options.database?.(env.DB) ?? env.DB,
	} as unknown as Bindings;
	const pause = options.pause ?? (async () => {});
	const start = () =>
		createWorker({
			fetch: fetch as typeof globalThis.fetch,
			now: sandbox.clock.now,
			pause,
			...(options.hooks ? { hooks: options.hooks } : {}),
		});
	let worker = start();

	/** What goes on after an answer. */
	const later: Promise<unknown>[] = [];
	const context: ExecutionContext = { ...executionContext, waitUntil: (work) => void later.push(work) };

	async function ask<Body = Record<string, unknown>>(
		path: string,
		init: RequestInit = {},
		given: ExecutionContext = context,
	): Promise<Answer<Body>> {
		const request = new Request(`https://bank.shop.example${path}`, init);
		const response = await worker.fetch(request, bindings, given);
		const text = await response.text();
		const wrong = undescribed(
			{ method: request.method, path: new URL(request.url).pathname },
			{ status: response.status, text },
		);
		if (wrong) throw new Error(wrong);
		return {
			status: response.status,
			headers: response.headers,
			text,
			body: (text.startsWith('{') ? JSON.parse(text) : {}) as Body,
		};
	}

	return {
		sandbox,
		get bindings() {
			return bindings;
		},
		log,
		plaidAnswers,
		database: env.DB,
		ask,
		/** As the element asks. */
		post: <Body = Record<string, unknown>>(
			path: string,
			body: unknown,
			headers: Record<string, string> = {},
		) =>
			ask<Body>(path, {
				method: 'POST',
				headers: { Origin: origin, 'Content-Type': 'application/json', ...headers },
				body: typeof body === 'string' ? body : JSON.stringify(body),
			}),
		/** As the merchant's server asks. */
		read: <Body = Record<string, unknown>>(path: string, key = apiKey) =>
			ask<Body>(path, { headers: { Authorization: `Bearer ${key}` } }),
		/** As the merchant's server posts, or sends `DELETE`. */
		send: <Body = Record<string, unknown>>(
			path: string,
			body: unknown = {},
			{ method = 'POST', ...headers }: Record<string, string> = {},
		) =>
			ask<Body>(path, {
				method,
				headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json', ...headers },
				...(method === 'DELETE' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
			}),
		/** `/health` as the merchant reads it, past what the Worker has cached. */
		async health() {
			await sandbox.clock.advance('10s');
			return ask<HealthAnswer>('/health', { headers: { Authorization: `Bearer ${apiKey}` } });
		},
		/** The cron, as Cloudflare would start it. */
		clock: (cron: string) => worker.scheduled({ cron }, bindings),
		queue: (batch: MessageBatch<EventMessage>) => worker.queue(batch, bindings, context),
		/** Until everything is done that goes on after the answers. */
		async settled() {
			while (later.length > 0) await Promise.allSettled(later.splice(0));
		},
		rows: async (table: string) =>
			(await env.DB.prepare(`select * from ${table}`).all<Record<string, string | number | null>>()).results,
		/** Another isolate, as after a crash or a deployment; with other variables where they are given. */
		restart(changed: BackendOptions['variables'] = {}) {
			bindings = { ...bindings, ...changed } as unknown as Bindings;
			worker = start();
		},
		/** The calls that Plaid and Stripe have seen. */
		calls: (path: string | RegExp) =>
			sandbox
				.requests()
				.filter((request) => (typeof path === 'string' ? request.path === path : path.test(request.path))),
	};
}

export type Backend = Awaited<ReturnType<typeof openBackend>>;

export const exchangePath = '/item/public_token/exchange';
export const stripePath = '/processor/stripe/bank_account_token/create';

/**
 * A shopper's way through Link, and what it leaves in the page. The checking account is chosen.
 */
export async function finishLink(backend: Backend, asked: { session?: string; connection?: string } = {}) {
	const { body } = await backend.post<{ link_token: string }>('/v1/link_tokens', asked);
	const { link_token } = body;
	const link = <Result>(step: string, fields: object) =>
		askPlaid<Result>(backend, `/link/session${step}`, fields);
	const { link_session_id: id } = await link<{ link_session_id: string }>('', { link_token });
	await link(`/${id}/consent`, {});
	await link(`/${id}/institution`, { institution_id: 'ins_109508' });
	const { screen } = await link<{ screen: { accounts: { id: string; name: string }[] } }>(
		`/${id}/credentials`,
		{
			username: 'user_good',
			password: 'pass_good',
		},
	);
	const account_id = screen.accounts.find(({ name }) => name === 'Plaid Checking')?.id;
	await link(`/${id}/accounts`, { account_ids: [account_id] });
	const { public_token } = await link<{ public_token: string }>(`/${id}/finish`, {});
	return { link_token, public_token, account_id };
}

/** A session of the merchant's server for this user, and a connection of theirs. */
export async function connectAs(backend: Backend, client_user_id: string, more: object = {}) {
	const { body: session } = await backend.send<{ session: string }>('/v1/sessions', {
		client_user_id,
		...more,
	});
	const tokens = await finishLink(backend, { session: session.session });
	const { body } = await backend.post<{ connection: string }>('/v1/bank_account_tokens', tokens);
	return { session: session.session, connection: body.connection, tokens };
}

/** A login with all twelve accounts, nothing chosen: more than Link would let through. */
export async function linkEverything(backend: Backend) {
	const { body } = await backend.post<{ link_token: string }>('/v1/link_tokens', {});
	const { public_token } = await askPlaid<{ public_token: string }>(backend, '/sandbox/public_token/create', {
		institution_id: 'ins_109508',
		initial_products: ['auth'],
	});
	return { link_token: body.link_token, public_token };
}

/** Plaid, asked past the Worker. */
export async function askPlaid<Body>(
	{ sandbox }: Pick<Backend, 'sandbox'>,
	path: string,
	body: object,
): Promise<Body> {
	const response = await sandbox.fetch(`http://localhost:8788${path}`, {
		method: 'POST',
		headers: {
			'Content-Type': 'application/json',
			'PLAID-CLIENT-ID': variables.PLAID_CLIENT_ID,
			'PLAID-SECRET': variables.PLAID_SECRET,
		},
		body: JSON.stringify(body),
	});
	return response.json();
}

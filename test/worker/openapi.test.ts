import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../worker/app.ts';
import { errorCatalog } from '../../worker/contract.ts';
import * as answers from '../../worker/openapi/answers.ts';
import { errorsOf, operations } from '../../worker/openapi/operations.ts';
import { openApi } from '../../worker/openapi.ts';
import { connectAs, finishLink, openBackend, variables } from './backend.ts';

type Documented = { parameters?: { name: string }[]; responses: Record<string, { description: string }> };
const document = openApi({ version: '1.2.3' }) as {
	openapi: string;
	info: { version: string };
	paths: Record<string, Record<string, Documented>>;
};

describe('the description of the API', () => {
	it('has each route of the app, and no other', () => {
		const routes = createApp()
			.routes.filter(({ method, path }) => method !== 'ALL' && path !== '/*')
			.map(({ method, path }) => `${method.toLowerCase()} ${path.replace(':id', '{id}')}`);
		const described = Object.entries(document.paths).flatMap(([path, methods]) =>
			Object.keys(methods).map((method) => `${method} ${path}`),
		);
		expect(described.toSorted()).toEqual([...new Set(routes)].toSorted());
	});

	it('is of its version, and plain JSON', () => {
		expect([document.openapi, document.info.version]).toEqual(['3.1.1', '1.2.3']);
		expect(JSON.parse(JSON.stringify(document))).toEqual(document);
	});

	it('tells query parameters, keys and the codes of each refusal', () => {
		const list = document.paths['/v1/connections']?.get;
		expect(list?.parameters?.map(({ name }) => name)).toEqual([
			'client_user_id',
			'status',
			'limit',
			'cursor',
		]);
		const post = document.paths['/v1/connections/{id}']?.post;
		expect(post?.parameters?.map(({ name }) => name)).toEqual(['id', 'Idempotency-Key']);
		expect(post?.responses['409']?.description).toContain('connection_claimed');
	});

	it('leaves out no code that there is, but for paths and methods that are none', () => {
		const told = new Set(operations.flatMap((operation) => errorsOf(operation)));
		const untold = Object.keys(errorCatalog).filter((code) => !told.has(code as keyof typeof errorCatalog));
		expect(untold).toEqual(['route_not_found', 'method_not_allowed']);
	});
});

describe('what the Worker answers is what the description says', () => {
	const seen: Record<string, unknown> = {};
	beforeAll(async () => {
		const backend = await openBackend({
			variables: { EVENTS_URL: 'http://localhost:1', EVENTS_SECRET: `whsec_${btoa('2'.repeat(32))}` },
			bindings: { EVENTS: { sendBatch: async () => {} } as unknown as Queue },
		});
		const { body: session } = await backend.send('/v1/sessions', { client_user_id: 'u', name: 'Ada' });
		seen.session = session;
		seen.linkToken = (await backend.post('/v1/link_tokens', {})).body;
		seen.bankAccountToken = (await backend.post('/v1/bank_account_tokens', await finishLink(backend))).body;
		const origin = variables.ALLOWED_ORIGINS.split(',')[0] as string;
		seen.institutions = (await backend.ask('/v1/institutions', { headers: { Origin: origin } })).body;
		const { connection } = await connectAs(backend, 'u');
		const path = `/v1/connections/${connection}`;
		await backend.send(path, { metadata: { a: 'b' } });
		seen.connection = (await backend.read(path)).body;
		seen.connections = (await backend.read('/v1/connections')).body;
		seen.accounts = (await backend.read(`${path}/accounts`)).body;
		seen.transactions = (await backend.read(`${path}/transactions`)).body;
		seen.events = (await backend.read('/v1/events')).body;
		const [event] = await backend.rows('events');
		seen.eventSent = (await backend.send(`/v1/events/${event?.id}/send`)).body;
		seen.health = (await backend.ask('/health')).body;
		seen.error = (await backend.ask('/v1/nothing')).body;
	});

	const shapes: Record<string, v.GenericSchema> = { ...answers };
	it.each([
		'session',
		'linkToken',
		'bankAccountToken',
		'institutions',
		'connection',
		'connections',
		'accounts',
		'transactions',
		'events',
		'eventSent',
		'health',
		'error',
	] as const)('%s', (name) => {
		const { success, issues } = v.safeParse(shapes[name] as v.GenericSchema, seen[name]);
		expect({
			success,
			issues: issues?.map(({ message, path }) => [message, path?.map(({ key }) => key)]),
		}).toEqual({ success: true, issues: undefined });
	});
});

import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../worker/app.ts';
import { errorAnswer } from '../../worker/contract/answers.ts';
import { errorCatalog } from '../../worker/contract.ts';
import { openApi } from '../../worker/openapi/openapi.ts';
import { errorsOf } from '../../worker/openapi/operation.ts';
import { operations } from '../../worker/openapi/operations.ts';
import { connectAs, finishLink, openBackend, variables } from './backend.ts';
import { operationOf } from './description.ts';

type Json = Record<string, unknown>;
type Documented = {
	parameters?: { name: string; schema: Json }[];
	requestBody?: { content: { 'application/json': { schema: Json } } };
	responses: Record<string, { description: string; content: { 'application/json': { schema: Json } } }>;
};
const document = openApi({ version: '1.2.3' }) as {
	openapi: string;
	info: { version: string };
	paths: Record<string, Record<string, Documented>>;
	webhooks: Json;
	components: { schemas: Record<string, Json> };
};
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Every object in a part of the document, with its path. */
function* objectsIn(value: unknown, path: string[] = []): Generator<[Json, string[]]> {
	if (!isObject(value)) return;
	yield [value, path];
	for (const [name, inner] of Object.entries(value)) yield* objectsIn(inner, [...path, name]);
}

/** The paths of operations, parameters and properties that have no description. A component's counts for its references. */
function withoutDescription(part: unknown): { missing: string[]; properties: number } {
	const missing: string[] = [];
	let properties = 0;
	const isDescribed = (value: unknown): boolean =>
		isObject(value) &&
		(typeof value.description === 'string'
			? value.description.length > 2
			: typeof value.$ref === 'string' && isDescribed(componentOf(value.$ref)));
	for (const [value, path] of objectsIn(part)) {
		const where = path.join('.');
		if ('operationId' in value && !isDescribed(value)) missing.push(where);
		if ('in' in value && 'schema' in value && !isDescribed(value)) missing.push(where);
		// An object's schema, not a property that is called `properties`.
		if (value.type !== 'object' || !isObject(value.properties)) continue;
		for (const [name, property] of Object.entries(value.properties)) {
			properties++;
			if (!isDescribed(property)) missing.push(`${where}.${name}`);
		}
	}
	return { missing, properties };
}

const componentOf = (ref: string): Json | undefined =>
	document.components.schemas[ref.replace('#/components/schemas/', '')];

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

	it('has its version, and is plain JSON', () => {
		expect([document.openapi, document.info.version]).toEqual(['3.1.1', '1.2.3']);
		expect(JSON.parse(JSON.stringify(document))).toEqual(document);
	});

	it('describes every operation, parameter and property', () => {
		const { missing, properties } = withoutDescription(document);
		expect(missing).toEqual([]);
		expect(properties).toBeGreaterThan(200);
	});

	it('would not pass with a property, a parameter or an operation that has no description', () => {
		const schema = { type: 'object', properties: { name: { type: 'string' } } };
		const part = {
			post: {
				operationId: 'x',
				parameters: [{ name: 'limit', in: 'query', schema: { type: 'string' } }],
				requestBody: { schema },
			},
		};
		expect(withoutDescription(part).missing).toEqual([
			'post',
			'post.parameters.0',
			'post.requestBody.schema.name',
		]);
	});

	it('refers only to schemas that it has', () => {
		const refs = [...objectsIn(document)].flatMap(([{ $ref }]) => (typeof $ref === 'string' ? [$ref] : []));
		expect(refs.length).toBeGreaterThan(20);
		expect(refs.filter((ref) => componentOf(ref) === undefined)).toEqual([]);
	});

	it('names resources once, and lets answers grow by properties that clients do not know', () => {
		const answer = document.paths['/v1/connections/{id}']?.get?.responses['200']?.content['application/json'];
		expect(answer?.schema).toMatchObject({
			allOf: [{ $ref: '#/components/schemas/Connection' }, { required: ['request_id'] }],
		});
		const { Connection } = document.components.schemas;
		expect(Connection).toMatchObject({
			type: 'object',
			properties: {
				institution: { $ref: '#/components/schemas/Institution', description: 'The bank.' },
				account: { anyOf: [{ $ref: '#/components/schemas/Account' }, { type: 'null' }] },
			},
		});
		expect(Connection).not.toHaveProperty('additionalProperties');
	});

	it('says which parameters, keys, bounds and error codes an operation has', () => {
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
		const payment = document.paths['/v1/payments']?.post?.requestBody?.content['application/json'].schema;
		expect(payment).toMatchObject({
			additionalProperties: false,
			properties: { amount: { type: 'integer', minimum: 50, maximum: 99_999_999 } },
		});
	});

	it('names every error code, except those of unknown paths and methods', () => {
		const described = new Set(operations.flatMap((operation) => errorsOf(operation)));
		const codes = Object.keys(errorCatalog) as (keyof typeof errorCatalog)[];
		expect(codes.filter((code) => !described.has(code))).toEqual(['route_not_found', 'method_not_allowed']);
	});
});

/** `ask` throws for an answer that differs from its schema: what is missing here is an operation that nobody asked. */
describe('what the Worker answers is what the description says', () => {
	const asked = new Set<string>();
	let notFound: unknown;
	beforeAll(async () => {
		const backend = await openBackend({
			variables: { EVENTS_URL: 'http://localhost:1', EVENTS_SECRET: `whsec_${btoa('2'.repeat(32))}` },
			bindings: { EVENTS: { sendBatch: async () => {} } as unknown as Queue },
		});
		const note = (method: string, path: string, { status }: { status: number }) => {
			const operation = operationOf(method, path);
			if (operation?.status === status) asked.add(operation.id);
		};
		const get = async (path: string) => note('GET', path, await backend.read(path));
		const post = async (path: string, body: object = {}) =>
			note('POST', path, await backend.send(path, body));

		await post('/v1/sessions', { client_user_id: 'u', name: 'Ada' });
		note('POST', '/v1/link_tokens', await backend.post('/v1/link_tokens', {}));
		const exchange = '/v1/bank_account_tokens';
		note('POST', exchange, await backend.post(exchange, await finishLink(backend)));
		const origin = variables.ALLOWED_ORIGINS.split(',')[0] as string;
		const institutions = '/v1/institutions';
		note('GET', institutions, await backend.ask(institutions, { headers: { Origin: origin } }));
		const { connection } = await connectAs(backend, 'u');
		const path = `/v1/connections/${connection}`;
		await post(path, { metadata: { a: 'b' } });
		await get(path);
		await get('/v1/connections');
		await get(`${path}/accounts`);
		await get(`${path}/transactions`);
		await post(`${path}/bank_account_tokens`);
		await get('/v1/events');
		const [event] = await backend.rows('events');
		await post(`/v1/events/${event?.id}/send`);
		await get('/health');
		notFound = (await backend.ask('/v1/nothing')).body;
	});

	it('for each operation that needs no payment', () => {
		expect([...asked].toSorted()).toEqual([
			'createBankAccountToken',
			'createFreshBankAccountToken',
			'createLinkToken',
			'createSession',
			'getConnection',
			'getHealth',
			'listAccounts',
			'listConnections',
			'listEvents',
			'listInstitutions',
			'sendEvent',
			'syncTransactions',
			'updateConnection',
		]);
	});

	it('for an error', () => {
		expect(v.safeParse(errorAnswer, notFound)).toMatchObject({ success: true });
	});
});

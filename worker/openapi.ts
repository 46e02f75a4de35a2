/**
 * The description of the API (OpenAPI 3.1), made by the build from the schemas that validate. Nothing of it runs at the
 * edge: `/openapi.json` is a static file.
 * @see https://spec.openapis.org/oas/v3.1.1
 */
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { errorCatalog } from './contract.ts';
import { error, merchantEvent } from './openapi/answers.ts';
import { errorsOf, type Operation, operations } from './openapi/operations.ts';

type Json = Record<string, unknown>;

export function openApi({ version }: { version: string }): Json {
	const paths: Record<string, Json> = {};
	for (const operation of operations) {
		const path = paths[operation.path] ?? {};
		path[operation.method] = describe(operation);
		paths[operation.path] = path;
	}
	return {
		openapi: '3.1.1',
		info: {
			title: 'plaid-stripe-connect',
			version,
			description:
				'A bank login becomes a Stripe bank account token. JSON in snake_case; money in the smallest unit of its currency; times in ISO 8601, UTC. Every answer has a `Request-Id`.',
			license: { name: 'MIT', identifier: 'MIT' },
		},
		paths,
		webhooks: {
			event: {
				post: {
					operationId: 'receiveEvent',
					summary: 'What is sent to EVENTS_URL, signed by the Standard Webhooks scheme',
					requestBody: { required: true, content: json(schemaOf(merchantEvent)) },
					responses: { '2XX': { description: 'It has arrived; anything else, and it comes again.' } },
				},
			},
		},
		components: {
			securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'One of API_KEYS.' } },
			schemas: { Error: schemaOf(error) },
		},
	};
}

function describe(operation: Operation): Json {
	const { id, summary, by, body, status, answer } = operation;
	const parameters = parametersOf(operation);
	return {
		operationId: id,
		summary,
		tags: [by],
		security: by === 'merchant' ? [{ apiKey: [] }] : [],
		...(parameters.length > 0 && { parameters }),
		...(body && { requestBody: { required: true, content: json(schemaOf(body)) } }),
		responses: {
			[status]: { description: summary, content: json(schemaOf(answer)) },
			...refusals(operation),
		},
	};
}

function parametersOf({ path, query = {}, by, body, keyed = false }: Operation): Json[] {
	const parameters: Json[] = [];
	if (path.includes('{id}'))
		parameters.push({ name: 'id', in: 'path', required: true, schema: { type: 'string' } });
	for (const [name, schema] of Object.entries(query)) {
		parameters.push({ name, in: 'query', required: false, schema: schemaOf(schema as v.GenericSchema) });
	}
	if (by === 'merchant' && body)
		parameters.push({
			name: 'Idempotency-Key',
			in: 'header',
			required: keyed,
			description: 'The same request with the same key gets the same answer, for a day.',
			schema: { type: 'string', maxLength: 255 },
		});
	return parameters;
}

/** By status, with the codes that it may bear. */
function refusals(operation: Operation): Json {
	const byStatus: Record<string, string[]> = {};
	for (const code of errorsOf(operation)) {
		const { status } = errorCatalog[code];
		byStatus[status] = [...(byStatus[status] ?? []), code];
	}
	return Object.fromEntries(
		Object.entries(byStatus).map(([status, codes]) => [
			status,
			{ description: codes.join(', '), content: json({ $ref: '#/components/schemas/Error' }) },
		]),
	);
}

const json = (schema: Json): Json => ({ 'application/json': { schema } });

/** As what is sent: what a schema makes of it afterwards, and checks that JSON Schema has no words for, are left out. */
function schemaOf(schema: v.GenericSchema): Json {
	const { $schema: _, ...described } = toJsonSchema(schema, {
		target: 'draft-2020-12',
		typeMode: 'input',
		errorMode: 'ignore',
	});
	return described;
}

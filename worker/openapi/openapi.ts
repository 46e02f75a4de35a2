/**
 * The description of the API (OpenAPI 3.1), made from the schemas that validate. The build writes it to the static file
 * `/openapi.json`; the Worker's bundle has none of it.
 * @see https://spec.openapis.org/oas/v3.1.1
 */
import { errorCatalog } from '../contract.ts';
import { errorsOf, type Operation } from './operation.ts';
import { operations } from './operations.ts';
import { answerSchema, componentSchemas, eventSchema, type Json, requestSchema } from './schemas.ts';

export function openApi({ version }: { version: string }): Json {
	const paths: Record<string, Json> = {};
	for (const operation of operations) {
		paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operation) };
	}
	return {
		openapi: '3.1.1',
		info: {
			title: 'plaid-stripe-connect',
			version,
			description:
				'Turns a bank login into a Stripe bank account token, and takes ACH payments from the account. JSON in `snake_case`; money in the smallest unit of its currency; times in ISO 8601, UTC. Every answer has the header `Request-Id`.',
			license: { name: 'MIT', identifier: 'MIT' },
		},
		tags: [
			{ name: 'element', description: 'For pages of an origin in `ALLOWED_ORIGINS`. No key, no cookies.' },
			{ name: 'merchant', description: 'For your server, with an API key.' },
			{ name: 'webhook', description: 'For Plaid and Stripe. Every request has to be signed.' },
			{ name: 'anybody', description: 'Open.' },
		],
		paths,
		webhooks: {
			event: {
				post: {
					operationId: 'receiveEvent',
					summary: 'An event, sent to `EVENTS_URL`',
					description:
						'Signed as [Standard Webhooks](https://www.standardwebhooks.com/) describe it, with `EVENTS_SECRET`: verify `webhook-id`, `webhook-timestamp` and `webhook-signature` over the raw body. The same event can arrive more than once, and events can arrive in any order.',
					requestBody: { required: true, content: json(eventSchema) },
					responses: {
						'2XX': {
							description: 'Your server has it. After any other answer it is sent again, for three days.',
						},
					},
				},
			},
		},
		components: {
			securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'One of `API_KEYS`.' } },
			schemas: componentSchemas,
		},
	};
}

function describeOperation(operation: Operation): Json {
	const { id, summary, description, by, body, status, answer } = operation;
	const parameters = parametersOf(operation);
	const answered = json(answerSchema(answer));
	return {
		operationId: id,
		summary,
		description,
		tags: [by],
		security: by === 'merchant' ? [{ apiKey: [] }] : [],
		...(parameters.length > 0 && { parameters }),
		...(body && { requestBody: { required: true, content: json(requestSchema(body)) } }),
		responses: {
			[status]: { description: summary, content: answered },
			...(operation.unwellStatus && {
				[operation.unwellStatus]: {
					description: 'The same, and something has to be fixed',
					content: answered,
				},
			}),
			...refusals(operation),
		},
	};
}

function parametersOf({ path, pathId, query, by, body, keyed }: Operation): Json[] {
	const parameters: Json[] = [];
	if (path.includes('{id}')) {
		parameters.push({
			name: 'id',
			in: 'path',
			required: true,
			description: pathId,
			schema: { type: 'string' },
		});
	}
	for (const [name, schema] of Object.entries(query?.entries ?? {})) {
		const { description, ...described } = requestSchema(schema);
		parameters.push({ name, in: 'query', required: false, description, schema: described });
	}
	if (by === 'merchant' && body) {
		parameters.push({
			name: 'Idempotency-Key',
			in: 'header',
			required: keyed === true,
			description:
				'A key of your own, such as the order’s id. For a day, the same request with the same key gets the same answer; another request with it is refused.',
			schema: { type: 'string', minLength: 1, maxLength: 255, examples: ['order-42-1'] },
		});
	}
	return parameters;
}

/** One response per status, with the error codes that it can carry. */
function refusals(operation: Operation): Json {
	const codesByStatus: Record<string, string[]> = {};
	for (const code of errorsOf(operation)) {
		const { status } = errorCatalog[code];
		codesByStatus[status] = [...(codesByStatus[status] ?? []), code];
	}
	return Object.fromEntries(
		Object.entries(codesByStatus).map(([status, codes]) => [
			status,
			{ description: codes.join(', '), content: json({ $ref: '#/components/schemas/Error' }) },
		]),
	);
}

const json = (schema: Json): Json => ({ 'application/json': { schema } });

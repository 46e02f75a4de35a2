/** Valibot's schemas as OpenAPI's: the named components, and what operations send and answer. */
import { type ConversionConfig, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { requestId } from '../contract/answers/fields.ts';
import * as answers from '../contract/answers.ts';

export type Json = Record<string, unknown>;

/** The resources that have a name of their own. Wherever one of these schemas is used, OpenAPI has a `$ref` to it. */
const components = {
	Account: answers.account,
	AccountWithBalances: answers.accountWithBalances,
	Authorization: answers.authorization,
	Connection: answers.connection,
	Error: answers.errorAnswer,
	Event: answers.merchantEvent,
	Institution: answers.institution,
	ListedEvent: answers.listedEvent,
	Payment: answers.payment,
	PaymentFailure: answers.paymentFailure,
	Refund: answers.refund,
	Session: answers.session,
	Transaction: answers.transaction,
};

const shared = {
	target: 'draft-2020-12',
	// What a schema makes of a value, and checks that JSON Schema has no words for, are left out.
	typeMode: 'input',
	errorMode: 'ignore',
} satisfies ConversionConfig;

const forAnswers: ConversionConfig = {
	...shared,
	definitions: components,
	overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
	overrideSchema({ valibotSchema, jsonSchema }) {
		// Clients must accept properties that they do not know: more will come.
		if (valibotSchema.type === 'strict_object') {
			const { additionalProperties: _, ...open } = jsonSchema;
			return open;
		}
		// A reference with a description of its own.
		if (valibotSchema.type === 'intersect') return jsonSchema.allOf?.[0] as typeof jsonSchema;
		return undefined;
	},
};

export const componentSchemas: Json = toJsonSchemaDefs(components, forAnswers);

export const eventSchema: Json = convert(answers.merchantEvent, forAnswers);

export const requestSchema = (schema: v.GenericSchema): Json => convert(schema, shared);

/** Every answer has `request_id` beside its own properties. */
export function answerSchema(schema: v.GenericSchema): Json {
	const answer = convert(schema, forAnswers);
	const { properties } = convert(v.strictObject({ request_id: requestId }), forAnswers);
	const ofRequest = { type: 'object', properties, required: ['request_id'] };
	if ('$ref' in answer) return { allOf: [answer, ofRequest] };
	return {
		...answer,
		properties: { ...(answer.properties as Json), ...(properties as Json) },
		required: [...(answer.required as string[]), 'request_id'],
	};
}

function convert(schema: v.GenericSchema, config: ConversionConfig): Json {
	const { $schema: _, $defs: __, ...described } = toJsonSchema(schema, config);
	return described;
}

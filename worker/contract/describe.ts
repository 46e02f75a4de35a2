/** Descriptions of schemas, for the API reference and the typed client. */
import * as v from 'valibot';

/** A schema with a description and examples. It validates as it did before. */
export function described<const Schema extends v.GenericSchema>(
	schema: Schema,
	description: string,
	...examples: v.InferInput<Schema>[]
): Schema {
	const about = v.metadata(examples.length > 0 ? { description, examples } : { description });
	return v.pipe(schema, about) as unknown as Schema;
}

/** A property of an answer that may be null. The description says what null means. */
export function nullable<const Schema extends v.GenericSchema>(
	schema: Schema,
	description: string,
	...examples: v.InferInput<Schema>[]
): v.NullableSchema<Schema, undefined> {
	return described<v.NullableSchema<Schema, undefined>>(v.nullable(schema), description, ...examples);
}

/** A resource that OpenAPI refers to by name, with a description of what it is in this place. */
export function reference<const Schema extends v.GenericSchema>(resource: Schema, description: string) {
	return described(v.intersect([resource]), description);
}

/** A resource with more properties. */
export function extended<const Entries extends v.ObjectEntries, const More extends v.ObjectEntries>(
	resource: { readonly entries: Entries },
	more: More,
) {
	return v.strictObject({ ...resource.entries, ...more });
}

/** What an operation answers: the properties of its schema, and the request's id. */
export type Answer<Schema extends v.GenericSchema> = v.InferOutput<Schema> & {
	/** `req_…`: also in the header `Request-Id` and in the Worker's log line. */
	request_id: string;
};

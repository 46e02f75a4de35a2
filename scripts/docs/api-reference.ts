/** The description of the API, `/openapi.json`, as a page: each call with its parameters, answer and refusals. */
type Schema = {
	$ref?: string;
	description?: string;
	type?: string;
	format?: string;
	pattern?: string;
	const?: unknown;
	enum?: unknown[];
	anyOf?: Schema[];
	allOf?: Schema[];
	items?: Schema;
	properties?: Record<string, Schema>;
	required?: string[];
	additionalProperties?: Schema | boolean;
	minLength?: number;
	maxLength?: number;
	default?: unknown;
};
type Content = { 'application/json': { schema: Schema } };
type Call = {
	summary: string;
	description: string;
	tags?: string[];
	parameters?: { name: string; in: string; required: boolean; description: string; schema: Schema }[];
	requestBody?: { content: Content };
	responses: Record<string, { description: string; content?: Content }>;
};
export type Description = {
	paths: Record<string, Record<string, Call>>;
	components: { schemas: Record<string, Schema> };
};

/** Who calls, in the order of the page, by the tag that the description gives a call. */
const callers: Readonly<Record<string, string>> = {
	element: 'From the element',
	merchant: 'From your server',
	webhook: 'From Plaid and Stripe',
	anybody: 'From anybody',
};

/** Markdown, as the other pages are. */
export function apiReference(description: object): string {
	const { paths } = inlined(description as Description);
	const calls = Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, call]) => ({ title: `${method.toUpperCase()} ${path}`, call })),
	);
	const parts = Object.entries(callers).map(([tag, heading]) => [
		`## ${heading}`,
		...calls.filter(({ call }) => call.tags?.includes(tag)).map(({ title, call }) => callPart(title, call)),
	]);
	return [
		'# The API, field by field',
		'Made from the schemas that validate, as `/openapi.json` is. What the calls are for stands in [the API](api.md); what a code means, in [Errors](errors.md).',
		...parts.flat(),
	].join('\n\n');
}

function callPart(title: string, { description, parameters = [], requestBody, responses }: Call): string {
	const sent = [
		...parameters.map(({ name, in: where, required, description, schema }) =>
			row(name, { ...schema, description }, required, where),
		),
		...rowsOf(requestBody?.content['application/json'].schema),
	];
	const [[status = '', answer] = [], ...refusals] = Object.entries(responses);
	const answered = rowsOf(answer?.content?.['application/json'].schema);
	return [
		`### ${title}`,
		description,
		...table('sent', sent),
		...table(`answered, ${status}`, answered),
		...table(
			'refused',
			refusals.map(([refusal, { description }]) => `| ${refusal} | ${linkCodes(description)} | |`),
		),
	].join('\n\n');
}

/** The description with each reference replaced by what it refers to, and the parts of an `allOf` merged. */
function inlined(description: Description): Description {
	const resolve = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(resolve);
		if (typeof value !== 'object' || value === null) return value;
		const { $ref, allOf, ...own } = value as Schema;
		const target = $ref && description.components.schemas[$ref.replace('#/components/schemas/', '')];
		const parts = [...(target ? [target] : []), ...(allOf ?? [])].map((part) => resolve(part) as Schema);
		const resolved = Object.fromEntries(Object.entries(own).map(([name, inner]) => [name, resolve(inner)]));
		if (parts.length === 0) return resolved;
		return {
			...Object.assign({}, ...parts),
			...resolved,
			properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
			required: parts.flatMap(({ required = [] }) => required),
		};
	};
	return resolve(description) as Description;
}

/** Links each code, where a refusal's description is a list of them. */
const linkCodes = (description: string): string =>
	/^\w+(, \w+)*$/.test(description)
		? description.replaceAll(/\w+/g, (code) => `[${code}](errors.md#${code})`)
		: description;

const table = (heading: string, rows: string[]): string[] =>
	rows.length > 0 ? [[`| ${heading} | | |`, '|---|---|---|', ...rows].join('\n')] : [];

/** A row for each field, those within it behind a dot. */
function rowsOf(schema: Schema | undefined, before = ''): string[] {
	return Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => {
		const path = `${before}${name}`;
		return [
			row(path, field, schema?.required?.includes(name) ?? false),
			...rowsOf(within(field), `${path}.`),
		];
	});
}

const row = (name: string, schema: Schema, required: boolean, where = ''): string => {
	const words = [
		shapeOf(schema),
		where && where !== 'path' ? (where === 'header' ? 'a header' : `in the ${where}`) : '',
		required ? '' : 'optional',
	];
	return `| \`${name}\` | ${words.filter(Boolean).join(', ')} | ${schema.description ?? ''} |`;
};

/** The object that a field is, or may be, or has a list of. */
const within = (schema: Schema): Schema | undefined =>
	schema.properties
		? schema
		: [...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])].find((one) => within(one));

function shapeOf(schema: Schema): string {
	if (schema.anyOf) return schema.anyOf.map(shapeOf).join(' or ');
	if (schema.const !== undefined) return `\`${schema.const}\``;
	if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(' or ');
	if (schema.type === 'array')
		return `a list of ${schema.items?.properties ? 'objects' : shapeOf(schema.items ?? {})}`;
	const prefix = /^\^(\w+_)$/.exec(schema.pattern ?? '')?.[1];
	if (prefix) return `\`${prefix}…\``;
	if (schema.format === 'date-time') return 'a time';
	const kind =
		{
			string: 'text',
			object: 'an object',
			number: 'a number',
			integer: 'a whole number',
			boolean: 'true or false',
		}[schema.type ?? ''] ??
		schema.type ??
		'anything';
	const most = schema.maxLength ? ` of at most ${schema.maxLength}` : '';
	const usual = schema.default === undefined ? '' : `, by default \`${schema.default}\``;
	return kind + most + usual;
}

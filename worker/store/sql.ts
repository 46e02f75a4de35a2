/**
 * Statements as text with their values beside it: a value is bound and never written into the text, a piece of SQL is
 * put in with its own values. The tables are Drizzle's (`schema.ts`: migrations and types); its query builder is not
 * used, for it would be a fifth of the Worker.
 */
export type Value = string | number | boolean | null;

export class Sql {
	readonly text: string;
	readonly values: Value[];
	constructor(text: string, values: Value[]) {
		this.text = text;
		this.values = values;
	}
}

/** `sql`…where id = ${id}`` */
export function sql(texts: TemplateStringsArray, ...parts: (Value | Sql)[]): Sql {
	let text = texts[0] ?? '';
	const values: Value[] = [];
	parts.forEach((part, index) => {
		text += part instanceof Sql ? part.text : '?';
		if (part instanceof Sql) values.push(...part.values);
		else values.push(part);
		text += texts[index + 1] ?? '';
	});
	return new Sql(text, values);
}

/** A table's or column's name of ours: it is written into the text, so it is never anybody's input. */
export const named = (name: string): Sql => new Sql(name, []);

const joined = (parts: Sql[], separator: string): Sql =>
	new Sql(
		parts.map(({ text }) => text).join(separator),
		parts.flatMap(({ values }) => values),
	);

/** All of them; those that are undefined ask for nothing. */
export const and = (...conditions: (Sql | undefined)[]): Sql => {
	const asked = conditions.filter((condition) => condition !== undefined);
	return asked.length === 0 ? sql`1` : joined(asked, ' and ');
};

/** `(?, ?)` */
export const listOf = (values: Value[]): Sql => new Sql(`(${values.map(() => '?').join(', ')})`, values);

type Row = Record<string, Value | Sql | undefined>;

/** `a = ?, b = ?`: what is undefined stays as it is. */
export const assigned = (row: Row): Sql =>
	joined(
		given(row).map(([name, value]) => sql`${column(name)} = ${value}`),
		', ',
	);

/** `(a, b) values (?, ?)` */
export const inserted = (row: Row): Sql => {
	const columns = given(row);
	const names = columns.map(([name]) => column(name).text).join(', ');
	const values = joined(
		columns.map(([, value]) => sql`${value}`),
		', ',
	);
	return sql`(${new Sql(names, [])}) values (${values})`;
};

const given = (row: Row) =>
	Object.entries(row).filter((entry): entry is [string, Value | Sql] => entry[1] !== undefined);

/** Our names are the code's own, never anybody's input: `leaseUntil` → `lease_until`. */
const column = (name: string): Sql =>
	new Sql(
		name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
		[],
	);

const booleans = new Set(['livemode', 'allowDuplicates']);

/** A row as the code names its columns. */
export const rowOf = (found: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(found).map(([name, value]) => {
			const key = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
			return [key, booleans.has(key) ? value === 1 : value];
		}),
	);

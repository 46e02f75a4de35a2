/**
 * SQL as tagged templates. A value becomes a bound parameter and is never written into the text; a piece of SQL is
 * inserted together with its own values.
 *
 * Drizzle defines the tables (`schema.ts`) but does not run in the Worker: evaluating its tables costs 5 ms at the start
 * of each isolate, its D1 driver 7 ms.
 */
export type Value = string | number | boolean | null;
type RawRow = Record<string, unknown>;

/** A statement, or a piece of one. `Row` is what each of its result rows decodes to. */
export class Sql<out Row = unknown> {
	readonly text: string;
	readonly values: Value[];
	readonly decode: (raw: RawRow) => Row;

	constructor(text: string, values: Value[], decode: (raw: RawRow) => Row = inCamelCase<Row>) {
		this.text = text;
		this.values = values;
		this.decode = decode;
	}
}

/**
 * `` sql`…where id = ${id}` ``. The columns of its rows are renamed (`lease_until` → `leaseUntil`) and not decoded
 * further: to read booleans or JSON, select through the table in `tables.ts`.
 */
export function sql<Row = unknown>(texts: TemplateStringsArray, ...parts: (Value | Sql)[]): Sql<Row> {
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

/** The name of a table or column. It is written into the text as it is, so it must never come from a request. */
export const identifier = (name: string): Sql => new Sql(name, []);

/** Joins the conditions that are defined; without any, the result is always true. */
export const and = (...conditions: (Sql | undefined)[]): Sql => {
	const defined = conditions.filter((condition) => condition !== undefined);
	return defined.length === 0 ? sql`1` : join(defined, ' and ');
};

/** `(?, ?)`, for `in`. */
export const listOf = (values: Value[]): Sql => new Sql(`(${values.map(() => '?').join(', ')})`, values);

export const join = (parts: Sql[], separator: string): Sql =>
	new Sql(
		parts.map(({ text }) => text).join(separator),
		parts.flatMap(({ values }) => values),
	);

/** `leaseUntil` → `lease_until` */
export const columnName = (key: string): string =>
	key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function inCamelCase<Row>(raw: RawRow): Row {
	const entries = Object.entries(raw).map(([name, value]) => [
		name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
		value,
	]);
	return Object.fromEntries(entries);
}

type Codec = 'boolean' | 'json';
type CodecOf<Column> =
	NonNullable<Column> extends boolean
		? 'boolean'
		: NonNullable<Column> extends string | number
			? never
			: 'json';
/** The columns that SQLite stores as something else. The compiler requires all of them, and no other. */
export type Codecs<Row> = {
	[Name in keyof Row as [CodecOf<Row[Name]>] extends [never] ? never : Name]: CodecOf<Row[Name]>;
} & {
	[Name in keyof Row as [CodecOf<Row[Name]>] extends [never] ? Name : never]?: never;
};

/** Columns by the names of the schema; a piece of SQL in place of a value; `undefined` leaves the column out. */
type Columns<Row> = { [Name in keyof Row]: Row[Name] | Sql | undefined };

export type Table<Row, NewRow> = {
	name: Sql;
	/** `` select`where id = ${id}` ``: whole rows. */
	select(texts: TemplateStringsArray, ...parts: (Value | Sql)[]): Sql<Row>;
	/** `(a, b) values (?, ?)` */
	values(row: Columns<NewRow>): Sql;
	/** `a = ?, b = ?` */
	set(columns: Partial<Columns<Row>>): Sql;
};

/** A table of the schema, with the codecs of its columns. */
export function createTable<Row, NewRow>(name: string, codecs: Codecs<Row>): Table<Row, NewRow> {
	const byColumn: Record<string, Codec | undefined> = codecs;

	const decode = (raw: RawRow): Row => {
		const row = inCamelCase<RawRow>(raw);
		for (const [column, codec] of Object.entries(byColumn)) {
			const value = row[column];
			if (value !== null && value !== undefined)
				row[column] = codec === 'boolean' ? value === 1 : JSON.parse(String(value));
		}
		return row as Row;
	};
	const encode = (column: string, value: unknown): Sql => {
		if (value instanceof Sql) return value;
		return sql`${byColumn[column] === 'json' && value !== null ? JSON.stringify(value) : (value as Value)}`;
	};
	const defined = (columns: object) => Object.entries(columns).filter(([, value]) => value !== undefined);

	return {
		name: identifier(name),
		select(texts, ...parts) {
			const { text, values } = sql(texts, ...parts);
			return new Sql(`select * from ${name} ${text}`, values, decode);
		},
		values(row) {
			const columns = defined(row);
			const names = columns.map(([column]) => columnName(column)).join(', ');
			const encoded = columns.map(([column, value]) => encode(column, value));
			return sql`(${identifier(names)}) values (${join(encoded, ', ')})`;
		},
		set(columns) {
			const assignments = defined(columns).map(
				([column, value]) => sql`${identifier(columnName(column))} = ${encode(column, value)}`,
			);
			return join(assignments, ', ');
		},
	};
}

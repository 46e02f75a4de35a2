/** `.dev.vars`: the variables and secrets of the Worker on this machine, as wrangler reads them. */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** Its variables; empty if there is no file. */
export function readDevVars(path: string): Record<string, string> {
	const values: Record<string, string> = {};
	for (const [name, value] of Object.entries(parseEnv(textOf(path))))
		if (value !== undefined) values[name] = value;
	return values;
}

/**
 * Sets variables and removes those that are null. Everything else stays, comments and order too. Only the owner may read
 * the file. It is replaced in one step, so a reader finds the old file or the new one.
 */
export function writeDevVars(path: string, values: Record<string, string | null>): void {
	const left = new Map(Object.entries(values));
	const lines = textOf(path)
		.split('\n')
		.flatMap((line) => {
			const name = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1];
			if (name === undefined || !Object.hasOwn(values, name)) return [line];
			const value = left.get(name);
			left.delete(name);
			// A name that occurs twice is kept once, because the last one would count.
			return value == null ? [] : [lineOf(name, value)];
		});
	while (lines.at(-1) === '') lines.pop();
	const added = [...left].flatMap(([name, value]) => (value === null ? [] : [lineOf(name, value)]));
	const text = [...lines, ...added, ''].join('\n');
	const fresh = `${path}.${process.pid}.new`;
	writeFileSync(fresh, text, { mode: 0o600 });
	chmodSync(fresh, 0o600);
	renameSync(fresh, path);
}

/** Single quotes keep `#` and `$` as they are. */
function lineOf(name: string, value: string): string {
	if (/['\n\r]/.test(value)) throw new Error(`${name} contains a quote or a line break, which no key has.`);
	return `${name}='${value}'`;
}

function textOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		throw error;
	}
}

/** The package's type declarations: only those that its entries reach, with import paths that every resolver accepts. */
import { globSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** A relative specifier in `from '…'` or `import('…')`. */
const relative = /(from |import\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g;

/** Removes every declaration in `folder` that no entry reaches. `entries` are paths in it, such as `widget/index.d.ts`. */
export function keepReachableTypes(folder: string, entries: readonly string[]): void {
	const reached = new Set<string>();
	const waiting = [...entries];
	for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
		if (reached.has(file)) continue;
		reached.add(file);
		const path = join(folder, file);
		const text = readFileSync(path, 'utf8');
		for (const [, , , specifier = ''] of text.matchAll(relative)) {
			waiting.push(`${normalize(join(dirname(file), specifier))}.d.ts`);
		}
		writeFileSync(path, text.replaceAll(relative, '$1$2$3.js$2'));
	}
	for (const file of globSync('**/*.ts', { cwd: folder })) {
		if (!reached.has(file)) rmSync(join(folder, file));
	}
	removeEmptyFolders(folder);
}

function removeEmptyFolders(folder: string): void {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) removeEmptyFolders(path);
	}
	if (readdirSync(folder).length === 0) rmdirSync(folder);
}

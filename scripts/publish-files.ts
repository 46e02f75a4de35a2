/**
 * Publishes the script under its version: `/v<version>/plaid-stripe-connect.js` and its chunks, which never change, and
 * `/integrity.json` with the SHA-384 of each file.
 *
 * @see https://developer.mozilla.org/docs/Web/Security/Subresource_Integrity
 */
import { createHash } from 'node:crypto';
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const entryFile = 'plaid-stripe-connect.js';

/** `{"latest": "1.2.0", "versions": {"1.2.0": {"plaid-stripe-connect.js": "sha384-…", …}}}` */
export type Integrity = { latest: string; versions: Record<string, Record<string, string>> };

/** Copies what Vite built in `folder` to `v<version>/`, and writes `integrity.json`. */
export function publishFiles(folder: string, version: string): Integrity {
	const files = globSync('plaid-stripe-connect*.js', { cwd: folder }).sort();
	if (!files.includes(entryFile)) throw new Error(`There is no ${entryFile} in ${folder}: build it first.`);
	const versioned = join(folder, `v${version}`);
	rmSync(versioned, { recursive: true, force: true });
	mkdirSync(versioned, { recursive: true });
	const hashes: Record<string, string> = {};
	for (const file of files) {
		copyFileSync(join(folder, file), join(versioned, file));
		hashes[file] = integrityOf(readFileSync(join(versioned, file)));
	}
	const integrity: Integrity = { latest: version, versions: { [version]: hashes } };
	writeIntegrity(folder, integrity);
	return integrity;
}

export function readIntegrity(folder: string): Integrity {
	return JSON.parse(readFileSync(join(folder, 'integrity.json'), 'utf8'));
}

export function writeIntegrity(folder: string, integrity: Integrity): void {
	writeFileSync(join(folder, 'integrity.json'), `${JSON.stringify(integrity, null, '\t')}\n`);
}

/** The value of an `integrity` attribute. */
export function integrityOf(content: string | Uint8Array): string {
	return `sha384-${createHash('sha384').update(content).digest('base64')}`;
}

/** The two lines for a page, with the fixed version and its hash. */
export function linesForPage(origin: string, { latest, versions }: Integrity): string {
	const hash = versions[latest]?.[entryFile];
	return [
		`<script type="module" src="${origin}/v${latest}/${entryFile}" integrity="${hash}" crossorigin="anonymous"></script>`,
		'<plaid-stripe-connect></plaid-stripe-connect>',
	].join('\n');
}

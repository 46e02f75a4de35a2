import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linesForPage, publishFiles, readIntegrity } from '../../scripts/publish-files.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'publish-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const built = () => {
	writeFileSync(join(folder, 'plaid-stripe-connect.js'), "import('./plaid-stripe-connect-fr.js');");
	writeFileSync(join(folder, 'plaid-stripe-connect-fr.js'), 'export const messages = {};');
	writeFileSync(join(folder, '_headers'), '/*');
};

test('each version has the script and its chunks at an address of their own', () => {
	built();
	publishFiles(folder, '1.2.0');
	expect(readFileSync(join(folder, 'v1.2.0/plaid-stripe-connect.js'), 'utf8')).toBe(
		"import('./plaid-stripe-connect-fr.js');",
	);
	expect(readFileSync(join(folder, 'v1.2.0/plaid-stripe-connect-fr.js'), 'utf8')).toBe(
		'export const messages = {};',
	);
});

test('integrity.json tells the hash of each file, as a browser computes it', () => {
	built();
	publishFiles(folder, '1.2.0');
	const hash = createHash('sha384').update('export const messages = {};').digest('base64');
	const { latest, versions } = readIntegrity(folder);
	expect(latest).toBe('1.2.0');
	expect(Object.keys(versions['1.2.0'] ?? {})).toEqual([
		'plaid-stripe-connect-fr.js',
		'plaid-stripe-connect.js',
	]);
	expect(versions['1.2.0']?.['plaid-stripe-connect-fr.js']).toBe(`sha384-${hash}`);
});

test('a second build of a version leaves nothing of the first', () => {
	built();
	publishFiles(folder, '1.2.0');
	rmSync(join(folder, 'plaid-stripe-connect-fr.js'));
	const { versions } = publishFiles(folder, '1.2.0');
	expect(Object.keys(versions['1.2.0'] ?? {})).toEqual(['plaid-stripe-connect.js']);
	expect(() => readFileSync(join(folder, 'v1.2.0/plaid-stripe-connect-fr.js'))).toThrow('ENOENT');
});

test('the lines for a page name the version and its hash', () => {
	built();
	const integrity = publishFiles(folder, '1.2.0');
	const lines = linesForPage('https://bank.shop.example', integrity);
	expect(lines).toContain('src="https://bank.shop.example/v1.2.0/plaid-stripe-connect.js"');
	expect(lines).toContain(`integrity="${integrity.versions['1.2.0']?.['plaid-stripe-connect.js']}"`);
	expect(lines).toContain('crossorigin="anonymous"');
});

test('a folder without the script is told', () => {
	expect(() => publishFiles(folder, '1.2.0')).toThrow('build it first');
});

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'changesets-'));
	for (const name of [
		'package.json',
		'package-lock.json',
		'CHANGELOG.md',
		'.changeset',
		'test/frameworks/react-18',
	])
		cpSync(join(root, name), join(folder, name), { recursive: true });
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a change that is told raises the version, and stands in the changelog', { timeout: 30_000 }, () => {
	const versionOf = (where: string): string =>
		JSON.parse(readFileSync(join(where, 'package.json'), 'utf8')).version;
	writeFileSync(
		join(folder, '.changeset/a-change.md'),
		'---\n"plaid-stripe-connect": major\n---\n\nIt is told.\n',
	);
	execFileSync(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], {
		cwd: folder,
	});
	expect(versionOf(folder)).not.toBe(versionOf(root));
	expect(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')).toContain('It is told.');
});

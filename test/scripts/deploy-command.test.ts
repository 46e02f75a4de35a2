import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'deploy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const deploy = (variables: string, ...args: string[]) => {
	const vars = join(folder, '.dev.vars');
	writeFileSync(vars, variables);
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(root, 'scripts/deploy.ts'), '--vars', vars, ...args],
		{ cwd: folder, encoding: 'utf8' },
	);
	return { status, output: stdout + stderr };
};

test('`--dry-run` does what needs no account, tells the rest, and prints the lines for the page', {
	timeout: 120_000,
}, () => {
	const { status, output } = deploy("PLAID_SECRET='a-secret-of-plaid'\n", '--dry-run');
	expect(status, output).toBe(0);
	expect(output).toContain('✓ D1 migrations: they apply to an empty database.');
	expect(output).toContain('✓ The Worker is bundled.');
	expect(output).toContain('· Secrets: PLAID_SECRET uploaded');
	expect(output).not.toContain('a-secret-of-plaid');
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
	expect(output).toMatch(
		new RegExp(
			`<script type="module" src="https://.+/v${version}/plaid-stripe-connect.js" integrity="sha384-.{64}" `,
		),
	);
	expect(output).toContain('<plaid-stripe-connect></plaid-stripe-connect>');
});

test('a file of secrets that is not there stops it', { timeout: 60_000 }, () => {
	const { status, output } = deploy('', '--vars', join(folder, 'prodution.vars'), '--dry-run');
	expect(status).toBe(1);
	expect(output).toContain('prodution.vars to read the secrets from.');
	expect(output).not.toContain('✓');
});

test('what would not start is told before anything is done', { timeout: 60_000 }, () => {
	const { status, output } = deploy('PLAID_ENV=production\n');
	expect(status).toBe(1);
	expect(output).toContain('npm run setup');
	expect(output).not.toContain('    at ');
});

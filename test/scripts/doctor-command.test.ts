import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import type { Finding } from '../../scripts/doctor/check.ts';

const root = join(import.meta.dirname, '../..');
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let folder: string;

beforeEach(async () => {
	sandbox = await startSandbox({ port: 0, seed: 'doctor' });
	folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterEach(async () => {
	await sandbox.close();
	rmSync(folder, { recursive: true, force: true });
});

/** Runs the command as a merchant would, with a `.dev.vars` of its own. */
async function doctor(...args: string[]): Promise<{ status: number; output: string }> {
	const vars = join(folder, '.dev.vars');
	writeFileSync(
		vars,
		[
			`PLAID_BASE_URL=${sandbox.url}`,
			`STRIPE_BASE_URL=${sandbox.url}`,
			'PLAID_CLIENT_ID=5f1c6ad2b3c4d5e6f7a8b9c0',
			'PLAID_SECRET=0123456789abcdef0123456789abcd',
			"STRIPE_SECRET_KEY='rk_test_doctor'",
			'API_KEYS=psc_012345678901234567890123456789',
			`ENCRYPTION_KEYS=k1:${Buffer.alloc(32, 7).toString('base64')}`,
		].join('\n'),
	);
	const child = spawn(process.execPath, [join(root, 'scripts/doctor.ts'), '--vars', vars, ...args], {
		cwd: folder,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text) => {
		output += text;
	});
	const status = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));
	return { status, output };
}

test('`--json` tells each finding, and the exit code whether all is well', { timeout: 60_000 }, async () => {
	const { status, output } = await doctor('--json');
	const { well, findings } = JSON.parse(output) as { well: boolean; findings: Finding[] };
	const stateOf = (name: string) => findings.find((finding) => finding.name === name)?.state;
	expect(stateOf('plaid_keys')).toBe('well');
	expect(stateOf('plaid_stripe_integration')).toBe('well');
	expect(stateOf('stripe_ach')).toBe('well');
	expect(well).toBe(findings.every(({ state }) => state !== 'not_well'));
	expect(status).toBe(well ? 0 : 1);
});

test('what is not well is told with what to do, and ends with 1', { timeout: 60_000 }, async () => {
	sandbox.sandbox.stripe.set({ linked: false });
	const { status, output } = await doctor();
	expect(status).toBe(1);
	expect(output).toContain('✗ plaid stripe integration: ');
	expect(output).toContain('https://dashboard.plaid.com/developers/integrations');
	expect(output).toMatch(/\d+ well, \d+ not well, \d+ unknown\n$/);
	expect(output).not.toContain('rk_test_doctor');
});

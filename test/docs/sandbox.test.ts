/** The samples of docs/sandbox.md, against a sandbox on a port: each control does what stands there. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { linkedItem } from '../sandbox/callers.ts';
import { paid, payer } from '../sandbox/stripe-callers.ts';
import { samples } from './samples.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const own = samples.filter(({ file }) => file === 'sandbox.md');
const commands = own
	.filter(({ language }) => language === 'sh')
	.flatMap(({ code }) => code.split('\n').filter((line) => line.startsWith('curl ')));

let running: Awaited<ReturnType<typeof startSandbox>>;
let folder: string;
beforeAll(async () => {
	running = await startSandbox({ port: 0, seed: 'samples' });
	mkdirSync(join(root, '.wrangler'), { recursive: true });
	folder = mkdtempSync(join(root, '.wrangler/sandbox-samples-'));
});
afterAll(async () => {
	await running.close();
	rmSync(folder, { recursive: true, force: true });
});

it.each(commands)('%s', async (line) => {
	const { sandbox, url } = running;
	sandbox.reset();
	const { item_id } = await linkedItem(sandbox, 'ins_109508', { webhook: 'http://localhost:1/plaid' });
	const { intent } = await paid(sandbox, await payer(sandbox));
	const command = line
		.replace(/^curl /, 'curl --silent --show-error --fail-with-body ')
		.replaceAll('items/…', `items/${item_id}`)
		.replaceAll('pi_…', intent);
	const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], {
		env: { ...process.env, sandbox: `${url}/_sandbox` },
	});
	expect(() => JSON.parse(stdout)).not.toThrow();
});

it.each(own.filter(({ language }) => language === 'js').map(({ index, code }) => [index, code] as const))(
	'sample %i runs: %s',
	async (index, code) => {
		const given = [
			"import { Configuration, PlaidApi } from 'plaid';",
			"import { Stripe } from 'stripe';",
			'const app = { fetch: async () => new Response() };',
			...(code.includes('import { createSandbox }')
				? []
				: ["import { createSandbox } from 'plaid-stripe-connect/sandbox';"]),
		];
		const path = join(folder, `${index}.ts`);
		writeFileSync(
			path,
			[...given, code]
				.join('\n')
				.replaceAll("'plaid-stripe-connect/sandbox'", `'${join(root, 'sandbox/index.ts')}'`),
		);
		await import(pathToFileURL(path).href);
	},
);

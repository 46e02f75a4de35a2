/**
 * Cloudflare's deploy button reads the repository: secrets to ask for from `.dev.vars.example`, resources from
 * `wrangler.toml`, and what to run from package.json.
 * @see https://developers.cloudflare.com/workers/platform/deploy-buttons/
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { checkVariables, secretNames } from '../../scripts/deploy/settings.ts';
import { readWranglerConfig } from '../../scripts/settings/wrangler-config.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { vars, database, queues } = readWranglerConfig(join(root, 'wrangler.toml'));

test('it asks for the secrets without which the Worker does not start, and for no other', async () => {
	const asked = Object.keys(parseEnv(read('.dev.vars.example')));
	const [missing] = await checkVariables(vars, {});
	expect(missing).toContain('Not in this file, so they must be at Cloudflare');
	expect(missing?.match(/[A-Z]+(_[A-Z]+)+/g)?.sort()).toEqual(asked.sort());
});

test('the others are there to be taken out of their comment', () => {
	for (const name of secretNames)
		expect(read('.dev.vars.example')).toMatch(new RegExp(`^(# )?${name}=$`, 'm'));
});

test('it finds the database and the queues to make, and a build and a deployment to run', () => {
	expect(database?.name).toBe('plaid-stripe-connect');
	expect(queues).toHaveLength(2);
	const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	expect(scripts).toMatchObject({ build: expect.any(String), deploy: expect.any(String) });
	expect(read('README.md')).toContain('https://deploy.workers.cloudflare.com/?url=https://github.com/');
});

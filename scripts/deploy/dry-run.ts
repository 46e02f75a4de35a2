/** Everything of a deployment that needs no account: the bundle, and the migrations on a temporary database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAtCloudflare, type WranglerConfig } from '../settings/wrangler-config.ts';
import { type Cloudflare, need } from './cloudflare.ts';

export async function dryRun(
	cloudflare: Cloudflare,
	config: WranglerConfig,
	secrets: Record<string, string>,
): Promise<void> {
	const { say } = cloudflare;
	const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
	try {
		await need(cloudflare, ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', folder]);
		say('✓ D1 migrations: they apply to an empty database.');
		await need(cloudflare, ['deploy', '--dry-run', '--outdir', join(folder, 'bundle')]);
		say('✓ The Worker is bundled.');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	say('\nWithout --dry-run, this would follow:');
	if (config.database && !isAtCloudflare(config.database)) {
		say(`· D1 database ${config.database.name}: found or created, its id written into wrangler.toml`);
	}
	say('· D1 migrations: applied at Cloudflare');
	for (const queue of config.queues) say(`· Queue ${queue}: created if missing`);
	const names = Object.keys(secrets);
	say(
		`· Secrets: ${names.length > 0 ? `${names.join(', ')} uploaded` : 'none here; those at Cloudflare stay'}`,
	);
	say(`· Worker ${config.name} and the script: uploaded`);
}

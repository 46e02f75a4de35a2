/**
 * `npm run deploy`: creates database and queues if missing, applies migrations, uploads secrets, the Worker and the
 * script, then prints the two lines for a page. It can be run again at any point.
 *
 * `-- --dry-run` does everything that needs no account and lists the rest. `-- --vars <file>` reads the secrets from
 * another file than `.dev.vars`. `-- --forget-versions` drops earlier versions of the script.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { type Cloudflare, DeploymentStopped, readyQueues } from './deploy/cloudflare.ts';
import { readyDatabase } from './deploy/database.ts';
import { dryRun } from './deploy/dry-run.ts';
import { keepEarlierVersions } from './deploy/earlier-versions.ts';
import { checkVariables, deployWithSecrets, secretsOf } from './deploy/settings.ts';
import { linesForPage, readIntegrity } from './publish-files.ts';
import { readDevVars } from './settings/dev-vars.ts';
import { readOptions } from './settings/options.ts';
import { runWrangler } from './settings/wrangler.ts';
import { readWranglerConfig } from './settings/wrangler-config.ts';

const root = join(import.meta.dirname, '..');
const configPath = join(root, 'wrangler.toml');
const publicFolder = join(root, 'dist/public');

const defaultVars = join(root, '.dev.vars');
const options = readOptions({
	'dry-run': { type: 'boolean', default: false },
	'forget-versions': { type: 'boolean', default: false },
	vars: { type: 'string', default: defaultVars },
});

async function main(): Promise<void> {
	const cloudflare: Cloudflare = { wrangler: runWrangler, say: (line) => console.log(line) };
	const config = readWranglerConfig(configPath);
	if (options.vars !== defaultVars && !existsSync(options.vars))
		throw new DeploymentStopped(`There is no file ${options.vars} to read the secrets from.`);
	const local = readDevVars(options.vars);
	for (const line of await checkVariables(config.vars, local)) cloudflare.say(line);
	const publicUrl = config.vars.PUBLIC_URL?.replace(/\/+$/, '') || undefined;

	// From scratch: dist/ may have earlier versions that the last deployment kept.
	await build({ quiet: true, always: !options['dry-run'] });
	const { latest } = readIntegrity(publicFolder);
	cloudflare.say(`✓ The script is built: version ${latest}.`);
	if (options['dry-run']) {
		await dryRun(cloudflare, config, secretsOf(local));
		printLines(publicUrl ?? 'https://<your Worker>');
		return;
	}
	if (publicUrl && !options['forget-versions']) {
		const kept = await keepEarlierVersions(publicFolder, publicUrl, fetch);
		if (kept.length > 0) cloudflare.say(`Earlier versions of the script, kept: ${kept.join(', ')}.`);
	}
	await readyDatabase(cloudflare, config, configPath);
	await readyQueues(cloudflare, config.queues);
	const output = await deployWithSecrets(cloudflare, secretsOf(local));
	const address = publicUrl ?? /https:\/\/\S+\.workers\.dev/.exec(output)?.[0];
	cloudflare.say(`The Worker is deployed${address ? `: ${address}` : ''}.`);
	if (!publicUrl && address) {
		cloudflare.say(
			`Set PUBLIC_URL = "${address}" in wrangler.toml, and deploy again: for webhooks, and so that later deployments keep the versions that your pages name.`,
		);
	}
	if (address && local.STRIPE_SECRET_KEY && !local.STRIPE_WEBHOOK_SECRET) {
		cloudflare.say(
			`For payments, add ${address}/webhooks/stripe at https://dashboard.stripe.com/webhooks; \`npm run setup\` lists its events and asks for its secret.`,
		);
	}
	printLines(address ?? 'https://<your Worker>');
}

function printLines(origin: string): void {
	console.log(`\nThe two lines for your page:\n\n${linesForPage(origin, readIntegrity(publicFolder))}`);
	console.log(`\nAlways the newest version: ${origin}/plaid-stripe-connect.js`);
}

try {
	await main();
} catch (error) {
	console.error(`\n${error instanceof DeploymentStopped ? error.message : (error as Error).stack}\n`);
	process.exitCode = 1;
}

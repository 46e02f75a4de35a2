/**
 * `npm run deploy`: database and queues where they are missing, migrations, secrets, the Worker and the script; then
 * prints the two lines for a page. It can be run again at any point.
 *
 * `-- --dry-run` does everything that needs no account, and tells the rest; `-- --vars <file>` takes the secrets from
 * another file than `.dev.vars`; `-- --forget-versions` leaves earlier versions of the script behind.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { readyDatabase } from './deploy/database.ts';
import { keepEarlierVersions } from './deploy/earlier-versions.ts';
import { readyQueues } from './deploy/queues.ts';
import { rehearse } from './deploy/rehearse.ts';
import { putSecrets, secretsOf } from './deploy/secrets.ts';
import { type Cloudflare, DeploymentStopped, need } from './deploy/step.ts';
import { checkVariables } from './deploy/variables.ts';
import { linesForPage, readIntegrity } from './publish-files.ts';
import { readDevVars } from './settings/dev-vars.ts';
import { readOptions } from './settings/options.ts';
import { runWrangler } from './settings/wrangler.ts';
import { readWranglerConfig } from './settings/wrangler-config.ts';

const root = join(import.meta.dirname, '..');
const configPath = join(root, 'wrangler.toml');
const publicFolder = join(root, 'dist/public');

const usualVars = join(root, '.dev.vars');
const options = readOptions({
	'dry-run': { type: 'boolean', default: false },
	'forget-versions': { type: 'boolean', default: false },
	vars: { type: 'string', default: usualVars },
});

async function main(): Promise<void> {
	const cloudflare: Cloudflare = { wrangler: runWrangler, say: (line) => console.log(line) };
	const config = readWranglerConfig(configPath);
	if (options.vars !== usualVars && !existsSync(options.vars))
		throw new DeploymentStopped(`There is no file ${options.vars}, from which the secrets are to come.`);
	const local = readDevVars(options.vars);
	for (const line of await checkVariables(config.vars, local)) cloudflare.say(line);
	const publicUrl = config.vars.PUBLIC_URL?.replace(/\/+$/, '') || undefined;

	// What an earlier deployment took along is not of this one.
	await build({ quiet: true, always: !options['dry-run'] });
	const { latest } = readIntegrity(publicFolder);
	cloudflare.say(`✓ The script is built: version ${latest}.`);
	if (options['dry-run']) {
		await rehearse(cloudflare, config, secretsOf(local));
		tellLines(publicUrl ?? 'https://<your Worker>');
		return;
	}
	if (publicUrl && !options['forget-versions']) {
		const kept = await keepEarlierVersions(publicFolder, publicUrl, fetch);
		if (kept.length > 0) cloudflare.say(`Earlier versions of the script, taken along: ${kept.join(', ')}.`);
	}
	await readyDatabase(cloudflare, config, configPath);
	await readyQueues(cloudflare, config.queues);
	// Before the Worker: it is never there without them.
	await putSecrets(cloudflare, secretsOf(local));
	const output = await need(cloudflare, ['deploy']);
	const address = publicUrl ?? /https:\/\/\S+\.workers\.dev/.exec(output)?.[0];
	cloudflare.say(`The Worker is deployed${address ? `: ${address}` : ''}.`);
	if (!publicUrl && address) {
		cloudflare.say(
			`Set PUBLIC_URL = "${address}" in wrangler.toml, and deploy again: for webhooks, and so that later deployments keep the version that your pages name.`,
		);
	}
	if (address && local.STRIPE_SECRET_KEY && !local.STRIPE_WEBHOOK_SECRET) {
		cloudflare.say(
			`For payments, add ${address}/webhooks/stripe at https://dashboard.stripe.com/webhooks; \`npm run setup\` names its events and takes its secret.`,
		);
	}
	tellLines(address ?? 'https://<your Worker>');
}

function tellLines(origin: string): void {
	console.log(`\nThe two lines for your page:\n\n${linesForPage(origin, readIntegrity(publicFolder))}`);
	console.log(`\nThe newest version, whatever it is: ${origin}/plaid-stripe-connect.js`);
}

try {
	await main();
} catch (error) {
	console.error(`\n${error instanceof DeploymentStopped ? error.message : (error as Error).stack}\n`);
	process.exitCode = 1;
}

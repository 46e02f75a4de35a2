/** The variables and secrets to deploy: checked before anything is done, secrets uploaded from a local file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloudflare, DeploymentStopped, need } from './cloudflare.ts';

export const secretNames = [
	'PLAID_CLIENT_ID',
	'PLAID_SECRET',
	'STRIPE_SECRET_KEY',
	'STRIPE_WEBHOOK_SECRET',
	'API_KEYS',
	'ENCRYPTION_KEYS',
	'EVENTS_SECRET',
] as const;

const isSecret = (name: string): boolean => (secretNames as readonly string[]).includes(name);

/** The secrets among these variables that have a value. */
export function secretsOf(variables: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		secretNames.flatMap((name) => (variables[name]?.trim() ? [[name, variables[name].trim()]] : [])),
	);
}

/**
 * Deploys the Worker together with its secrets, as one version: a secret that arrives before or after the variables that
 * belong to it would be a configuration that is invalid in between. wrangler reads the secrets from a file that only the
 * user can read, never from arguments. Other secrets at Cloudflare stay. Returns wrangler's standard output.
 */
export async function deployWithSecrets(
	cloudflare: Cloudflare,
	secrets: Record<string, string>,
): Promise<string> {
	const names = Object.keys(secrets);
	if (names.length === 0) {
		cloudflare.say('Secrets: none here; those at Cloudflare stay.');
		return need(cloudflare, ['deploy']);
	}
	const folder = mkdtempSync(join(tmpdir(), 'plaid-stripe-connect-'));
	try {
		const file = join(folder, 'secrets.json');
		writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
		const output = await need(cloudflare, ['deploy', '--secrets-file', file]);
		cloudflare.say(`Secrets uploaded: ${names.join(', ')}.`);
		return output;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

type CheckConfig = (env: object) => { problems: string[] };

/**
 * Whether the Worker would start with what is about to be deployed.
 *
 * @param vars the variables of wrangler.toml, all of which are deployed
 * @param local the variables of `.dev.vars`, of which only the secrets are
 * @returns notes for the user, a sentence each
 */
export async function checkVariables(
	vars: Record<string, string>,
	local: Record<string, string>,
): Promise<string[]> {
	if (local.PLAID_ENV && local.PLAID_ENV !== vars.PLAID_ENV) {
		throw new DeploymentStopped(
			`The keys here are for Plaid’s ${local.PLAID_ENV}, and wrangler.toml deploys PLAID_ENV = "${vars.PLAID_ENV}". ` +
				'Change one of them: `npm run setup` asks for keys, and `-- --vars <file>` reads another file.',
		);
	}
	// By address: its types are workerd's.
	const address = new URL('../../worker/config.ts', import.meta.url).href;
	const { checkConfig } = (await import(address)) as { checkConfig: CheckConfig };
	const { problems } = checkConfig({ ...vars, ...secretsOf(local), DB: {}, EVENTS: {} });
	// A secret that is missing here may be at Cloudflare.
	const isAbsent = (problem: string) => secretNames.some((name) => problem.startsWith(`${name} is missing.`));
	const wrong = problems.filter((problem) => !isAbsent(problem));
	if (wrong.length > 0) {
		throw new DeploymentStopped(`The Worker would not start:\n${wrong.map((one) => `- ${one}`).join('\n')}`);
	}
	const absent = problems.filter(isAbsent).map((problem) => problem.split(' ')[0]);
	const ignored = Object.keys(local).filter((name) => !isSecret(name) && local[name] !== vars[name]);
	return [
		...(absent.length > 0 ? [`Not in this file, so they must be at Cloudflare: ${absent.join(', ')}.`] : []),
		...(ignored.length > 0
			? [
					`Used on this machine only, not deployed: ${ignored.join(', ')}. wrangler.toml has what is deployed.`,
				]
			: []),
	];
}

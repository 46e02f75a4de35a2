/** Whether the Worker would start with what is to be deployed; told before anything is done. */
import { secretNames } from './secrets.ts';
import { DeploymentStopped } from './step.ts';

type CheckConfig = (env: object) => { problems: string[] };

/**
 * @param vars those of wrangler.toml, which are deployed.
 * @param local those of `.dev.vars`, of which only the secrets are.
 * @returns what the user should know, a sentence each.
 */
export async function checkVariables(
	vars: Record<string, string>,
	local: Record<string, string>,
): Promise<string[]> {
	if (local.PLAID_ENV && local.PLAID_ENV !== vars.PLAID_ENV) {
		throw new DeploymentStopped(
			`The keys here are for Plaid’s ${local.PLAID_ENV}, and wrangler.toml deploys PLAID_ENV = "${vars.PLAID_ENV}". ` +
				'Change the one or the other: `npm run setup` asks for keys, and `-- --vars <file>` takes another file.',
		);
	}
	const address = new URL('../../worker/config.ts', import.meta.url).href;
	const { checkConfig } = (await import(address)) as { checkConfig: CheckConfig };
	const { problems } = checkConfig({ ...vars, ...onlySecrets(local), DB: {}, EVENTS: {} });
	// A secret that is not here may stand at Cloudflare.
	const absent = (problem: string) => secretNames.some((name) => problem.startsWith(`${name} is missing.`));
	const wrong = problems.filter((problem) => !absent(problem));
	if (wrong.length > 0) {
		throw new DeploymentStopped(`The Worker would not start:\n${wrong.map((one) => `- ${one}`).join('\n')}`);
	}
	const away = problems.filter(absent).map((problem) => problem.split(' ')[0]);
	const ignored = Object.keys(local).filter((name) => !isSecret(name) && local[name] !== vars[name]);
	return [
		...(away.length > 0 ? [`Not here, so they must stand at Cloudflare: ${away.join(', ')}.`] : []),
		...(ignored.length > 0
			? [
					`Only for this machine, not deployed: ${ignored.join(', ')}. What is to be deployed stands in wrangler.toml.`,
				]
			: []),
	];
}

const isSecret = (name: string): boolean => (secretNames as readonly string[]).includes(name);

const onlySecrets = (local: Record<string, string>): Record<string, string> =>
	Object.fromEntries(Object.entries(local).filter(([name]) => isSecret(name)));

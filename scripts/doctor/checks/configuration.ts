import { type Check, notWell, well } from '../check.ts';

type CheckConfig = (env: object) => { problems: string[] };

/**
 * The Worker's own check of its variables and secrets: what is missing, malformed, or mixes test and live mode.
 * Imported by address, because its types are workerd's.
 */
export const configuration: Check = async ({ variables, wrangler }) => {
	const address = new URL('../../../worker/config.ts', import.meta.url).href;
	const { checkConfig } = (await import(address)) as { checkConfig: CheckConfig };
	const bindings = {
		DB: wrangler.database ? {} : undefined,
		EVENTS: wrangler.queues.length > 0 ? {} : undefined,
	};
	const { problems } = checkConfig({ ...variables, ...bindings });
	if (problems.length === 0) {
		const mode = variables.PLAID_ENV === 'production' ? 'live' : 'test';
		return [well('configuration', `Everything that must be set is set, all of it for ${mode} mode.`)];
	}
	return problems.map((problem) => {
		const [what = problem, ...words] = problem.split(/(?<=[.:]) /);
		// The Worker's message names Cloudflare's secrets; here they are in the file.
		const cure = words.join(' ').replace(/`npx wrangler secret put \w+`/, '`npm run setup`');
		return notWell('configuration', what, cure || 'Run `npm run setup`.');
	});
};

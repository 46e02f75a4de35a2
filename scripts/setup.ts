/**
 * `npm run setup`: asks for keys, makes the other secrets, and writes `.dev.vars`, keeping what it has. It can be run
 * again; Ctrl-C leaves the file as it was. `-- --vars <file>` for another file.
 */
import { join, relative } from 'node:path';
import { cancel, intro, log, outro } from '@clack/prompts';
import { readDevVars, writeDevVars } from './settings/dev-vars.ts';
import { readOptions } from './settings/options.ts';
import { makeSecrets } from './setup/keys.ts';
import { askQuestions, Cancelled } from './setup/questions.ts';

const defaultVars = join(import.meta.dirname, '../.dev.vars');
const options = readOptions({ vars: { type: 'string', default: defaultVars } });
const shown = relative(process.cwd(), options.vars) || options.vars;

async function main(): Promise<void> {
	if (!process.stdin.isTTY) {
		throw new Error(
			'Setup asks questions: run it in a terminal. docs/settings.md lists what .dev.vars needs.',
		);
	}
	intro('plaid-stripe-connect');
	const existing = readDevVars(options.vars);
	const answers = await askQuestions(existing);
	const made = makeSecrets(existing);
	writeDevVars(options.vars, { ...answers, ...made });
	const names = Object.keys(made);
	if (names.length > 0) log.success(`Made: ${names.join(', ')}. Nobody else knows them.`);
	log.success(
		`${shown} is written; only you can read it. Your server’s key for the Worker is API_KEYS in it.`,
	);
	log.step('Your sites are listed under ALLOWED_ORIGINS in wrangler.toml.');
	outro(['Next:', ...nextSteps(answers.PLAID_ENV === 'production')].join('\n'));
}

/** The commands to run next, each with the file that was written. */
function nextSteps(live: boolean): string[] {
	const file = options.vars === defaultVars ? '' : ` --vars ${options.vars}`;
	const steps = [
		[`npm run doctor${file && ` --${file}`}`, 'is all in order, here and at Plaid and Stripe?'],
		// The demo takes no real money.
		...(live ? [] : [[`npm run demo -- --keys${file}`, 'the shop and the Worker, with these keys']]),
		[`npm run deploy${file && ` --${file}`}`, 'to Cloudflare'],
	];
	const width = Math.max(...steps.map(([command = '']) => command.length));
	return steps.map(([command = '', what]) => `   ${command.padEnd(width)}   ${what}`);
}

try {
	await main();
} catch (error) {
	if (error instanceof Cancelled) cancel(`Cancelled: ${shown} is as it was.`);
	else console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}

/**
 * `npm run setup`: asks for keys, makes the secrets that it can make itself, and writes `.dev.vars`, keeping what is
 * there. It can be run again; Ctrl-C leaves the file as it was. `-- --vars <file>` for another file.
 */
import { join, relative } from 'node:path';
import { cancel, intro, log, outro } from '@clack/prompts';
import { readDevVars, writeDevVars } from './settings/dev-vars.ts';
import { readOptions } from './settings/options.ts';
import { madeSecrets } from './setup/made-secrets.ts';
import { askQuestions, Cancelled } from './setup/questions.ts';

const options = readOptions({
	vars: { type: 'string', default: join(import.meta.dirname, '../.dev.vars') },
});
const shown = relative(process.cwd(), options.vars) || options.vars;

async function main(): Promise<void> {
	if (!process.stdin.isTTY) {
		throw new Error(
			'Setup asks questions: run it in a terminal. README.md tells what .dev.vars has to contain.',
		);
	}
	intro('plaid-stripe-connect');
	const existing = readDevVars(options.vars);
	const answers = await askQuestions(existing);
	const made = madeSecrets(existing);
	writeDevVars(options.vars, { ...answers, ...made });
	const names = Object.keys(made);
	if (names.length > 0) log.success(`Made: ${names.join(', ')}. Nobody else knows them.`);
	log.success(
		`${shown} is written; only you can read it. Your server’s key for the Worker is API_KEYS in it.`,
	);
	log.step('Your sites are listed under ALLOWED_ORIGINS in wrangler.toml.');
	outro(
		[
			'Next:',
			'   npm run doctor           is all in order, here and at Plaid and Stripe?',
			'   npm run demo -- --keys   the shop and the Worker, with these keys',
			'   npm run deploy           to Cloudflare',
		].join('\n'),
	);
}

try {
	await main();
} catch (error) {
	if (error instanceof Cancelled) cancel(`Cancelled: ${shown} is as it was.`);
	else console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}

/** What a command is asked for, by its options. */
import { parseArgs } from 'node:util';

type Options = Record<string, { type: 'boolean'; default: false } | { type: 'string'; default: string }>;
type Values<Given extends Options> = {
	[Name in keyof Given]: Given[Name]['type'] extends 'boolean' ? boolean : string;
};

/**
 * Reads the arguments. What they do not fit ends the command, with what to do.
 *
 * npm keeps an option that stands before `--` for itself, and tells it only in a variable: `npm run deploy --dry-run`
 * must not deploy.
 */
export function readOptions<Given extends Options>(
	options: Given,
	args: string[] = process.argv.slice(2),
	env: NodeJS.ProcessEnv = process.env,
): Values<Given> {
	const kept = Object.entries(options).filter(
		([name, { type }]) => type === 'boolean' && env[`npm_config_${name.replaceAll('-', '_')}`] === 'true',
	);
	try {
		const values: object = parseArgs({ options, args }).values;
		return { ...values, ...Object.fromEntries(kept.map(([name]) => [name, true])) } as Values<Given>;
	} catch (error) {
		const names = Object.entries(options).map(([name, { type }]) =>
			type === 'boolean' ? `--${name}` : `--${name} <file>`,
		);
		console.error(
			`\n${(error as Error).message.split('. ')[0]}. It takes ${names.join(', ')}; with npm, behind a \`--\`: ` +
				`npm run ${env.npm_lifecycle_event ?? 'deploy'} -- ${names[0]}\n`,
		);
		process.exit(1);
	}
}

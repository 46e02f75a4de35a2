/** The options of a command. */
import { parseArgs } from 'node:util';

type Options = Record<string, { type: 'boolean'; default: false } | { type: 'string'; default: string }>;
type Values<Given extends Options> = {
	[Name in keyof Given]: Given[Name]['type'] extends 'boolean' ? boolean : string;
};

/**
 * Reads the arguments. An unknown option ends the command with what to do.
 *
 * npm takes options before `--` for itself and passes them only as variables: `npm run deploy --dry-run` must not
 * deploy.
 */
export function readOptions<Given extends Options>(
	options: Given,
	args: string[] = process.argv.slice(2),
	env: NodeJS.ProcessEnv = process.env,
): Values<Given> {
	const takenByNpm = Object.entries(options).filter(
		([name, { type }]) => type === 'boolean' && env[`npm_config_${name.replaceAll('-', '_')}`] === 'true',
	);
	try {
		const values: object = parseArgs({ options, args }).values;
		return { ...values, ...Object.fromEntries(takenByNpm.map(([name]) => [name, true])) } as Values<Given>;
	} catch (error) {
		const names = Object.entries(options).map(([name, { type }]) =>
			type === 'boolean' ? `--${name}` : `--${name} <file>`,
		);
		console.error(
			`\n${(error as Error).message.split('. ')[0]}. It takes ${names.join(', ')}; with npm, after \`--\`: ` +
				`npm run ${env.npm_lifecycle_event ?? 'deploy'} -- ${names[0]}\n`,
		);
		process.exit(1);
	}
}

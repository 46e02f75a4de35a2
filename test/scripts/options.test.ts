import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOptions } from '../../scripts/settings/options.ts';

const root = join(import.meta.dirname, '../..');
const options = {
	'dry-run': { type: 'boolean', default: false },
	vars: { type: 'string', default: '.dev.vars' },
} as const;

describe('options', () => {
	test('are read from behind the `--`, and have defaults', () => {
		expect(readOptions(options, [], {})).toEqual({ 'dry-run': false, vars: '.dev.vars' });
		expect(readOptions(options, ['--dry-run', '--vars', 'a file'], {})).toEqual({
			'dry-run': true,
			vars: 'a file',
		});
	});

	test('that npm kept for itself count: `npm run deploy --dry-run` deploys nothing', () => {
		expect(readOptions(options, [], { npm_config_dry_run: 'true' })['dry-run']).toBe(true);
		expect(readOptions(options, [], { npm_config_dry_run: '' })['dry-run']).toBe(false);
		// Of one with a value, npm tells no value.
		expect(readOptions(options, [], { npm_config_vars: 'true' }).vars).toBe('.dev.vars');
	});

	test.each([
		['an option that there is not', '--dryrun', "Unknown option '--dryrun'. It takes --dry-run, "],
		['what is no option', '../production.vars', "Unexpected argument '../production.vars'. It takes "],
	])(
		'%s ends the command before it does anything',
		(_what, argument, said) => {
			const script = join(root, 'scripts/deploy.ts');
			const { status, stdout, stderr } = spawnSync(process.execPath, [script, argument], {
				cwd: root,
				encoding: 'utf8',
				env: { ...process.env, npm_lifecycle_event: 'deploy' },
			});
			expect(status).toBe(1);
			expect(stdout).toBe('');
			expect(stderr).toContain(said);
			expect(stderr).toContain('npm run deploy -- --dry-run');
			expect(stderr).not.toContain('    at ');
		},
		30_000,
	);
});

/**
 * Installs `bench/node_modules` if it is missing or outdated: the packages to compare with, and what draws the charts.
 * The project itself needs none of them.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const stampFile = join(folder, 'node_modules/.installed');

export function installComparisons(): void {
	const stamp = createHash('sha256')
		.update(readFileSync(join(folder, 'package-lock.json')))
		.digest('hex');
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
	console.log('Installing the packages to compare with into bench/node_modules (the first time only) …');
	const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
	// Prefer the npm that started this process: the one on the path may be another.
	const npm = process.env.npm_execpath;
	const [command, commandArgs] =
		npm && /npm-cli\.js$/.test(npm) ? [process.execPath, [npm, ...args]] : ['npm', args];
	const { status, error } = spawnSync(command, commandArgs, { cwd: folder, stdio: 'inherit' });
	if (error || status !== 0)
		throw new Error(
			`npm could not install bench/node_modules${error ? ` (${error.message})` : ''}. ` +
				'Its message is above; check the network and the registry, then run the same command again.',
		);
	writeFileSync(stampFile, stamp);
}

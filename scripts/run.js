/**
 * Runs a command of this folder with the project's own Node, after installing the dependencies if needed:
 * `node scripts/run.js demo.ts [arguments]`.
 *
 * Plain JavaScript without new syntax: an old Node must be able to run it in a fresh clone.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const projectNode = join(modules, '.bin', 'node');
const stampFile = join(modules, '.installed');

function fail(message) {
	console.error(`\n${message}\n`);
	process.exit(1);
}

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
	fail(
		`Node ${process.versions.node} is too old to install this project. ` +
			'Install Node 20 or later (https://nodejs.org) and run the same command again.',
	);
}

/** The installation is current while the lock file and the machine are the same. */
function stamp() {
	const lock = readFileSync(join(root, 'package-lock.json'));
	return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

function isInstalled() {
	return existsSync(projectNode) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp();
}

function install() {
	console.log('Installing the dependencies into node_modules (half a minute or so, the first time only) …');
	const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
	// Prefer the npm that started this process: the one on the path may be another.
	const npm = process.env.npm_execpath;
	const [command, commandArgs] =
		npm && /npm-cli\.js$/.test(npm) ? [process.execPath, [npm, ...args]] : ['npm', args];
	const { status, error } = spawnSync(command, commandArgs, { cwd: root, stdio: 'inherit' });
	if (error || status !== 0) {
		fail(
			`npm could not install the dependencies${error ? ` (${error.message})` : ''}. ` +
				'Its message is above; check the network and the registry, then run the same command again.',
		);
	}
	// The project's Node comes with an install script, which npm can be configured to skip.
	const version = spawnSync(projectNode, ['--version'], { encoding: 'utf8' });
	if (version.status !== 0) {
		fail(
			"npm skipped the install script of the package 'node', which brings the Node that the tools run on. " +
				'If "npm config get ignore-scripts" says true, run "npm ci --ignore-scripts=false" once, then try again.',
		);
	}
	writeFileSync(stampFile, stamp());
}

if (!isInstalled()) install();

const [script, ...rest] = process.argv.slice(2);
const child = spawn(projectNode, [join(root, 'scripts', script), ...rest], {
	cwd: root,
	stdio: 'inherit',
	env: { ...process.env, PATH: `${join(modules, '.bin')}:${process.env.PATH}` },
});
// The terminal signals the whole group. A signal to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

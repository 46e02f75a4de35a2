/**
 * A project of a merchant's, with the packed tarball installed. Its dependencies are linked from this repository, so that
 * no network is needed; only those that the package declares, so that one that it forgot is missed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export type Packed = { tarball: string; files: string[]; remove(): void };

/** Builds the package and packs it, as a release does. */
export function packed(): Packed {
	execFileSync(process.execPath, [join(root, 'scripts/package.ts')], { cwd: root, stdio: 'pipe' });
	const folder = mkdtempSync(join(tmpdir(), 'packed-'));
	execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
		cwd: root,
		stdio: 'pipe',
	});
	const { version } = readJson(join(root, 'package.json'));
	const tarball = join(folder, `plaid-stripe-connect-${version}.tgz`);
	const listed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' });
	return {
		tarball,
		files: listed
			.trim()
			.split('\n')
			.map((path) => path.replace(/^package\//, ''))
			.sort(),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

export type FreshProject = { folder: string; packageFolder: string; remove(): void };

/** @param more packages that the merchant installed beside it, such as `typescript`'s types of its platform. */
export function freshProject(
	{ tarball }: Packed,
	files: Record<string, string>,
	more: string[] = [],
): FreshProject {
	const folder = mkdtempSync(join(tmpdir(), 'fresh-project-'));
	const packageFolder = join(folder, 'node_modules/plaid-stripe-connect');
	mkdirSync(packageFolder, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', packageFolder]);
	const { dependencies } = readJson(join(packageFolder, 'package.json'));
	for (const name of [...Object.keys(dependencies as object), ...more]) {
		const link = join(folder, 'node_modules', name);
		mkdirSync(dirname(link), { recursive: true });
		symlinkSync(join(root, 'node_modules', name), link);
	}
	for (const [path, text] of Object.entries({ 'package.json': '{"type": "module"}', ...files })) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
	return { folder, packageFolder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs a command of this repository's tools in a folder, and returns what it wrote; throws with it where it fails. */
export function runTool(folder: string, script: string, args: string[]): string {
	try {
		return execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], {
			cwd: folder,
			encoding: 'utf8',
			stdio: 'pipe',
			env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', CI: 'true', WRANGLER_SEND_METRICS: 'false' },
		});
	} catch (error) {
		const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
		throw new Error(`${script} ${args.join(' ')} failed:\n${stdout}${stderr}`);
	}
}

export const readJson = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8'));

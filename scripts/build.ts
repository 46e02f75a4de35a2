/** `npm run build`: builds everything that is served into `dist/`, then prints the sizes. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { openApi } from '../worker/openapi/openapi.ts';
import { buildDocs } from './docs.ts';
import { withLock } from './lock.ts';
import { productionBuild } from './production-build.ts';
import { publishFiles } from './publish-files.ts';
import { describeSize, excess, measureSizes } from './sizes.ts';

const root = join(import.meta.dirname, '..');
const stampFile = join(root, 'dist/.built');
const modes = ['script', 'entry', 'link-script', 'link-frame', 'shop'];
/** Every file that a build reads. */
const sources = [
	'widget/**/*',
	'sandbox/link/**/*',
	'demo/shop/page/**/*',
	'worker/contract.ts',
	'worker/contract/**/*',
	'worker/openapi/**/*',
	'docs/**/*',
	'scripts/docs.ts',
	'scripts/docs/**/*',
	'vite.config.ts',
	'scripts/{publish-files,production-build,minify-literals,on-demand-files}.ts',
	'package-lock.json',
];

/** Builds everything if any source has changed since the last build. */
export async function build({ quiet = false, always = false } = {}): Promise<void> {
	const stamp = stampOfSources();
	const isBuilt = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
	if (!always && isBuilt()) return;
	await withLock(join(root, 'node_modules/.building'), async () => {
		if (!always && isBuilt()) return;
		rmSync(join(root, 'dist'), { recursive: true, force: true });
		for (const mode of modes) {
			await productionBuild({
				configFile: join(root, 'vite.config.ts'),
				mode,
				logLevel: quiet ? 'error' : 'warn',
			});
		}
		const description = openApi({ version: packageJson.version });
		writeFileSync(join(root, 'dist/public/openapi.json'), `${JSON.stringify(description, null, '\t')}\n`);
		await buildDocs(join(root, 'dist/docs'));
		publishFiles(join(root, 'dist/public'), packageJson.version);
		writeFileSync(stampFile, stamp);
	});
}

function stampOfSources(): string {
	const hash = createHash('sha256').update(packageJson.version);
	for (const file of globSync(sources, { cwd: root, withFileTypes: true })) {
		if (!file.isFile()) continue;
		const path = join(file.parentPath, file.name);
		hash.update(path).update(readFileSync(path));
	}
	return hash.digest('hex');
}

if (import.meta.main) {
	await build({ always: true });
	const sizes = measureSizes();
	console.log(sizes.map(describeSize).join('\n'));
	for (const size of sizes) {
		if (excess(size) === 0) continue;
		console.error(`Over budget by ${excess(size)} bytes: ${size.name}.`);
		process.exitCode = 1;
	}
}

/** Bundles a page's script with the bundler and settings of the element's own file. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productionBuild } from '../../scripts/production-build.ts';

/** Returns the bundle's files, style sheets included. `external` names what the page has already. */
export async function bundlePage(entry: string, external: string[] = []): Promise<Buffer[]> {
	const outDir = mkdtempSync(join(tmpdir(), 'bench-page-'));
	try {
		await productionBuild({
			configFile: false,
			root: import.meta.dirname,
			logLevel: 'error',
			publicDir: false,
			define: { 'process.env.NODE_ENV': '"production"' },
			build: {
				target: 'es2022',
				modulePreload: false,
				assetsInlineLimit: 0,
				outDir,
				emptyOutDir: true,
				lib: {
					entry: join(import.meta.dirname, 'entries', entry),
					formats: ['es'],
					fileName: () => 'page.js',
				},
				rolldownOptions: { external, output: { minify: true } },
			},
		});
		return readdirSync(outDir)
			.filter((file) => /\.(js|css)$/.test(file))
			.map((file) => readFileSync(join(outDir, file)));
	} finally {
		rmSync(outDir, { recursive: true, force: true });
	}
}

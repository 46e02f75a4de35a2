/** `custom-elements.json` of the element, as the package build makes it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ElementManifest } from '../../scripts/package/editor-data.ts';

const root = join(import.meta.dirname, '../..');

export type ManifestModule = {
	path: string;
	declarations: ElementManifest[];
	exports: { kind: string; name: string; declaration: { module: string } }[];
};

export function analyzeElement(): { modules: ManifestModule[]; element: ElementManifest } {
	const folder = mkdtempSync(join(root, 'node_modules/.manifest-'));
	try {
		execFileSync(
			process.execPath,
			[
				join(root, 'node_modules/@custom-elements-manifest/analyzer/cem.js'),
				...['analyze', '--config', 'widget/custom-elements-manifest.config.js'],
				...['--outdir', relative(root, folder)],
			],
			{ cwd: root, stdio: 'pipe' },
		);
		const { modules } = JSON.parse(readFileSync(join(folder, 'custom-elements.json'), 'utf8')) as {
			modules: ManifestModule[];
		};
		const element = modules
			.flatMap(({ declarations }) => declarations)
			.find(({ tagName }) => tagName === 'plaid-stripe-connect');
		if (!element) throw new Error('The manifest does not describe <plaid-stripe-connect>.');
		return { modules, element };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

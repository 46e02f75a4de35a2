/** Vite's plugin for the files that the script loads on demand and that share code with it. */
import { dirname, join, resolve } from 'node:path';
import type { InlineConfig, Plugin, Rolldown } from 'vite';
import { productionBuild } from './production-build.ts';

const root = join(import.meta.dirname, '..');

/**
 * Builds each file by itself, with its own copy of the code that it shares with the script. Left to the bundler, they would
 * import it from the script by name. On a page that loads the script under another address (`plaid-stripe-connect.js?ver=1`)
 * that is a second script.
 * @param files Modules, from the repository's root.
 * @param config How to build the module of that name.
 */
export function onDemandFiles(files: readonly string[], config: (entry: string) => InlineConfig): Plugin {
	/** The built file of each module. */
	const fileNames = new Map<string, string>();
	return {
		name: 'on-demand-files',
		enforce: 'pre',
		async buildStart() {
			for (const file of files) {
				const entry = join(root, file);
				for (const { fileName, code, moduleIds } of await buildAlone(config(entry))) {
					fileNames.set(entry, `./${fileName}`);
					this.emitFile({ type: 'asset', fileName, source: code });
					for (const id of moduleIds) this.addWatchFile(id);
				}
			}
		},
		resolveId(source, importer) {
			const fileName = importer && fileNames.get(resolve(dirname(importer), source));
			return fileName ? { id: fileName, external: true } : null;
		},
	};
}

async function buildAlone(config: InlineConfig): Promise<Rolldown.OutputChunk[]> {
	const built = await productionBuild({ ...config, configFile: false });
	if ('close' in built) throw new Error('A file built by itself is not watched: the script is.');
	return [built].flat().flatMap(({ output }) => output.filter((file) => file.type === 'chunk'));
}

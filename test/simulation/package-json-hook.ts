/** Lets Node import the Worker's source: it reads its version from package.json as a bundler would. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

registerHooks({
	load(url, context, nextLoad) {
		if (!url.endsWith('/package.json') || context.importAttributes.type === 'json')
			return nextLoad(url, context);
		const { version } = JSON.parse(readFileSync(fileURLToPath(url), 'utf8')) as { version: string };
		return {
			format: 'module',
			shortCircuit: true,
			source: `export const version = ${JSON.stringify(version)};`,
		};
	},
});

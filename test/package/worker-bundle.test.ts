import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it('the Worker’s bundle has the schemas of requests, but none of answers and nothing of OpenAPI', async () => {
	const { metafile } = await build({
		entryPoints: [join(root, 'worker/index.ts')],
		absWorkingDir: root,
		bundle: true,
		format: 'esm',
		packages: 'external',
		external: ['cloudflare:*', 'node:*'],
		metafile: true,
		write: false,
		logLevel: 'silent',
	});
	const files = Object.keys(metafile.inputs);
	expect(files.filter((file) => file.startsWith('worker/contract/requests/')).length).toBeGreaterThan(0);
	expect(files.filter((file) => /^worker\/(contract\/answers|openapi)\b/.test(file))).toEqual([]);
});

/** Bundles and minifies a Worker as `wrangler deploy` does, without uploading it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { untilRemoved } from './leftovers.ts';
import { compatibilityDate } from './workerd.ts';

const root = join(import.meta.dirname, '../..');
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');

/** This project's Worker is bundled with its own wrangler.toml, any other entry with minimal settings. */
export async function bundle(entry: string): Promise<string> {
	const ours = entry === 'worker/index.ts';
	const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
	const remove = untilRemoved(() => rmSync(folder, { recursive: true, force: true }));
	const config = join(folder, 'wrangler.toml');
	const settings = { name: 'bench', main: join(root, entry), compatibility_date: compatibilityDate };
	const lines = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
	try {
		writeFileSync(config, [...lines, ''].join('\n'));
		await promisify(execFile)(
			process.execPath,
			[
				...[wrangler, 'deploy', '--dry-run', '--minify', '--outdir', join(folder, 'out')],
				...(ours ? [] : ['--config', config]),
			],
			{ cwd: root, env: { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1', CI: 'true' } },
		);
		return readFileSync(join(folder, 'out', entry.replace(/^.*\//, '').replace(/ts$/, 'js')), 'utf8');
	} finally {
		remove();
	}
}

/** What the builds weigh, and what they may: the budgets of the design, in bytes (1 KB is 1000). */
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '..');

export type Size = {
	name: string;
	encoding: 'brotli' | 'gzip';
	bytes: number;
	/** None where a file is told for completeness: what is loaded later, when it is needed. */
	budget: number | null;
};

/** What each may weigh at most: the browser's files in brotli, the Worker in gzip, as they are served and counted. */
export const budgets = { script: 15_000, entry: 10_000, worker: 150_000 } as const;

/** Measures what stands in `dist/`, and bundles the Worker as a deployment would. */
export function measureSizes(): Size[] {
	return [
		{
			name: 'the script-tag file with everything up to `bank-token`, Lit included',
			encoding: 'brotli',
			bytes: brotli(readFileSync(join(root, 'dist/public/plaid-stripe-connect.js'))),
			budget: budgets.script,
		},
		...chunks().map((file) => ({
			name: `loaded when needed: ${file}`,
			encoding: 'brotli' as const,
			bytes: brotli(readFileSync(join(root, 'dist/public', file))),
			budget: null,
		})),
		{
			name: 'the npm entry, without Lit',
			encoding: 'brotli',
			bytes: brotli(readFileSync(join(root, 'dist/entry/index.js'))),
			budget: budgets.entry,
		},
		{ name: 'the Worker, minified', encoding: 'gzip', bytes: gzip(bundleWorker()), budget: budgets.worker },
	];
}

export function describeSize({ name, encoding, bytes, budget }: Size): string {
	const kilobytes = (value: number) => `${(value / 1000).toFixed(2)} KB`;
	const bound = budget === null ? '' : ` (budget ${kilobytes(budget)})`;
	return `${kilobytes(bytes).padStart(9)} ${encoding.padEnd(6)}  ${name}${bound}`;
}

/** By how many bytes a file is too big. */
export function excess({ bytes, budget }: Size): number {
	return budget === null ? 0 : Math.max(0, bytes - budget);
}

function chunks(): string[] {
	return globSync('plaid-stripe-connect-*.js', { cwd: join(root, 'dist/public') }).sort();
}

function bundleWorker(): Buffer {
	const folder = mkdtempSync(join(tmpdir(), 'worker-'));
	try {
		execFileSync(
			process.execPath,
			[
				join(root, 'node_modules/wrangler/bin/wrangler.js'),
				'deploy',
				'--dry-run',
				'--minify',
				'--outdir',
				folder,
			],
			{ cwd: root, stdio: 'pipe', env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: 'true' } },
		);
		return readFileSync(join(folder, 'index.js'));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

export function brotli(content: Buffer): number {
	return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

export function gzip(content: Buffer): number {
	return gzipSync(content, { level: 9 }).length;
}

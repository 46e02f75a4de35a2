/**
 * D1 up to date and empty, made once for all files: a stack copies it rather than start wrangler for it each time.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyMigrations } from '../../scripts/worker.ts';

export async function setup(): Promise<() => void> {
	const folder = mkdtempSync(join(tmpdir(), 'empty-store-'));
	await applyMigrations({ folder });
	process.env.EMPTY_STORE = folder;
	return () => rmSync(folder, { recursive: true, force: true });
}

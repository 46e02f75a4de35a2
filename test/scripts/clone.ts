/** A copy of the project, for a test that changes files or starts what writes beside them. */
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const outside = /^(node_modules|dist|\.git|\.wrangler|.*\.vars)$/;

/** Without what was installed, built or stored; the installed packages are linked. */
export function clone(): { folder: string; remove(): void } {
	const folder = mkdtempSync(join(tmpdir(), 'clone-'));
	cpSync(root, folder, { recursive: true, filter: (path) => !outside.test(path.slice(root.length + 1)) });
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
	return {
		folder,
		remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
	};
}

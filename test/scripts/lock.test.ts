import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from '../../scripts/lock.ts';

let folder: string;
let path: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'lock-'));
	path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the second waits until the first has ended', async () => {
	const order: string[] = [];
	const { promise: end, resolve: endFirst } = Promise.withResolvers<void>();
	const first = withLock(path, async () => {
		order.push('first begins');
		await end;
		order.push('first ends');
	});
	const second = withLock(path, async () => {
		order.push('second begins');
	});
	endFirst();
	await Promise.all([first, second]);
	expect(order).toEqual(['first begins', 'first ends', 'second begins']);
});

test('work that fails lets the next one in', async () => {
	await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
	expect(await withLock(path, async () => 'yes')).toBe('yes');
	expect(existsSync(path)).toBe(false);
});

test('a lock that a dead process left is taken over', async () => {
	mkdirSync(path);
	const longAgo = Date.now() / 1000 - 3600;
	utimesSync(path, longAgo, longAgo);
	expect(await withLock(path, async () => 'yes')).toBe('yes');
});

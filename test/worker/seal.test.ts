import { describe, expect, it } from 'vitest';
import { createSeal, SealError } from '../../worker/store/seal.ts';

const key = (id: string, byte: number) => ({ id, bytes: new Uint8Array(32).fill(byte) });
const token = 'access-sandbox-de3ce8ef-33f8-452c-a685-8671031fc0f6';

describe('a sealed value', () => {
	const { seal, open } = createSeal([key('k1', 1)]);

	it('opens to the plain text, and cannot be read without the key', async () => {
		const envelope = await seal(token, 'conn_a');
		expect(envelope).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/);
		expect(envelope).not.toContain('access');
		expect(atob(envelope.split('.')[3]?.replaceAll('-', '+').replaceAll('_', '/') ?? '')).not.toContain(
			'access',
		);
		expect(await open(envelope, 'conn_a')).toBe(token);
	});

	it('is different each time', async () => {
		expect(await seal(token, 'conn_a')).not.toBe(await seal(token, 'conn_a'));
	});

	it('does not open with another row’s id', async () => {
		await expect(open(await seal(token, 'conn_a'), 'conn_b')).rejects.toThrow(SealError);
	});

	it('does not open if any part of it was changed', async () => {
		const parts = (await seal(token, 'conn_a')).split('.');
		for (const index of parts.keys()) {
			const changed = parts.with(
				index,
				`${parts[index]?.startsWith('A') ? 'B' : 'A'}${parts[index]?.slice(1)}`,
			);
			await expect(open(changed.join('.'), 'conn_a')).rejects.toThrow(SealError);
		}
		await expect(open(parts.slice(0, 3).join('.'), 'conn_a')).rejects.toThrow(SealError);
		await expect(open([...parts, 'more'].join('.'), 'conn_a')).rejects.toThrow(SealError);
	});

	it('opens after a new key was put in front, and not without its own', async () => {
		const old = await seal(token, 'conn_a');
		const rotated = createSeal([key('k2', 2), key('k1', 1)]);
		expect(await rotated.open(old, 'conn_a')).toBe(token);
		expect(await rotated.seal(token, 'conn_a')).toMatch(/^v1\.k2\./);
		await expect(createSeal([key('k2', 2)]).open(old, 'conn_a')).rejects.toThrow(/"k1".*ENCRYPTION_KEYS/);
	});
});

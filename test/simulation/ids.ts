import type { Random } from './random.ts';

/** A key such as a merchant's server makes. */
export function randomUUID(random: Random): string {
	const bytes = new Uint8Array(16);
	random.bytes(bytes);
	return Buffer.from(bytes).toString('hex');
}

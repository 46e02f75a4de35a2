/** Gives Node's WebCrypto what only workerd has, for tests that run the Worker in Node. */
import { timingSafeEqual } from 'node:crypto';

export function provideTimingSafeEqual(): void {
	const subtle = crypto.subtle as { timingSafeEqual?: (a: ArrayBuffer, b: ArrayBuffer) => boolean };
	subtle.timingSafeEqual ??= (a, b) => timingSafeEqual(new Uint8Array(a), new Uint8Array(b));
}

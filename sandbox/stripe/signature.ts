/** Bytes as lower-case hexadecimal digits. */
const hex = (bytes: ArrayBuffer): string =>
	Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * `Stripe-Signature` of a body: the time in seconds and the HMAC-SHA256 of both under the whole secret.
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export async function stripeSignature(body: string, secret: string, at: number): Promise<string> {
	const seconds = Math.floor(at / 1000);
	const encoder = new TextEncoder();
	const algorithm = { name: 'HMAC', hash: 'SHA-256' };
	const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
	const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(`${seconds}.${body}`));
	return `t=${seconds},v1=${hex(signature)}`;
}

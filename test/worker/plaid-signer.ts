/** Signs webhooks as Plaid does, and answers for its keys: a test decides what is wrong with them. */
import type { Sandbox } from '../../sandbox/index.ts';

const base64Url = (bytes: Uint8Array) =>
	btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '');
const encode = (value: unknown) => base64Url(new TextEncoder().encode(JSON.stringify(value)));

export async function createSigner(kid = crypto.randomUUID()) {
	const pair = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
		'sign',
		'verify',
	])) as CryptoKeyPair;
	const jwk = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JsonWebKey;
	const key: Record<string, unknown> = {
		alg: 'ES256',
		crv: 'P-256',
		kty: 'EC',
		use: 'sig',
		kid,
		x: jwk.x,
		y: jwk.y,
		created_at: 1_700_000_000,
		expired_at: null,
	};
	return {
		kid,
		/** As `/webhook_verification_key/get` answers it. */
		key,
		async sign(
			body: string,
			{ iat, header = {}, claims = {} }: { iat: number; header?: object; claims?: object },
		): Promise<string> {
			const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body)));
			const request_body_sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
			const signed = `${encode({ alg: 'ES256', kid, typ: 'JWT', ...header })}.${encode({ iat, request_body_sha256, ...claims })}`;
			const signature = await crypto.subtle.sign(
				{ name: 'ECDSA', hash: 'SHA-256' },
				pair.privateKey,
				new TextEncoder().encode(signed),
			);
			return `${signed}.${base64Url(new Uint8Array(signature))}`;
		},
	};
}
export type Signer = Awaited<ReturnType<typeof createSigner>>;

/** Plaid's endpoint for keys, before the sandbox; `asked` are the ids that it was asked for. */
export function keysOf(signers: () => Signer[], asked: string[]) {
	return (sandbox: Sandbox): Sandbox['fetch'] =>
		async (input, init) => {
			if (!String(input).endsWith('/webhook_verification_key/get')) return sandbox.fetch(input, init);
			const { key_id } = JSON.parse(String(init?.body)) as { key_id: string };
			asked.push(key_id);
			await new Promise((resolve) => setTimeout(resolve, 5));
			const found = signers().find(({ kid }) => kid === key_id);
			if (found) return Response.json({ key: found.key, request_id: 'abcdefghijklmno' });
			const error = {
				error_type: 'INVALID_INPUT',
				error_code: 'INVALID_WEBHOOK_VERIFICATION_KEY_ID',
				error_message: 'invalid key_id provided',
				display_message: null,
				request_id: 'abcdefghijklmno',
			};
			return Response.json(error, { status: 400 });
		};
}

/** The signatures of events, checked by the official library of Standard Webhooks. */
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type { MerchantEvent } from '../../worker/contract.ts';
import { postEvent, sign } from '../../worker/events/post-event.ts';

const base64 = (bytes: number) =>
	Buffer.from(Array.from({ length: bytes }, (_, n) => n * 7)).toString('base64');

const event = (name: string): MerchantEvent => ({
	id: 'evt_1',
	object: 'event',
	type: 'connection.created',
	created_at: '2026-11-01T00:00:00.000Z',
	livemode: false,
	data: {
		connection: 'conn_1',
		client_user_id: name,
		stripe_customer: null,
		status: 'active',
		bank_account_token: 'fresh',
		disconnect_at: null,
	},
});

async function post(name: string, secrets: string[]) {
	const requests: { body: string; headers: Record<string, string> }[] = [];
	const fetch: typeof globalThis.fetch = async (_, init) => {
		requests.push({
			body: String(init?.body),
			headers: Object.fromEntries(new Headers(init?.headers)),
		});
		return new Response(null, { status: 204 });
	};
	const target = { url: 'https://shop.example/events', secrets };
	expect(await postEvent(event(name), target, { fetch, now: Date.now() })).toBeNull();
	const [request] = requests;
	if (!request) throw new Error('Nothing was posted.');
	return request;
}

describe('the signature of an event', () => {
	it('is that of the library’s own example', async () => {
		const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
		const signature = await sign(
			`${id}.1614265330.{"test": 2432232314}`,
			'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
		);
		expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
	});

	it.each([24, 25, 32, 63, 64])('verifies with a secret of %i bytes', async (bytes) => {
		const secret = `whsec_${base64(bytes)}`;
		const { body, headers } = await post('user_1', [secret]);
		expect(new Webhook(secret).verify(body, headers)).toEqual(event('user_1'));
		expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature');
	});

	it.each(['Zoë 🏦', '', '\u0000"\\', 'é'.repeat(10_000)])('verifies over %j', async (name) => {
		const secret = `whsec_${base64(32)}`;
		const { body, headers } = await post(name, [secret]);
		expect(new Webhook(secret).verify(body, headers)).toEqual(event(name));
	});

	it('verifies with both secrets while they are rotated, and with no other', async () => {
		const secrets = [`whsec_${base64(32)}`, `whsec_${base64(48)}`];
		const { body, headers } = await post('user_1', secrets);
		for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(event('user_1'));
		expect(() => new Webhook(`whsec_${base64(40)}`).verify(body, headers)).toThrow('No matching signature');
	});
});

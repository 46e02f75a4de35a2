/** The sandbox inside workerd, without a port: what a merchant's own Worker tests would do with it. */
import { createLocalJWKSet, type JWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/index.ts';

const start = Date.parse('2026-11-21T12:00:00Z');

function sandboxWithReceiver() {
	const received: { jwt: string; body: string }[] = [];
	const sandbox = createSandbox({
		seed: 'workerd',
		clock: { now: () => start },
		webhookFetch: async (_url, init) => {
			const jwt = new Headers(init.headers).get('plaid-verification') ?? '';
			received.push({ jwt, body: String(init.body) });
			return new Response();
		},
	});
	const plaid = async (path: string, fields: object) => {
		const answer = await sandbox.fetch(`https://sandbox.plaid.com${path}`, {
			method: 'POST',
			headers: { 'plaid-client-id': 'client', 'plaid-secret': 'secret' },
			body: JSON.stringify(fields),
		});
		return (await answer.json()) as Record<string, string> & Record<string, unknown>;
	};
	return { sandbox, plaid, received };
}

describe('the sandbox in workerd', () => {
	it('goes from a login to a Stripe customer', async () => {
		const { sandbox, plaid } = sandboxWithReceiver();
		const { public_token } = await plaid('/sandbox/public_token/create', {
			institution_id: 'ins_109508',
			initial_products: ['auth'],
		});
		const { access_token } = await plaid('/item/public_token/exchange', { public_token });
		const { accounts } = (await plaid('/accounts/get', { access_token })) as unknown as {
			accounts: { account_id: string }[];
		};
		const { stripe_bank_account_token } = await plaid('/processor/stripe/bank_account_token/create', {
			access_token,
			account_id: accounts[0]?.account_id,
		});
		const made = await sandbox.fetch('https://api.stripe.com/v1/customers', {
			method: 'POST',
			headers: { authorization: 'Bearer sk_test_workerd' },
			body: new URLSearchParams({ source: stripe_bank_account_token ?? '' }),
		});
		expect(await made.json()).toMatchObject({
			object: 'customer',
			default_source: expect.stringMatching(/^ba_/),
		});
	});

	it('moves its clock, and signs the webhooks that fall due on the way', async () => {
		const { sandbox, plaid, received } = sandboxWithReceiver();
		const { public_token } = await plaid('/sandbox/public_token/create', {
			institution_id: 'ins_109508',
			initial_products: ['auth'],
			options: { webhook: 'https://shop.example/plaid' },
		});
		await plaid('/item/public_token/exchange', { public_token });
		await sandbox.clock.advance('30d');
		const [told] = received;
		expect(JSON.parse(told?.body ?? 'null')).toMatchObject({ webhook_code: 'ERROR' });
		const { kid } = JSON.parse(atob(told?.jwt.split('.')[0] ?? '')) as { kid: string };
		const { key } = (await plaid('/webhook_verification_key/get', { key_id: kid })) as unknown as {
			key: JWK;
		};
		const { payload } = await jwtVerify(told?.jwt ?? '', createLocalJWKSet({ keys: [key] }), {
			currentDate: new Date(sandbox.clock.now()),
			maxTokenAge: '5 min',
		});
		const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(told?.body));
		const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
		expect(payload.request_body_sha256).toBe(hex);
	});
});

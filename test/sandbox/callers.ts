import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/index.ts';

export type Json = Record<string, unknown>;
export type Answer = { status: number; headers: Headers; body: Json };

export const start = Date.parse('2026-11-21T12:00:00Z');

/** A sandbox whose time only changes when a test advances it. */
export const stillSandbox = (options: SandboxOptions = {}): Sandbox =>
	createSandbox({ seed: 'a test', clock: { now: () => start }, ...options });

/** Calls Plaid's API with good credentials. */
export async function plaid(sandbox: Sandbox, path: string, fields: Json = {}): Promise<Answer> {
	return plaidRaw(sandbox, path, JSON.stringify({ client_id: 'client', secret: 'secret', ...fields }));
}

export async function plaidRaw(
	sandbox: Sandbox,
	path: string,
	body: string,
	headers: Record<string, string> = {},
): Promise<Answer> {
	return read(
		await sandbox.fetch(`https://sandbox.plaid.com${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body,
		}),
	);
}

/** Calls Stripe's API with a URL-encoded form. */
export async function stripe(
	sandbox: Sandbox,
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	form = '',
	headers: Record<string, string> = {},
): Promise<Answer> {
	return read(
		await sandbox.fetch(`https://api.stripe.com${path}`, {
			method,
			headers: {
				authorization: 'Bearer sk_test_0123456789',
				...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
				...headers,
			},
			...(method === 'POST' ? { body: form } : {}),
		}),
	);
}

export async function control(
	sandbox: Sandbox,
	method: 'GET' | 'POST' | 'DELETE',
	name: string,
	body?: unknown,
): Promise<Answer> {
	return read(
		await sandbox.fetch(`http://localhost:8788/_sandbox/${name}`, {
			method,
			...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
		}),
	);
}

/** A merchant's webhook receiver: what it received, and the statuses that it returns (200 by default). */
export function receiver(...statuses: number[]) {
	const received: { url: string; headers: Headers; body: string; json: Json }[] = [];
	const webhookFetch = async (url: string, init: RequestInit): Promise<Response> => {
		const body = String(init.body);
		received.push({ url, headers: new Headers(init.headers), body, json: JSON.parse(body) as Json });
		const status = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 200;
		if (status === 0) throw new TypeError('fetch failed');
		return new Response(null, { status });
	};
	const codes = () => received.map(({ json }) => `${json.webhook_type} ${json.webhook_code}`);
	return { received, webhookFetch, codes };
}

const read = async (response: Response): Promise<Answer> => ({
	status: response.status,
	headers: response.headers,
	body: (await response.json()) as Json,
});

export const linkTokenRequest = {
	client_name: 'Shop',
	language: 'en',
	country_codes: ['US'],
	user: { client_user_id: 'shopper-1' },
	products: ['auth'],
};

/** An exchanged Item, linked without Link. */
export async function linkedItem(
	sandbox: Sandbox,
	institution = 'ins_109508',
	{ products = ['auth'], ...options }: { products?: string[]; [option: string]: unknown } = {},
) {
	const made = await plaid(sandbox, '/sandbox/public_token/create', {
		institution_id: institution,
		initial_products: products,
		options,
	});
	const public_token = made.body.public_token as string;
	const { body } = await plaid(sandbox, '/item/public_token/exchange', { public_token });
	const access_token = body.access_token as string;
	const listed = await plaid(sandbox, '/accounts/get', { access_token });
	const accounts = listed.body.accounts as {
		account_id: string;
		name: string;
		mask: string;
		subtype: string;
	}[];
	return { public_token, access_token, item_id: body.item_id as string, accounts };
}

/** The bank account token of an Item's account, by its mask. */
export async function bankAccountToken(
	sandbox: Sandbox,
	item: Awaited<ReturnType<typeof linkedItem>>,
	mask = '0000',
): Promise<string> {
	const account_id = item.accounts.find((account) => account.mask === mask)?.account_id;
	const { body } = await plaid(sandbox, '/processor/stripe/bank_account_token/create', {
		access_token: item.access_token,
		account_id,
	});
	return body.stripe_bank_account_token as string;
}

/** Calls `/sandbox/item/fire_webhook`. */
export const fireWebhook = (sandbox: Sandbox, access_token: string, webhook_code: string, more: Json = {}) =>
	plaid(sandbox, '/sandbox/item/fire_webhook', { access_token, webhook_code, ...more });

/** Looks up Plaid's webhook keys in the sandbox. */
export const keysOf = (sandbox: Sandbox) => async (key_id: string) => {
	const { body } = await plaid(sandbox, '/webhook_verification_key/get', { key_id });
	if (!body.key) throw new Error(String(body.error_code));
	return body.key as { kid: string; x: string; expired_at: number | null };
};

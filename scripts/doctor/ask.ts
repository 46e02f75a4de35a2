/** Calls Plaid and Stripe. The result is data, a refusal with its codes, or no answer. */
import type { Settings, World } from './check.ts';

export type Answer =
	| { kind: 'ok'; data: Record<string, unknown>; date: string | null }
	| { kind: 'refused'; status: number; type: string; code: string; message: string; date: string | null }
	/** No answer, or one that is not from this API. */
	| { kind: 'none'; why: string };

const timeoutMs = 20_000;

export const isLive = ({ variables }: Settings): boolean => variables.PLAID_ENV === 'production';

export const plaidHost = (environment: string): string => `https://${environment}.plaid.com`;

/** @param base the address of another environment than the configured one */
export async function askPlaid(
	settings: Settings,
	world: World,
	path: string,
	body: object = {},
	base?: string,
): Promise<Answer> {
	const { variables } = settings;
	if (!variables.PLAID_CLIENT_ID || !variables.PLAID_SECRET)
		return { kind: 'none', why: 'Plaid’s keys are missing' };
	const usual = variables.PLAID_BASE_URL || plaidHost(isLive(settings) ? 'production' : 'sandbox');
	return request(world, `${base ?? usual.replace(/\/+$/, '')}${path}`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'plaid-client-id': variables.PLAID_CLIENT_ID ?? '',
			'plaid-secret': variables.PLAID_SECRET ?? '',
		},
		body: JSON.stringify(body),
	});
}

export async function askStripe(
	{ variables }: Settings,
	world: World,
	path: string,
	method: 'GET' | 'POST' = 'GET',
): Promise<Answer> {
	const base = (variables.STRIPE_BASE_URL || 'https://api.stripe.com').replace(/\/+$/, '');
	return request(world, `${base}${path}`, {
		method,
		headers: { authorization: `Bearer ${variables.STRIPE_SECRET_KEY?.trim()}` },
	});
}

async function request({ fetch }: World, url: string, init: RequestInit): Promise<Answer> {
	const host = URL.parse(url)?.host;
	if (!host) return { kind: 'none', why: `${url} is no address: see PLAID_BASE_URL and STRIPE_BASE_URL` };
	let response: Response;
	let data: unknown;
	try {
		// No redirects: the keys must not reach another host.
		response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
		data = await response.json();
	} catch (error) {
		const slow = error instanceof DOMException && error.name === 'TimeoutError';
		return {
			kind: 'none',
			why: slow ? `${host} did not answer in time` : `${host} gave no answer of its API`,
		};
	}
	if (typeof data !== 'object' || data === null) {
		return { kind: 'none', why: `${host} gave no answer of its API` };
	}
	const date = response.headers.get('date');
	if (response.ok) return { kind: 'ok', data: data as Record<string, unknown>, date };
	const plaid = data as { error_type?: unknown; error_code?: unknown; error_message?: unknown };
	const stripe = (data as { error?: { type?: unknown; code?: unknown; message?: unknown } }).error ?? {};
	return {
		kind: 'refused',
		status: response.status,
		type: text(plaid.error_type ?? stripe.type),
		code: text(plaid.error_code ?? stripe.code),
		message: text(plaid.error_message ?? stripe.message),
		date,
	};
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

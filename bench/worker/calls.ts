/** The calls to measure, as the element and the merchant's server make them. */
import { randomUUID } from 'node:crypto';
import { type Call, type Client, jsonOf } from '../processes/http.ts';
import { apiKey, origin } from './variables.ts';

/** Plain text needs no preflight. */
const asPage = { Origin: origin, 'Content-Type': 'text/plain;charset=UTF-8' };
const fromServer = { Authorization: `Bearer ${apiKey}` };

/** Needs only the configuration. */
export const preflight: Call = {
	method: 'OPTIONS',
	path: '/v1/link_tokens',
	headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
};

export const linkToken = (fields: object = {}): Call => ({
	method: 'POST',
	path: '/v1/link_tokens',
	headers: asPage,
	body: JSON.stringify(fields),
});

/** With a new public token, unless `fields` has one. */
export const bankAccountToken = (fields: {
	link_token: string;
	account_id: string;
	public_token?: string;
}): Call => ({
	method: 'POST',
	path: '/v1/bank_account_tokens',
	headers: asPage,
	body: JSON.stringify({ public_token: `public-sandbox-${randomUUID()}`, ...fields }),
});

/** Offers an authorization, or accepts it with `accept`. */
export const authorization = (fields: { link_token: string; connection: string; accept?: string }): Call => ({
	method: 'POST',
	path: '/v1/authorizations',
	headers: { ...asPage, 'CF-Connecting-IP': '203.0.113.9', 'User-Agent': 'Mozilla/5.0' },
	body: JSON.stringify(fields),
});

export const fromPage = (path: string): Call => ({ method: 'GET', path, headers: { Origin: origin } });

export const read = (path: string): Call => ({ method: 'GET', path, headers: fromServer });

export const send = (path: string, fields: object = {}, method = 'POST'): Call => ({
	method,
	path,
	headers: { ...fromServer, ...(method === 'POST' && { 'Content-Type': 'application/json' }) },
	...(method === 'POST' && { body: JSON.stringify(fields) }),
});

/** A call to Plaid itself. */
export const plaid = (path: string): Call => ({
	method: 'POST',
	path,
	headers: { 'Content-Type': 'application/json' },
	body: '{}',
});

/** Waits for the answer. @throws if it is not `2xx` */
export async function done(client: Client, call: Call): Promise<void> {
	const { status, text } = await client.call(call);
	if (status < 200 || status > 299) {
		throw new Error(`${call.method} ${call.path} was answered with ${status}: ${text.slice(0, 500)}`);
	}
}

export const newLinkToken = async (client: Client): Promise<string> =>
	jsonOf<{ link_token: string }>(await client.call(linkToken())).link_token;

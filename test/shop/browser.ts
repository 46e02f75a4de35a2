import type { Hono } from 'hono';

/** One browser: it keeps the shop's cookie, and nothing else. */
export type Browser = {
	get(path: string): Promise<Response>;
	post(path: string, body: unknown): Promise<Response>;
	/** A form of one of the shop's pages. */
	send(path: string, fields: Record<string, string>): Promise<Response>;
	/** Opens a checkout. @returns the order that the page is for */
	order(path?: string): Promise<string>;
	cookie: string;
};

export async function openBrowser(shop: Hono): Promise<Browser> {
	const first = await shop.request('/basket');
	const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
	const ask = async (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
		shop.request(path, { ...init, headers: { cookie, ...init.headers } });
	return {
		cookie,
		get: (path) => ask(path),
		post: (path, body) =>
			ask(path, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		send: (path, fields) => ask(path, { method: 'POST', body: new URLSearchParams(fields) }),
		order: async (path = '/') => {
			const page = await (await ask(path)).text();
			return /data-order="(order_\w+)"/.exec(page)?.[1] ?? '';
		},
	};
}

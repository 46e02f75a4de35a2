import type { Hono } from 'hono';

/** A browser with the shop's cookie. */
export type Browser = {
	get(path: string): Promise<Response>;
	post(path: string, body: unknown): Promise<Response>;
	/** Submits a form of one of the shop's pages. */
	send(path: string, fields: Record<string, string>): Promise<Response>;
	/** Opens a checkout. Returns the id of its order. */
	order(path?: string): Promise<string>;
	cookie: string;
};

export async function openBrowser(shop: Hono): Promise<Browser> {
	const first = await shop.request('/basket');
	const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
	const request = async (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
		shop.request(path, { ...init, headers: { cookie, ...init.headers } });
	return {
		cookie,
		get: (path) => request(path),
		post: (path, body) =>
			request(path, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		send: (path, fields) => request(path, { method: 'POST', body: new URLSearchParams(fields) }),
		order: async (path = '/') => {
			const page = await (await request(path)).text();
			return /data-order="(order_\w+)"/.exec(page)?.[1] ?? '';
		},
	};
}

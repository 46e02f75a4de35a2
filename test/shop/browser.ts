import type { Hono } from 'hono';

/** One browser: it keeps the shop's cookie, and nothing else. */
export type Browser = {
	get(path: string): Promise<Response>;
	post(path: string, body: unknown): Promise<Response>;
	cookie: string;
};

export async function openBrowser(shop: Hono): Promise<Browser> {
	const first = await shop.request('/');
	const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
	const headers = { cookie, 'content-type': 'application/json' };
	return {
		cookie,
		get: async (path) => shop.request(path, { headers: { cookie } }),
		post: async (path, body) => shop.request(path, { method: 'POST', headers, body: JSON.stringify(body) }),
	};
}

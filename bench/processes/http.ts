/** An HTTP client with keep-alive that does as little work as possible, because it shares the machine. */
import { Agent, request } from 'node:http';

export type Answer = { status: number; text: string };
export type Call = { method: string; path: string; headers: Record<string, string>; body?: string };
export type Client = { call(call: Call): Promise<Answer>; close(): void };

export function clientOf(url: string): Client {
	const { hostname, port, pathname } = new URL(url);
	const prefix = pathname.replace(/\/$/, '');
	const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
	return {
		call: ({ method, path, headers, body }) =>
			new Promise((resolve, reject) => {
				const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
				const sent = request(
					{ hostname, port, method, path: prefix + path, headers: { ...headers, ...length }, agent },
					(response) => {
						let text = '';
						response.setEncoding('utf8');
						response.on('data', (piece) => {
							text += piece;
						});
						response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
						response.on('error', reject);
					},
				);
				sent.on('error', reject);
				sent.end(body);
			}),
		close: () => agent.destroy(),
	};
}

/** The JSON of an answer. @throws if it is not `2xx` */
export function jsonOf<T>({ status, text }: Answer): T {
	if (status < 200 || status > 299) throw new Error(`An answer with ${status}: ${text.slice(0, 500)}`);
	return JSON.parse(text) as T;
}

/** Starts the clock's work of a Worker, as Cloudflare does: `POST /<binding>?cron=* * * * *` ends when it is done. */
type Env = Record<string, Fetcher & { scheduled(options: { cron: string }): Promise<{ outcome: string }> }>;

export default {
	async fetch(request: Request, env: Env): Promise<Response> {
		const { pathname, searchParams } = new URL(request.url);
		const ended = await env[pathname.slice(1)]?.scheduled({ cron: searchParams.get('cron') ?? '' });
		return new Response(ended?.outcome ?? 'unknown', { status: ended?.outcome === 'ok' ? 200 : 500 });
	},
};

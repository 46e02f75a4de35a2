import type { D1Migration } from 'cloudflare:test';

declare global {
	// biome-ignore lint/style/noNamespace: the one that `cloudflare:workers` types `env` by.
	namespace Cloudflare {
		interface Env {
			DB: D1Database;
			MIGRATIONS: D1Migration[];
		}
	}
}

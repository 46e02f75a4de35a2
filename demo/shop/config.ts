/** The shop's configuration. */
export type ShopConfig = {
	/** 0 for any free port. */
	port: number;
	/** The origin of the merchant's Worker, for the shopper's browser and for this server. */
	backendUrl: string;
	/** One of the Worker's `API_KEYS`. Never leaves this server. */
	backendApiKey: string;
	/** The origin of the sandbox. Null with real keys. */
	sandboxUrl: string | null;
	/** The Worker's `EVENTS_SECRET`, which signs its events. Without it, the shop polls the Worker. */
	eventsSecret: string | null;
};

/** Lists everything that is missing or wrong in the configuration, and how to fix it. */
export class ConfigurationError extends Error {
	override readonly name = 'ConfigurationError';
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

type OriginOptions = {
	fallback: string | null;
	/** Whether the origin has to be on this machine. */
	isLoopback: boolean;
};

/**
 * Reads the shop's configuration from the environment: `PORT`, `BACKEND_URL`, `BACKEND_API_KEY`,
 * `SANDBOX_URL` (loopback), `EVENTS_SECRET`.
 *
 * @throws ConfigurationError that names every variable that is missing or wrong.
 */
export function readConfig(env: Record<string, string | undefined>): ShopConfig {
	const faults: string[] = [];

	const required = (name: string, hint: string): string => {
		const value = env[name]?.trim();
		if (!value) faults.push(`${name} is missing: ${hint}`);
		return value ?? '';
	};
	const origin = (name: string, { fallback, isLoopback }: OriginOptions): string | null => {
		const value = env[name]?.trim() || fallback;
		if (value === null) return null;
		const url = URL.canParse(value) ? new URL(value) : null;
		if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search) {
			faults.push(`${name} must be an origin such as http://localhost:8787, without a path`);
			return null;
		}
		if (isLoopback && !loopback.has(url.hostname)) {
			faults.push(`${name} must be on this machine (localhost); leave it out to use the real service`);
		}
		return url.origin;
	};

	const { PORT } = env;
	const port = Number(PORT?.trim() || 5173);
	if (!Number.isInteger(port) || port < 0 || port > 65535) faults.push('PORT must be a number up to 65535');

	const eventsSecret = env.EVENTS_SECRET?.trim() || null;
	if (eventsSecret && !/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(eventsSecret)) {
		faults.push('EVENTS_SECRET must be the one of your Worker: whsec_ and base64');
	}

	const config = {
		port,
		backendUrl: origin('BACKEND_URL', { fallback: 'http://localhost:8787', isLoopback: false }) ?? '',
		backendApiKey: required('BACKEND_API_KEY', 'give one of the API_KEYS of your Worker'),
		sandboxUrl: origin('SANDBOX_URL', { fallback: null, isLoopback: true }),
		eventsSecret,
	};
	if (faults.length > 0) throw new ConfigurationError(`The shop cannot start:\n- ${faults.join('\n- ')}`);
	return config;
}

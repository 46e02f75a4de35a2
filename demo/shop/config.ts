/** What the shop has to be told before it can start. */
export type ShopConfig = {
	/** 0 takes any free port. */
	port: number;
	/** Origin of the merchant's Worker, as the shopper's browser and this server reach it. */
	backendUrl: string;
	/** One of the Worker's `API_KEYS`; never leaves this server. */
	backendApiKey: string;
	/** Where the sandbox tells who called whom; null with real keys. */
	sandboxUrl: string | null;
	/** The Worker's `EVENTS_SECRET`, by which its events are known to be its own; without it the shop looks for itself. */
	eventsSecret: string | null;
};

/** What is missing or wrong in the configuration, every part of it, and what to do about it. */
export class ConfigurationError extends Error {
	override readonly name = 'ConfigurationError';
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads the shop's configuration from the environment: `PORT`, `BACKEND_URL`, `BACKEND_API_KEY`,
 * `SANDBOX_URL` (loopback), `EVENTS_SECRET`.
 *
 * @throws ConfigurationError that names every variable at fault.
 */
export function readConfig(env: Record<string, string | undefined>): ShopConfig {
	const faults: string[] = [];

	const required = (name: string, whereFrom: string): string => {
		const value = env[name]?.trim();
		if (!value) faults.push(`${name} is missing: ${whereFrom}`);
		return value ?? '';
	};
	const origin = (name: string, fallback: string | null, local: boolean): string | null => {
		const value = env[name]?.trim() || fallback;
		if (value === null) return null;
		const url = URL.canParse(value) ? new URL(value) : null;
		if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search) {
			faults.push(`${name} must be an origin such as http://localhost:8787, without a path`);
			return null;
		}
		if (local && !loopback.has(url.hostname)) {
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
		backendUrl: origin('BACKEND_URL', 'http://localhost:8787', false) ?? '',
		backendApiKey: required('BACKEND_API_KEY', 'give one of the API_KEYS of your Worker'),
		sandboxUrl: origin('SANDBOX_URL', null, true),
		eventsSecret,
	};
	if (faults.length > 0) throw new ConfigurationError(`The shop cannot start:\n- ${faults.join('\n- ')}`);
	return config;
}

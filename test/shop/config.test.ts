import { describe, expect, it } from 'vitest';
import { ConfigurationError, readConfig } from '../../demo/shop/config.ts';
import { startShop } from '../../demo/shop/server.ts';

const env = { BACKEND_API_KEY: 'psc_1' };

describe('the configuration of the shop', () => {
	it('requires the API key, and has a default for everything else', () => {
		expect(readConfig(env)).toEqual({
			port: 5173,
			backendUrl: 'http://localhost:8787',
			backendApiKey: 'psc_1',
			sandboxUrl: null,
			eventsSecret: null,
		});
	});

	it('names every variable that is missing or wrong', () => {
		expect(() => readConfig({})).toThrow(ConfigurationError);
		expect(() => readConfig({ PORT: 'many' })).toThrow(/PORT.*\n.*BACKEND_API_KEY/);
	});

	it.each([
		['PORT', 'many'],
		['PORT', '70000'],
		['BACKEND_URL', 'localhost:8787'],
		['BACKEND_URL', 'http://localhost:8787/v1'],
		['EVENTS_SECRET', 'secret'],
		['SANDBOX_URL', 'http://192.0.2.1:8788'],
	])('refuses %s=%s and names it', (name, value) => {
		expect(() => readConfig({ ...env, [name]: value })).toThrow(name);
	});
});

it('says what to do when its port is taken', async () => {
	const config = { ...readConfig(env), port: 0 };
	const first = await startShop(config);
	try {
		const port = Number(new URL(first.url).port);
		await expect(startShop({ ...config, port })).rejects.toThrow(`Port ${port} (the shop) is taken`);
	} finally {
		await first.close();
	}
});

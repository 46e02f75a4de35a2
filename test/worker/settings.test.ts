import { expect, it } from 'vitest';
import page from '../../docs/settings.md?raw';
import type { Bindings } from '../../worker/config.ts';
import wranglerToml from '../../wrangler.toml?raw';

/** The type checker keeps this list complete. */
const settings: Record<keyof Bindings, true> = {
	DB: true,
	EVENTS: true,
	LIMIT_BY_ADDRESS: true,
	LIMIT_BY_SESSION: true,
	PLAID_ENV: true,
	ALLOWED_ORIGINS: true,
	CLIENT_NAME: true,
	COUNTRY_CODES: true,
	PRODUCTS: true,
	OPTIONAL_PRODUCTS: true,
	LINK_CUSTOMIZATION_NAME: true,
	REDIRECT_URI: true,
	PLAID_BASE_URL: true,
	STRIPE_BASE_URL: true,
	PLAID_CLIENT_ID: true,
	PLAID_SECRET: true,
	STRIPE_SECRET_KEY: true,
	STRIPE_WEBHOOK_SECRET: true,
	PAYMENT_ROUTE: true,
	PUBLIC_URL: true,
	EVENTS_URL: true,
	EVENTS_SECRET: true,
	API_KEYS: true,
	ENCRYPTION_KEYS: true,
};

it('docs/settings.md lists every variable, secret and binding, and no other', () => {
	const listed = [...page.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name);
	expect([...new Set(listed)].filter((name) => name !== 'US').sort()).toEqual(Object.keys(settings).sort());
});

it('docs/settings.md lists the crons of wrangler.toml', () => {
	const crons = /crons = \[(.+)\]/.exec(wranglerToml)?.[1] ?? '';
	for (const [, cron] of crons.matchAll(/"([^"]+)"/g)) expect(page).toContain(`\`${cron}\``);
});

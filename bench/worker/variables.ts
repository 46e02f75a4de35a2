/** The configuration of the measured Workers: new keys each time, and no rate limits. */
import { randomBytes } from 'node:crypto';

export const origin = 'http://localhost:5173';
export const apiKey = `psc_${randomBytes(24).toString('base64url')}`;

const fixed = {
	PLAID_ENV: 'sandbox',
	PLAID_CLIENT_ID: randomBytes(12).toString('hex'),
	PLAID_SECRET: randomBytes(15).toString('hex'),
	ALLOWED_ORIGINS: origin,
	CLIENT_NAME: 'Example Shop',
	API_KEYS: apiKey,
	ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};

export const variables = (plaidUrl: string): Record<string, string> => ({
	...fixed,
	PLAID_BASE_URL: plaidUrl,
});

/** The Worker's secrets: from a file of this machine to Cloudflare, without standing in arguments or on the screen. */
import { type Cloudflare, need } from './step.ts';

export const secretNames = [
	'PLAID_CLIENT_ID',
	'PLAID_SECRET',
	'STRIPE_SECRET_KEY',
	'STRIPE_WEBHOOK_SECRET',
	'API_KEYS',
	'ENCRYPTION_KEYS',
	'EVENTS_SECRET',
] as const;

/** Those that the file has. */
export function secretsOf(variables: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		secretNames.flatMap((name) => (variables[name]?.trim() ? [[name, variables[name].trim()]] : [])),
	);
}

/** Those that stand at Cloudflare already stay. */
export async function putSecrets(cloudflare: Cloudflare, secrets: Record<string, string>): Promise<void> {
	const names = Object.keys(secrets);
	if (names.length === 0) {
		cloudflare.say('Secrets: none here; those at Cloudflare stay.');
		return;
	}
	await need(cloudflare, ['secret', 'bulk'], JSON.stringify(secrets));
	cloudflare.say(`Secrets: ${names.join(', ')} put.`);
}

import { stripeEventTypes } from '../../../worker/webhooks/stripe-event-types.ts';
import { askStripe } from '../ask.ts';
import { type Check, type Finding, notWell, type Settings, unknown, type World, well } from '../check.ts';

type Endpoint = { url?: string; status?: string; enabled_events?: string[] };

/** Whether Plaid and Stripe can reach the Worker, and whether it refuses unsigned webhooks. */
export const webhooks: Check = async (settings, world) => {
	const url = settings.variables.PUBLIC_URL?.replace(/\/+$/, '');
	if (!url) {
		const message = 'PUBLIC_URL is not set: neither Plaid nor Stripe can send webhooks.';
		const cure = 'Set it in wrangler.toml to the https address that `npm run deploy` prints.';
		return [unknown('webhooks', message, cure)];
	}
	const plaid = await refusesUnsigned('plaid_webhooks', `${url}/webhooks/plaid`, world);
	if (!settings.variables.STRIPE_SECRET_KEY) return [plaid];
	return [plaid, await stripeEndpoint(`${url}/webhooks/stripe`, settings, world)];
};

async function refusesUnsigned(name: string, url: string, { fetch }: World): Promise<Finding> {
	let status: number;
	try {
		const headers = { 'content-type': 'application/json' };
		const init: RequestInit = { method: 'POST', headers, body: '{}', signal: AbortSignal.timeout(20_000) };
		status = (await fetch(url, { ...init, redirect: 'manual' })).status;
	} catch {
		return notWell(name, `${url} cannot be reached.`, 'Check PUBLIC_URL, and that the Worker is deployed.');
	}
	if (status === 400 || status === 401 || status === 403)
		return well(name, `${url} is reached, and refuses unsigned webhooks.`);
	if (status === 503) {
		return notWell(name, `${url} is reached, and the Worker is not well.`, `See ${new URL('/health', url)}.`);
	}
	const cure = 'Something else answers there: PUBLIC_URL must be the address of this Worker.';
	return notWell(name, `${url} answers an unsigned webhook with ${status}.`, cure);
}

async function stripeEndpoint(url: string, settings: Settings, world: World): Promise<Finding> {
	const name = 'stripe_webhooks';
	const cure = `Add ${url} at https://dashboard.stripe.com/webhooks, and put its signing secret into STRIPE_WEBHOOK_SECRET.`;
	if (!settings.variables.STRIPE_WEBHOOK_SECRET)
		return notWell(name, 'STRIPE_WEBHOOK_SECRET is missing.', cure);
	const answer = await askStripe(settings, world, '/v1/webhook_endpoints?limit=100');
	if (answer.kind !== 'ok')
		return unknown(name, 'The Stripe key may not list webhook endpoints.', `Check it yourself: ${cure}`);
	const endpoints = (answer.data.data as Endpoint[]).filter((one) => one.url === url);
	// A new endpoint may exist beside the old one.
	const endpoint = endpoints.find(({ status }) => status === 'enabled') ?? endpoints[0];
	if (!endpoint) return notWell(name, `Stripe has no webhook endpoint ${url}.`, cure);
	if (endpoint.status !== 'enabled') {
		const cure = 'Enable it at https://dashboard.stripe.com/webhooks.';
		return notWell(name, `Stripe’s webhook endpoint ${url} is disabled.`, cure);
	}
	const enabled = endpoint.enabled_events ?? [];
	const missing = enabled.includes('*') ? [] : stripeEventTypes.filter((event) => !enabled.includes(event));
	if (missing.length === 0) return well(name, `Stripe sends its events to ${url}.`);
	return notWell(
		name,
		`Stripe’s webhook endpoint ${url} does not receive ${missing.join(', ')}.`,
		'Add these events to it at https://dashboard.stripe.com/webhooks.',
	);
}

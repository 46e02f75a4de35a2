/** Set-up of the tests of Stripe: Customers with a bank account, payments, and received webhooks. */
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { type Answer, type Json, start, stripe } from './callers.ts';

export const error = ({ status, body }: Answer): Json => ({
	status,
	...(body.error as Record<string, unknown>),
});

export const accepted =
	'mandate_data[customer_acceptance][type]=online&mandate_data[customer_acceptance][online][ip_address]=203.0.113.7&mandate_data[customer_acceptance][online][user_agent]=Test';

export type Payer = { customer: string; account: string };

/** Creates a Customer with one of Stripe's test tokens. */
export async function payer(sandbox: Sandbox, token = 'btok_us_verified'): Promise<Payer> {
	const { body } = await stripe(sandbox, 'POST', '/v1/customers', `source=${token}&name=Jenny`);
	return { customer: body.id as string, account: body.default_source as string };
}

export const paymentForm = ({ customer, account }: Payer, more = ''): string =>
	`amount=2000&currency=usd&customer=${customer}&payment_method=${account}&allowed_payment_method_types[0]=us_bank_account${more && `&${more}`}`;

/** Creates and confirms a payment with the shopper's acceptance of a mandate. */
export const pay = (sandbox: Sandbox, who: Payer, more = ''): Promise<Answer> =>
	stripe(sandbox, 'POST', '/v1/payment_intents', paymentForm(who, `confirm=true&${accepted}&${more}`));

export async function paid(sandbox: Sandbox, who: Payer): Promise<{ intent: string; charge: string }> {
	const { body } = await pay(sandbox, who);
	return { intent: body.id as string, charge: body.latest_charge as string };
}

export const intentOf = async (sandbox: Sandbox, id: string): Promise<Json> =>
	(await stripe(sandbox, 'GET', `/v1/payment_intents/${id}?expand[]=latest_charge`)).body;

/** The types of all events, oldest first. */
export async function eventTypes(sandbox: Sandbox): Promise<string[]> {
	const { body } = await stripe(sandbox, 'GET', '/v1/events?limit=100');
	return (body.data as { type: string }[]).map(({ type }) => type).reverse();
}

export type Received = { url: string; type: string; body: string; signature: string; event: Json };

/** A sandbox with a stopped clock, and the webhooks that it sent. They are answered with `status`. */
export function listeningSandbox(status: () => number = () => 200) {
	const received: Received[] = [];
	const sandbox = createSandbox({
		seed: 'a test',
		clock: { now: () => start },
		webhookFetch: async (url, init) => {
			const body = String(init.body);
			const event = JSON.parse(body) as Json;
			const signature = new Headers(init.headers).get('stripe-signature') ?? '';
			received.push({ url, type: event.type as string, body, signature, event });
			return new Response(null, { status: status() });
		},
	});
	sandbox.stripe.set({ webhook: { url: 'https://shop.example/stripe', secret: 'whsec_of_the_test' } });
	return { sandbox, received, types: () => received.map(({ type }) => type) };
}

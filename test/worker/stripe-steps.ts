/**
 * Each call to Stripe, by what makes it. One more call is one more entry: `stripe-failures.test.ts` lets each of them
 * fail in every way, and makes its rows of the table.
 */
import { expect } from 'vitest';
import { type Backend, type BackendOptions, variables } from './backend.ts';

export type StripeStep = {
	/** As the table calls it. */
	name: string;
	/** Exact, or with `:name` for any one segment, as the sandbox's faults take it. */
	path: string;
	method: 'GET' | 'POST' | 'DELETE';
	variables?: BackendOptions['variables'];
	bindings?: BackendOptions['bindings'];
	/** Everything up to the call that fails; then Stripe's answers are good, and nothing was sent yet. */
	prepare: (backend: Backend) => Promise<{
		/** Makes the call, each time in the same way; gives what became of it: the `outcome` of a request, else a few words. */
		send: () => Promise<string>;
		/** After `send` has failed and was sent again: nothing lost, nothing done twice. Told what came of the second. */
		expectRight: (after: string) => Promise<void>;
	}>;
};

/** Stripe, asked past the Worker, with what is wrong at the moment left out. */
export async function askStripe<Body>(
	{ sandbox }: Pick<Backend, 'sandbox'>,
	path: string,
	form: Record<string, string> = {},
): Promise<Body> {
	const sent = Object.keys(form).length > 0;
	const response = await sandbox.fetch(`https://api.stripe.com${path}`, {
		method: sent ? 'POST' : 'GET',
		headers: {
			Authorization: `Bearer ${variables.STRIPE_SECRET_KEY}`,
			'Content-Type': 'application/x-www-form-urlencoded',
		},
		...(sent && { body: new URLSearchParams(form).toString() }),
	});
	return response.json();
}

export const stripeSteps: StripeStep[] = [
	{
		name: 'events that never came, by the clock',
		path: '/v1/events',
		method: 'GET',
		variables: { STRIPE_WEBHOOK_SECRET: 'whsec_of_the_endpoint' },
		async prepare(backend) {
			for (const name of ['Ada', 'Grace']) await askStripe(backend, '/v1/customers', { name });
			return {
				async send() {
					await backend.sandbox.clock.advance('1h');
					backend.log.length = 0;
					await backend.clock('17 * * * *');
					const line = backend.log.find((text) => text.includes('"look_for_stripe_events"')) ?? '{}';
					const { level, found } = JSON.parse(line) as { level?: string; found?: number };
					return level === 'error' ? 'looked for again an hour later' : `${found ?? 0} found`;
				},
				async expectRight(after) {
					const { data } = await askStripe<{ data: { id: string }[] }>(backend, '/v1/events?limit=100');
					expect(after).toBe('2 found');
					const stored = (await backend.rows('webhooks')).map(({ id }) => id);
					expect(stored.toSorted()).toEqual(data.map(({ id }) => id).toSorted());
				},
			};
		},
	},
];

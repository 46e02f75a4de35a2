import { describe, expect, it } from 'vitest';
import { stripeEndpoints } from '../../sandbox/stripe/endpoints.ts';
import { type Json, stillSandbox, stripe } from './callers.ts';
import { accepted, paid, payer, paymentForm } from './stripe-callers.ts';

/** What a parameter may be sent as, whatever it should be. */
const oddities = (name: string) => [
	`${name}=`,
	`${name}=x`,
	`${name}=-1`,
	`${name}=99999999999999999999`,
	`${name}[]=x`,
	`${name}[a]=x`,
	`${name}[a][b][c]=x`,
	`${name}[0][x]=1`,
	`${name}[__proto__][x]=1`,
	`${name}=true&${name}[a]=b`,
];

/** Good parameters of the calls that want some, so that the odd one is looked at. */
const goodForm = (path: string, customer: string, account: string): string => {
	if (path === '/v1/payment_intents') return `${paymentForm({ customer, account })}&confirm=true&${accepted}`;
	if (path === '/v1/setup_intents') return `customer=${customer}&payment_method=${account}`;
	if (path === '/v1/refunds') return 'payment_intent=PI';
	if (path === '/v1/webhook_endpoints') return 'url=https://shop.example/&enabled_events[]=*';
	return '';
};

describe.each(stripeEndpoints.map((endpoint) => [endpoint.method, endpoint.path, endpoint] as const))(
	'%s %s',
	(method, template, { parameters }) => {
		it('refuses odd parameters in an orderly way, or takes them', async () => {
			const sandbox = stillSandbox();
			const { customer, account } = await payer(sandbox);
			const { intent, charge } = await paid(sandbox, { customer, account });
			await sandbox.stripe.settle(intent, 'succeeded');
			const known: Record<string, string> = {
				customers: customer,
				sources: account,
				payment_methods: account,
				payment_intents: intent,
				charges: charge,
			};
			const path = template.replace(
				/([a-z_]+)\/:\w+/g,
				(_whole, kind: string) => `${kind}/${known[kind] ?? 'x'}`,
			);
			const good = goodForm(template, customer, account).replace('PI', intent);
			for (const name of [...parameters, 'expand', 'metadata[]', '[', '']) {
				for (const odd of oddities(name)) {
					const kept = good.split('&').filter((pair) => !pair.startsWith(name) || name === '');
					const form = [...kept, odd].join('&');
					const answer =
						method === 'POST'
							? await stripe(sandbox, 'POST', path, form)
							: await stripe(sandbox, method, `${path}?${form}`);
					expect([200, 400, 402, 403, 404], `${form}: ${JSON.stringify(answer.body)}`).toContain(
						answer.status,
					);
					const { error } = answer.body as { error?: Json };
					if (answer.status !== 200) expect(error?.message, form).toMatch(/\w/);
				}
			}
		});
	},
);

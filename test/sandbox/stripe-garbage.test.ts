import { describe, expect, it } from 'vitest';
import { stripeEndpoints } from '../../sandbox/stripe/endpoint-table.ts';
import { type Json, stillSandbox, stripe } from './callers.ts';
import { accepted, paid, payer, paymentForm } from './stripe-callers.ts';

/** Forms in which a parameter can be sent, most of them wrong for its type. */
const variants = (name: string) => [
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

/** Valid parameters for endpoints that require some, so that the wrong one is reached. */
const validForm = (path: string, customer: string, account: string): string => {
	if (path === '/v1/payment_intents') return `${paymentForm({ customer, account })}&confirm=true&${accepted}`;
	if (path === '/v1/setup_intents') return `customer=${customer}&payment_method=${account}`;
	if (path === '/v1/refunds') return 'payment_intent=PI';
	if (path === '/v1/webhook_endpoints') return 'url=https://shop.example/&enabled_events[]=*';
	return '';
};

const endpoints = Object.entries(stripeEndpoints).map(([row, endpoint]) => {
	const [method, template] = row.split(' ') as ['GET' | 'POST' | 'DELETE', string];
	return [method, template, endpoint] as const;
});

describe.each(endpoints)('%s %s', (method, template, { parameters }) => {
	it('accepts or refuses parameters of the wrong type without failing', async () => {
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
		const valid = validForm(template, customer, account).replace('PI', intent);
		for (const name of [...parameters, 'expand', 'metadata[]', '[', '']) {
			for (const variant of variants(name)) {
				const kept = valid.split('&').filter((pair) => !pair.startsWith(name) || name === '');
				const form = [...kept, variant].join('&');
				const answer =
					method === 'POST'
						? await stripe(sandbox, 'POST', path, form)
						: await stripe(sandbox, method, `${path}?${form}`);
				expect([200, 400, 402, 403, 404], `${form}: ${JSON.stringify(answer.body)}`).toContain(answer.status);
				const { error } = answer.body as { error?: Json };
				if (answer.status !== 200) expect(error?.message, form).toMatch(/\w/);
			}
		}
	});
});

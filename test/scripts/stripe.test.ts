import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { buildStripe, keptResources } from '../../scripts/stripe.ts';

const root = join(import.meta.dirname, '../..');
const built = join(root, '.wrangler/stripe.js');
type Sdk = typeof import('stripe');
let slim: InstanceType<Sdk['default']>;
beforeAll(async () => {
	await buildStripe();
	const { default: Stripe } = (await import(built)) as Sdk;
	slim = new Stripe('sk_test_1');
});

/** `customers`, `paymentIntents`, … in whatever the Worker says to Stripe. */
const used = new Set(
	globSync('worker/**/*.ts', { cwd: root })
		.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/stripe\)?\.(\w+)\s*\.\w+\(/g)])
		.map(([, name = '']) => name),
);

it('keeps every resource that the Worker uses, and no other', () => {
	const kept = keptResources.map((name) => name.charAt(0).toLowerCase() + name.slice(1));
	expect([...used].filter((name) => name !== 'webhooks').sort()).toEqual(kept);
	expect(used.size).toBeGreaterThan(5);
});

it('has their calls, the verification of webhooks and the errors', () => {
	for (const name of used) expect(slim).toHaveProperty(name);
	expect(slim.paymentIntents.create).toBeTypeOf('function');
	expect(slim.customers.createSource).toBeTypeOf('function');
	expect(slim.webhooks.constructEventAsync).toBeTypeOf('function');
});

it('says what to do where one is used that was left out', () => {
	expect(() => slim.invoices.create({ customer: 'cus_1' })).toThrow('scripts/stripe.ts');
});

/** For tests that money moves once. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { eventTypes, type Shop } from './shop.ts';

const setTimeout = globalThis.setTimeout;

/** Stripe's SDK pauses between its attempts with the only timers that have arguments. They run at once. */
export function skipStripePauses(): void {
	beforeEach(() => {
		const timer = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
			setTimeout(run, args.length > 0 ? 0 : ms, ...args);
		vi.spyOn(globalThis, 'setTimeout').mockImplementation(timer as unknown as typeof setTimeout);
	});
	afterEach(() => {
		vi.restoreAllMocks();
	});
}

/** Stripe, the row and the events agree on one debit, made for one Customer. */
export async function expectOneDebit(shop: Shop, when: string): Promise<void> {
	const intents = await shop.intents();
	expect(
		intents.map(({ status }) => status),
		when,
	).toEqual(['processing']);
	const rows = await shop.backend.rows('payments');
	expect(
		rows.map(({ status, payment_intent }) => [status, payment_intent]),
		when,
	).toEqual([['processing', intents[0]?.id]]);
	expect(await eventTypes(shop, 'payment.'), when).toEqual(['payment.processing']);
	expect((await shop.stripe.customers.list()).data, when).toHaveLength(1);
}

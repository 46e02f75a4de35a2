/**
 * Every call to Stripe (`stripe-steps.ts`) fails in every way that Stripe's documentation and SDK know. The results are
 * the table in `docs/failures.md`: when the last test fails, its output has the right table.
 */
import { afterEach, expect, it, vi } from 'vitest';
import page from '../../docs/failures.md?raw';
import type { Fault } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { openBackend, variables } from './backend.ts';
import { type StripeStep, stripeSteps } from './stripe-steps.ts';

const stripeError = (status: number, type: string, code?: string) => ({
	stripe_error: { status, type, ...(code && { code }) },
});

const failures: [string, Fault['fault'] | 'late'][] = [
	['no answer in time', 'late'],
	['cut before the work', { cut: 'before' }],
	['cut after the work', { cut: 'after' }],
	['a broken answer', { malformed: true }],
	['400 invalid_request_error', stripeError(400, 'invalid_request_error', 'parameter_invalid_empty')],
	['400 idempotency_error', stripeError(400, 'idempotency_error')],
	['401 invalid_request_error', stripeError(401, 'invalid_request_error')],
	['402 card_error', stripeError(402, 'card_error', 'card_declined')],
	['403 invalid_request_error', stripeError(403, 'invalid_request_error')],
	['404 resource_missing', stripeError(404, 'invalid_request_error', 'resource_missing')],
	['409 idempotency_key_in_use', stripeError(409, 'idempotency_error', 'idempotency_key_in_use')],
	['424 api_error', stripeError(424, 'api_error')],
	['429 rate_limit', stripeError(429, 'invalid_request_error', 'rate_limit')],
	['429 lock_timeout', stripeError(429, 'invalid_request_error', 'lock_timeout')],
	['500 api_error', stripeError(500, 'api_error')],
	['HTTP 502', { status: 502, body: 'bad gateway' }],
	['HTTP 503', { status: 503 }],
];

/** D1's deadline is shorter than this, so a longer timer is a deadline of Stripe's SDK. */
const stripeDeadlinesFrom = 6_000;
const real = globalThis.setTimeout;

/** `:name` is any one segment. */
const pattern = (path: string) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`);

/**
 * Takes over the timers of Stripe's SDK. Its pauses between attempts (the only timers with arguments) end at once. Its
 * deadlines pass when the test says so: before the answers to calls on `late` paths.
 */
function stripeTime(late: RegExp | null) {
	const deadlines: (() => void)[] = [];
	let over = late === null;
	const timer = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
		if (args.length > 0) return real(run, 0, ...args);
		if (ms < stripeDeadlinesFrom) return real(run, ms);
		deadlines.push(run);
		return real(() => {}, 0);
	};
	vi.spyOn(globalThis, 'setTimeout').mockImplementation(timer as unknown as typeof setTimeout);
	return {
		inTimeAgain: () => {
			over = true;
		},
		fetch:
			(sandbox: Sandbox): Sandbox['fetch'] =>
			async (input, init) => {
				const response = await sandbox.fetch(input, init);
				if (over || !late?.test(new URL(String(input)).pathname)) return response;
				for (const pass of deadlines.splice(0)) pass();
				throw init?.signal?.reason ?? new Error('No deadline was set for this call.');
			},
	};
}
afterEach(() => {
	vi.restoreAllMocks();
});

async function openStep(
	{ variables: given = {}, bindings = {}, path, method, prepare }: StripeStep,
	late = false,
) {
	const asked = pattern(path);
	const time = stripeTime(late ? asked : null);
	const backend = await openBackend({ variables: given, bindings, fetch: time.fetch });
	const { send, expectRight } = await prepare(backend);
	const { faults } = backend.sandbox;
	return {
		backend,
		send,
		expectRight,
		fail: (fault: Fault['fault'], times?: number) =>
			faults.add({ path, method, fault, ...(times && { times }) }),
		async heal() {
			time.inTimeAgain();
			faults.clear();
			await backend.sandbox.clock.advance('20s');
		},
		/** How many requests Stripe got. */
		times: () =>
			backend.sandbox.requests().filter((call) => call.method === method && asked.test(call.path)).length,
	};
}

/** The table's rows. Failures with the same results share one. */
const rows: string[] = [];

it.each(stripeSteps)(
	'$name: nothing is lost or done twice, and a repeat is right once the failure is over',
	async (step) => {
		const ends = new Map<string, string[]>();
		for (const [what, fault] of failures) {
			const { backend, send, expectRight, fail, heal, times } = await openStep(step, fault === 'late');
			const before = times();
			if (fault !== 'late') fail(fault);
			const failed = await send();
			const asked = times() - before;
			await heal();
			const after = await send();
			const end = `${asked} | ${failed} | ${after}`;
			ends.set(end, [...(ends.get(end) ?? []), what]);

			expect(failed, what).not.toMatch(/^500/);
			// The SDK's attempts are bounded.
			expect(asked, what).toBeGreaterThanOrEqual(1);
			expect(asked, what).toBeLessThanOrEqual(3);
			await expectRight(after);
			const log = backend.log.join('\n');
			for (const secret of [variables.STRIPE_SECRET_KEY, variables.PLAID_SECRET, 'whsec_'])
				expect(log, what).not.toContain(secret);
		}
		for (const [end, troubles] of ends) rows.push(`| ${step.name} | ${troubles.join(', ')} | ${end} |`);
	},
	180_000,
);

it.each(stripeSteps)('$name: a failure shorter than the SDK’s attempts goes unnoticed', async (step) => {
	const { backend, send, expectRight, fail, times } = await openStep(step);
	fail(stripeError(500, 'api_error'), 1);
	fail({ cut: 'after' }, 1);
	const before = times();
	const answer = await send();
	expect(times() - before).toBe(3);
	expect(backend.sandbox.faults.list()).toEqual([]);
	await expectRight(answer);
});

it('docs/failures.md has the table', () => {
	expect(rows.length).toBeGreaterThanOrEqual(stripeSteps.length);
	expect(page).toContain(rows.join('\n'));
});

/**
 * Every call to Plaid, failing in every way: what is answered, and what the same request gets once it has passed.
 * The table that comes of it stands in `docs/failures.md`; where it is not this one, the test shows the right one.
 */
import { expect, it, vi } from 'vitest';
import page from '../../docs/failures.md?raw';
import type { Fault } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { knownErrors } from '../../sandbox/plaid/known-errors.ts';
import { exchangePath, openBackend } from './backend.ts';
import { type Call, calls, withKey } from './upstream-calls.ts';

type Failure = [what: string, fault: Fault['fault'] | 'late'];

const noAnswer: Failure[] = [
	['no answer in time', 'late'],
	['cut before the work', { cut: 'before' }],
	['cut after the work', { cut: 'after' }],
	['a broken answer', { malformed: true }],
	['HTTP 502', { status: 502, body: 'bad gateway' }],
];
const refusals: Failure[] = [
	...Object.entries(knownErrors).map(([code, { type }]) => [type, code] as const),
	['INSTITUTION_ERROR', 'UNSUPPORTED_RESPONSE'] as const,
	['OAUTH_ERROR', 'INCORRECT_OAUTH_NONCE'] as const,
	['A_NEW_TYPE', 'A_NEW_CODE'] as const,
].map(([error_type, error_code]) => [error_code, { plaid_error: { error_type, error_code } }]);

/** One of each meaning in `worker/plaid/errors.ts`: enough where every code is tried at the steps of the exchange. */
const oneOfEach =
	/^(INTERNAL_SERVER_ERROR|PLANNED_MAINTENANCE|RATE_LIMIT|CREDITS_EXHAUSTED|INSTITUTION_DOWN|INSTITUTION_NO_LONGER_SUPPORTED|PRODUCT_NOT_READY|ITEM_LOGIN_REQUIRED|ITEM_NOT_FOUND|NO_AUTH_ACCOUNTS|USER_PERMISSION_REVOKED|INVALID_API_KEYS|INVALID_PRODUCT|INVALID_STRIPE_ACCOUNT|INVALID_ACCESS_TOKEN|INVALID_FIELD|TRANSACTIONS_SYNC_MUTATION_DURING_PAGINATION|A_NEW_CODE)$/;
const failuresOf = ({ everyError }: Call): Failure[] => [
	...noAnswer,
	...refusals.filter(([code]) => everyError || oneOfEach.test(code)),
];

/** Deadlines that pass when the test says so; `late` is the call whose work is done when they have. */
function timeLimits() {
	const deadlines: AbortController[] = [];
	let late = '';
	vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
		const deadline = new AbortController();
		deadlines.push(deadline);
		return deadline.signal;
	});
	return {
		of: (path: string) => {
			late = path;
		},
		fetch:
			(sandbox: Sandbox): Sandbox['fetch'] =>
			async (input, init) => {
				const response = await withKey(sandbox)(input, init);
				if (late === '' || !String(input).endsWith(late)) return response;
				for (const deadline of deadlines) deadline.abort();
				throw new DOMException('The deadline has passed.', 'TimeoutError');
			},
	};
}

/** What stays so after the trouble: there is nothing that the same request could still do. */
const final = /^(200|finished|409 exchange_lost)$/;
const finalAt: Record<string, string> = {
	// Plaid's word that the token is none is believed.
	'exchange INVALID_PUBLIC_TOKEN': '400 public_token_invalid',
};

/** Troubles that end in the same way stand in one row. */
const rows: string[] = [];

it.each(calls)(
	'$name: nothing is done twice, and the same request is right once it has passed',
	async (call) => {
		const ends = new Map<string, string[]>();
		for (const [what, fault] of failuresOf(call)) {
			const limits = timeLimits();
			const backend = await openBackend({ variables: call.variables ?? {}, fetch: limits.fetch });
			const send = await call.prepare(backend);
			const itemsBefore = (await backend.rows('connections')).length;
			if (fault === 'late') limits.of(call.path);
			else backend.sandbox.faults.add({ path: call.path, fault });
			const failed = await send();
			limits.of('');
			backend.sandbox.faults.clear();
			await backend.sandbox.clock.advance('20s');
			const after = await send();
			const end = `${failed} | ${after}`;
			ends.set(end, [...(ends.get(end) ?? []), what]);

			expect(failed, what).not.toMatch(/^500/);
			// Nothing is lost, but for what only Plaid ever knew.
			if (after !== finalAt[`${call.name} ${what}`]) expect(after, what).toMatch(final);
			const exchanged = backend.calls(exchangePath).filter(({ status }) => status === 200);
			const connections = await backend.rows('connections');
			expect(connections.length, what).toBeLessThanOrEqual(Math.max(1, itemsBefore));
			expect(connections.length, what).toBeLessThanOrEqual(exchanged.length);
			const events = (await backend.rows('events')).map(({ type }) => type);
			expect(new Set(events).size, what).toBe(events.length);
		}
		for (const [end, troubles] of ends) rows.push(`| ${call.name} | ${troubles.join(', ')} | ${end} |`);
	},
	240_000,
);

it('is in the documentation', () => {
	expect(rows.length).toBeGreaterThan(calls.length * 3);
	expect(page).toContain(rows.join('\n'));
});

/**
 * Every call to Plaid, failing in every way: what is answered, and what the same request gets once it has passed.
 * The table that comes of it stands in `docs/failures.md`; where it is not this one, the test shows the right one.
 */
import { expect, it, vi } from 'vitest';
import type { Fault } from '../../demo/sandbox/faults.ts';
import type { Sandbox } from '../../demo/sandbox/index.ts';
import page from '../../docs/failures.md?raw';
import { type ErrorBody, exchangePath, openBackend } from './backend.ts';
import { calls, withKey } from './upstream-calls.ts';

const plaidError = (error_type: string, error_code: string) => ({ plaid_error: { error_type, error_code } });

const failures: [string, Fault['fault'] | 'late'][] = [
	['no answer in time', 'late'],
	['cut before the work', { cut: 'before' }],
	['cut after the work', { cut: 'after' }],
	['a broken answer', { malformed: true }],
	['HTTP 502', { status: 502, body: 'bad gateway' }],
	...(
		[
			['API_ERROR', 'INTERNAL_SERVER_ERROR'],
			['API_ERROR', 'PLANNED_MAINTENANCE'],
			['RATE_LIMIT_EXCEEDED', 'RATE_LIMIT'],
			['RATE_LIMIT_EXCEEDED', 'CREDITS_EXHAUSTED'],
			['INSTITUTION_ERROR', 'INSTITUTION_DOWN'],
			['INSTITUTION_ERROR', 'INSTITUTION_NOT_RESPONDING'],
			['INSTITUTION_ERROR', 'INSTITUTION_NO_LONGER_SUPPORTED'],
			['ITEM_ERROR', 'PRODUCT_NOT_READY'],
			['ITEM_ERROR', 'ITEM_LOGIN_REQUIRED'],
			['ITEM_ERROR', 'ITEM_LOCKED'],
			['ITEM_ERROR', 'ITEM_NOT_FOUND'],
			['ITEM_ERROR', 'ITEM_NOT_SUPPORTED'],
			['ITEM_ERROR', 'NO_AUTH_ACCOUNTS'],
			['INVALID_INPUT', 'USER_PERMISSION_REVOKED'],
			['INVALID_INPUT', 'INVALID_API_KEYS'],
			['INVALID_INPUT', 'INVALID_PRODUCT'],
			['INVALID_INPUT', 'INVALID_STRIPE_ACCOUNT'],
			['INVALID_INPUT', 'INVALID_ACCESS_TOKEN'],
			['INVALID_REQUEST', 'INVALID_FIELD'],
			['A_NEW_TYPE', 'A_NEW_CODE'],
		] as const
	).map(([type, code]): [string, Fault['fault']] => [code, plaidError(type, code)]),
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

const outcome = ({ status, body }: { status: number; body: unknown }) =>
	status < 300 ? `${status}` : `${status} ${(body as ErrorBody).error.code}`;

const rows: string[] = [];

it.each(calls)(
	'$name: nothing is done twice, and the same request is right once it has passed',
	async (call) => {
		for (const [what, fault] of failures) {
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
			rows.push(`| ${call.name} | ${what} | ${outcome(failed)} | ${outcome(after)} |`);

			expect(failed.status, what).not.toBe(500);
			// Nothing is lost, but for what only Plaid ever knew.
			if (outcome(after) !== '409 exchange_lost') expect(after.status, what).toBe(200);
			const exchanged = backend.calls(exchangePath).filter(({ status }) => status === 200);
			const connections = await backend.rows('connections');
			expect(connections.length, what).toBeLessThanOrEqual(Math.max(1, itemsBefore));
			expect(connections.length, what).toBeLessThanOrEqual(exchanged.length);
			const events = (await backend.rows('events')).map(({ type }) => type);
			expect(new Set(events).size, what).toBe(events.length);
		}
	},
	60_000,
);

it('stands in the documentation', () => {
	expect(rows).toHaveLength(calls.length * failures.length);
	expect(page).toContain(rows.join('\n'));
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { finishLink, openBackend } from './backend.ts';

afterEach(() => void vi.restoreAllMocks());

const created = '/link/token/create';

describe('a call to Plaid', () => {
	it('ends at its deadline: ten seconds, thirty-five for live balances', async () => {
		const backend = await openBackend({
			fetch: (sandbox) => async (input, init) => {
				if (init?.signal?.aborted) throw init.signal.reason;
				return sandbox.fetch(input, init);
			},
		});
		const { body } = await backend.post<{ connection: string }>(
			'/v1/bank_account_tokens',
			await finishLink(backend),
		);
		const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
		const answers = [
			await backend.post('/v1/link_tokens', {}),
			await backend.read(`/v1/connections/${body.connection}/accounts?balances=live`),
		];
		expect(timeout.mock.calls).toEqual([[10_000], [35_000]]);
		for (const answer of answers) {
			expect([answer.status, answer.body]).toMatchObject([503, { error: { code: 'plaid_unavailable' } }]);
		}
		expect(JSON.parse(backend.log.at(-1) ?? '')).toMatchObject({ plaid: [{ trouble: 'timeout' }] });
	});

	it('follows no redirect and accepts only Plaid’s own JSON', async () => {
		const answers = [
			() => new Response(null, { status: 302, headers: { Location: 'http://127.0.0.1/' } }),
			() => Response.json({ link_token: 7, expiration: 'soon' }),
			() => Response.json({ link_token: 'link-sandbox-1', expiration: 'soon' }),
			() => new Response(' '.repeat(3 * 1024 * 1024)),
			() => new Response('<html>'),
		];
		for (const answer of answers) {
			const backend = await openBackend({ fetch: () => async () => answer() });
			const { status, body } = await backend.post('/v1/link_tokens', {});
			expect([status, body]).toMatchObject([502, { error: { code: 'plaid_answer_invalid' } }]);
		}
	});

	it('is retried twice, with growing pauses', async () => {
		vi.spyOn(Math, 'random').mockReturnValue(1);
		const pauses: number[] = [];
		const backend = await openBackend({ pause: async (ms) => void pauses.push(ms) });
		const fault = { plaid_error: { error_type: 'API_ERROR', error_code: 'INTERNAL_SERVER_ERROR' } };
		backend.sandbox.faults.add({ path: created, fault });
		expect((await backend.post('/v1/link_tokens', {})).body).toMatchObject({
			error: { code: 'plaid_unavailable' },
		});
		expect(pauses).toEqual([300, 600]);
	});

	it('is not retried if Plaid would answer the same again', async () => {
		const backend = await openBackend();
		const fault = { plaid_error: { error_type: 'INVALID_REQUEST', error_code: 'INVALID_FIELD' } };
		backend.sandbox.faults.add({ path: created, fault });
		expect((await backend.post('/v1/link_tokens', {})).body).toMatchObject({
			error: { code: 'plaid_request_refused' },
		});
		expect(backend.calls(created)).toHaveLength(1);
	});
});

import { beforeEach, describe, expect, it } from 'vitest';
import { type Backend, connectAs, type ErrorBody, openBackend, stripePath } from './backend.ts';

let backend: Backend;
beforeEach(async () => {
	backend = await openBackend();
});
const code = ({ body }: { body: unknown }) => (body as ErrorBody).error?.code;
const session = (body: object, key: string) =>
	backend.send<{ session: string; request_id: string }>('/v1/sessions', body, { 'Idempotency-Key': key });

describe('an Idempotency-Key', () => {
	it('gets the same answer again, from another isolate too, and nothing is done twice', async () => {
		const first = await session({ client_user_id: 'user_1' }, 'key-1');
		backend.restart();
		const again = await session({ client_user_id: 'user_1' }, 'key-1');
		expect([again.status, again.text]).toEqual([201, first.text]);
		expect(again.headers.get('Idempotent-Replayed')).toBe('true');
		expect(first.headers.has('Idempotent-Replayed')).toBe(false);
		expect(await backend.rows('sessions')).toHaveLength(1);
	});

	it('is stored so that neither it nor the answer can be read', async () => {
		const { body } = await session({ client_user_id: 'user_1' }, 'key-1');
		const stored = JSON.stringify(await backend.rows('idempotency_keys'));
		expect(stored).not.toContain('key-1');
		expect(stored).not.toContain(body.session);
	});

	it('is refused for another body, and for another path', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		await session({ client_user_id: 'user_1' }, 'key-1');
		const others = [
			await session({ client_user_id: 'user_2' }, 'key-1'),
			await backend.send(
				`/v1/connections/${connection}`,
				{ client_user_id: 'user_1' },
				{ 'Idempotency-Key': 'key-1' },
			),
		];
		for (const answer of others)
			expect([answer.status, code(answer)]).toEqual([409, 'idempotency_key_reused']);
	});

	it('with fifty equal requests at once does the work once; the others wait or get its answer', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		const before = backend.calls(stripePath).length;
		const path = `/v1/connections/${connection}/bank_account_tokens`;
		const send = () => backend.send(path, {}, { 'Idempotency-Key': 'key-2' });
		const answers = await Promise.all(Array.from({ length: 50 }, send));
		expect(backend.calls(stripePath)).toHaveLength(before + 1);
		const done = answers.filter(({ status }) => status === 200);
		expect(new Set(done.map(({ text }) => text)).size).toBe(1);
		for (const answer of answers.filter(({ status }) => status !== 200)) {
			expect([answer.status, code(answer)]).toEqual([409, 'idempotency_in_progress']);
			expect(answer.headers.get('Retry-After')).toBe('2');
		}
		expect((await send()).text).toBe(done[0]?.text);
	});

	it('of a request that died is busy for its lease, and free after it', async () => {
		await session({ client_user_id: 'user_1' }, 'key-1');
		await backend.database
			.prepare("update idempotency_keys set status = null, answer = null, owner = 'dead', lease_until = ?")
			.bind(backend.sandbox.clock.now() + 60_000)
			.run();
		expect(code(await session({ client_user_id: 'user_1' }, 'key-1'))).toBe('idempotency_in_progress');
		await backend.sandbox.clock.advance('61s');
		expect((await session({ client_user_id: 'user_1' }, 'key-1')).status).toBe(201);
	});

	it.each([
		['a trouble that passes', { cut: 'before' }, 503],
		['a rate limit', { plaid_error: { error_type: 'RATE_LIMIT_EXCEEDED', error_code: 'RATE_LIMIT' } }, 503],
	] as const)('is free again after %s', async (_what, fault, status) => {
		const { connection } = await connectAs(backend, 'user_1');
		const path = `/v1/connections/${connection}/bank_account_tokens`;
		const send = () => backend.send(path, {}, { 'Idempotency-Key': 'key-3' });
		backend.sandbox.faults.add({ path: stripePath, fault });
		expect((await send()).status).toBe(status);
		backend.sandbox.faults.clear();
		expect((await send()).status).toBe(200);
	});

	it('keeps a refusal that would be the same again, and not one of a malformed request', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		const path = `/v1/connections/${connection}/bank_account_tokens`;
		const refused = () => backend.send(path, { account_id: 'none' }, { 'Idempotency-Key': 'key-4' });
		const first = await refused();
		expect(code(first)).toBe('account_not_found');
		expect((await refused()).text).toBe(first.text);
		expect(code(await session({ client_user_id: 7 }, 'key-5'))).toBe('parameter_invalid');
		expect((await session({ client_user_id: 'user_7' }, 'key-5')).status).toBe(201);
	});

	it.each(['', 'x'.repeat(256), 'a b'])('that is none is refused: %j', async (key) => {
		const answer = await backend.send<ErrorBody>(
			'/v1/sessions',
			{ client_user_id: 'a' },
			{ 'Idempotency-Key': key },
		);
		expect([answer.status, answer.body.error.param]).toEqual([400, 'Idempotency-Key']);
	});

	it('is gone after a day', async () => {
		await session({ client_user_id: 'user_1' }, 'key-1');
		await backend.sandbox.clock.advance('25h');
		await backend.clock('17 * * * *');
		expect(await backend.rows('idempotency_keys')).toEqual([]);
	});
});

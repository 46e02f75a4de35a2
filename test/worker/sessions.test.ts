import { beforeEach, describe, expect, it } from 'vitest';
import {
	type Backend,
	connectAs,
	type ErrorBody,
	exchangePath,
	finishLink,
	openBackend,
	origin,
} from './backend.ts';

let backend: Backend;
beforeEach(async () => {
	backend = await openBackend();
});
type Sent = ErrorBody & { session: string; expires_at: string };
const code = ({ body }: { body: unknown }) => (body as ErrorBody).error?.code;
const linkTokenRequests = () => backend.calls('/link/token/create').map(({ body }) => body);

describe('an exchange that one user left unfinished', () => {
	const sessionOf = async (client_user_id: string) =>
		(await backend.send<Sent>('/v1/sessions', { client_user_id, name: 'Ada Byron' })).body.session;
	const offer = (link_token: string, connection: string, session?: string) =>
		backend.post('/v1/authorizations', { link_token, connection, ...(session && { session }) });

	it('is not continued by another user who has signed in since, but by the same user', async () => {
		const ada = await sessionOf('user_ada');
		const tokens = await finishLink(backend, { session: ada });
		const grace = await sessionOf('user_grace');
		expect(code(await backend.post('/v1/bank_account_tokens', { ...tokens, session: grace }))).toBe(
			'link_session_not_found',
		);
		expect(backend.calls('/item/public_token/exchange')).toEqual([]);
		const adaAgain = await sessionOf('user_ada');
		const made = await backend.post<{ connection: string }>('/v1/bank_account_tokens', {
			...tokens,
			session: adaAgain,
		});
		expect(made.status).toBe(200);
		// Neither is the stored answer for anybody else.
		expect(code(await backend.post('/v1/bank_account_tokens', { ...tokens, session: grace }))).toBe(
			'link_session_not_found',
		);
		const { connection } = made.body;
		expect(code(await offer(tokens.link_token, connection, grace))).toBe('link_session_not_found');
		expect((await offer(tokens.link_token, connection, adaAgain)).status).toBe(200);
	});

	it('is continued if either session names no user, or has expired', async () => {
		const tokens = await finishLink(backend, { session: await sessionOf('user_ada') });
		expect((await backend.post('/v1/bank_account_tokens', tokens)).status).toBe(200);
		expect((await backend.post('/v1/bank_account_tokens', { ...tokens, session: 'ss_unknown' })).status).toBe(
			200,
		);
		const ofNobody = await finishLink(backend, {});
		const grace = await sessionOf('user_grace');
		expect((await backend.post('/v1/bank_account_tokens', { ...ofNobody, session: grace })).status).toBe(200);
		await backend.sandbox.clock.advance('61m');
		expect(code(await backend.post('/v1/bank_account_tokens', { ...tokens, session: grace }))).toBe(
			'link_session_not_found',
		);
		expect((await backend.post('/v1/bank_account_tokens', tokens)).status).toBe(200);
	});
});

describe('a session', () => {
	it('has a secret that is returned once, stored as a hash, and valid for an hour', async () => {
		const answer = await backend.send<Sent>('/v1/sessions', {
			client_user_id: 'user_17',
			stripe_customer: 'cus_abc',
			name: 'Ada Byron',
			email: 'ada@shop.example',
		});
		expect([answer.status, answer.body]).toEqual([
			201,
			{
				id: expect.stringMatching(/^sess_[0-9a-f]{32}$/),
				object: 'session',
				session: expect.stringMatching(/^ss_[\w-]{43}$/),
				client_user_id: 'user_17',
				stripe_customer: 'cus_abc',
				allow_duplicates: false,
				authorization: { kind: 'one_time', amount: null },
				expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
				request_id: answer.headers.get('Request-Id'),
			},
		]);
		const life = Date.parse(answer.body.expires_at) - backend.sandbox.clock.now();
		expect(life / 60_000).toBeCloseTo(60, 0);
		const stored = JSON.stringify(await backend.rows('sessions'));
		for (const secret of [answer.body.session, 'Ada Byron', 'ada@shop.example']) {
			expect(stored).not.toContain(secret);
			expect(backend.log.join()).not.toContain(secret);
		}
	});

	it('names the user to Plaid and owns the connection', async () => {
		const { connection } = await connectAs(backend, 'user_17', {
			stripe_customer: 'cus_abc',
			name: 'Ada Byron',
			email: 'ada@shop.example',
		});
		expect(linkTokenRequests()).toMatchObject([
			{
				user: { client_user_id: 'user_17', legal_name: 'Ada Byron', email_address: 'ada@shop.example' },
			},
		]);
		expect((await backend.read(`/v1/connections/${connection}`)).body).toMatchObject({
			client_user_id: 'user_17',
			stripe_customer: 'cus_abc',
		});
	});

	it.each([
		[{}, 'parameter_missing', 'client_user_id'],
		[{ client_user_id: 'ada@shop.example' }, 'parameter_invalid', 'client_user_id'],
		[{ client_user_id: 'a', stripe_customer: 'acct_1' }, 'parameter_invalid', 'stripe_customer'],
		[{ client_user_id: 'a', email: 'nobody' }, 'parameter_invalid', 'email'],
		[{ client_user_id: 'a', role: 'admin' }, 'parameter_unknown', 'role'],
	])('%j is refused as %s of %s', async (body, expected, param) => {
		const answer = await backend.send<ErrorBody>('/v1/sessions', body);
		expect([answer.status, code(answer), answer.body.error.param]).toEqual([400, expected, param]);
	});

	it('that is unknown or an hour old makes no link token (session_invalid, session_expired)', async () => {
		const unknown = await backend.post('/v1/link_tokens', { session: 'ss_of_somebody_else' });
		expect([unknown.status, code(unknown)]).toEqual([401, 'session_invalid']);
		const { body } = await backend.send<Sent>('/v1/sessions', { client_user_id: 'user_17' });
		await backend.sandbox.clock.advance('61m');
		const expired = await backend.post('/v1/link_tokens', { session: body.session });
		expect([expired.status, code(expired)]).toEqual([401, 'session_expired']);
		expect(linkTokenRequests()).toHaveLength(0);
	});
});

describe('a repair', () => {
	it('opens Link in update mode for the session’s own connection, and returns a fresh token without an exchange', async () => {
		const { session, connection, tokens: first } = await connectAs(backend, 'user_17');
		await backend.sandbox.clock.advance('1m');
		const fault = { plaid_error: { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOGIN_REQUIRED' } };
		backend.sandbox.faults.add({ path: '/accounts/balance/get', times: 1, fault });
		await backend.read(`/v1/connections/${connection}/accounts?balances=live`);
		expect((await backend.read(`/v1/connections/${connection}`)).body).toMatchObject({
			status: 'login_required',
		});

		const tokens = await backend.post<{ link_token: string }>('/v1/link_tokens', { session, connection });
		expect(tokens.status).toBe(200);
		expect(linkTokenRequests().at(-1)).toEqual({
			client_name: 'Example Shop',
			language: 'en',
			country_codes: ['US'],
			user: { client_user_id: 'user_17' },
			access_token: expect.any(String),
		});
		await backend.sandbox.clock.advance('1m');
		const mended = await backend.post<{ connection: string; bank_account_token: string }>(
			'/v1/bank_account_tokens',
			{
				link_token: tokens.body.link_token,
				public_token: 'public-sandbox-of-the-repair',
				account_id: first.account_id,
			},
		);
		expect([mended.status, mended.body.connection]).toEqual([200, connection]);
		expect(mended.body.bank_account_token).toMatch(/^btok_/);
		expect(backend.calls(exchangePath)).toHaveLength(1);
		expect((await backend.read(`/v1/connections/${connection}`)).body).toMatchObject({
			status: 'active',
			bank_account_token: 'fresh',
		});
		expect((await backend.read<{ events: object[] }>('/v1/events')).body.events).toMatchObject([
			{ type: 'connection.repaired', data: { connection, status: 'active' } },
			{ type: 'connection.login_required', data: { connection, status: 'login_required' } },
			{ type: 'connection.created' },
		]);
	});

	it('is refused for another user, without a session, and for a connection that does not exist', async () => {
		const { connection } = await connectAs(backend, 'user_17');
		const { session } = await connectAs(backend, 'user_18');
		const { body: unclaimed } = await backend.post<{ connection: string }>(
			'/v1/bank_account_tokens',
			await finishLink(backend),
		);
		const before = linkTokenRequests().length;
		for (const id of [connection, unclaimed.connection, `conn_${'0'.repeat(32)}`, "conn_' or 1=1"]) {
			const answer = await backend.post('/v1/link_tokens', { session, connection: id });
			expect([answer.status, code(answer)]).toEqual([404, 'connection_not_found']);
		}
		const alone = await backend.post('/v1/link_tokens', { connection });
		expect([alone.status, code(alone)]).toEqual([400, 'session_required']);
		expect(linkTokenRequests()).toHaveLength(before);
	});

	it('is refused for a removed connection (connection_removed)', async () => {
		const { session, connection } = await connectAs(backend, 'user_17');
		await backend.send(`/v1/connections/${connection}`, {}, { method: 'DELETE' });
		const answer = await backend.post('/v1/link_tokens', { session, connection });
		expect([answer.status, code(answer)]).toEqual([410, 'connection_removed']);
	});
});

describe('the same account at the same bank', () => {
	const hints = { institution_id: 'ins_109508', account_name: 'Plaid Checking', account_mask: '0000' };

	it('is refused before the exchange, and the existing connection is named (duplicate_connection)', async () => {
		const { session, connection } = await connectAs(backend, 'user_17');
		const tokens = await finishLink(backend, { session });
		const answer = await backend.post<ErrorBody>('/v1/bank_account_tokens', { ...tokens, ...hints });
		expect([answer.status, answer.body.error]).toMatchObject([
			409,
			{ code: 'duplicate_connection', connection },
		]);
		expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(origin);
		expect(backend.calls(exchangePath)).toHaveLength(1);
	});

	it('is reported after the exchange if the page sent no description', async () => {
		const { session, connection } = await connectAs(backend, 'user_17');
		const tokens = await finishLink(backend, { session });
		const made = await backend.post('/v1/bank_account_tokens', tokens);
		expect([made.status, made.body]).toMatchObject([200, { duplicate_of: connection }]);
		expect((await backend.post('/v1/bank_account_tokens', tokens)).body).toMatchObject({
			duplicate_of: connection,
		});
	});

	it.each([
		['another user’s', 'user_18', {}, hints],
		['allowed by the merchant', 'user_17', { allow_duplicates: true }, hints],
		['at another bank', 'user_17', {}, { ...hints, institution_id: 'ins_3' }],
		['of another number', 'user_17', {}, { ...hints, account_mask: '1111' }],
		['of another name', 'user_17', {}, { ...hints, account_name: 'Plaid Saving' }],
	])('is no duplicate when it is %s', async (_what, user, allowed, told) => {
		await connectAs(backend, 'user_17');
		const { body } = await backend.send<Sent>('/v1/sessions', { client_user_id: user, ...allowed });
		const tokens = await finishLink(backend, { session: body.session });
		expect((await backend.post('/v1/bank_account_tokens', { ...tokens, ...told })).status).toBe(200);
	});

	it('can be connected again after its connection was removed', async () => {
		const { session, connection } = await connectAs(backend, 'user_17');
		await backend.send(`/v1/connections/${connection}`, {}, { method: 'DELETE' });
		const tokens = await finishLink(backend, { session });
		expect((await backend.post('/v1/bank_account_tokens', { ...tokens, ...hints })).status).toBe(200);
	});
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { Authorization, AuthorizationAnswer } from '../../worker/contract.ts';
import {
	type Backend,
	connectAs,
	type ErrorBody,
	encryptionKey,
	finishLink,
	openBackend,
} from './backend.ts';

let backend: Backend;
beforeEach(async () => {
	backend = await openBackend();
});
const code = ({ body }: { body: unknown }) => (body as ErrorBody).error?.code;
const path = '/v1/authorizations';
const browser = { 'CF-Connecting-IP': '203.0.113.9', 'User-Agent': 'Mozilla/5.0 (a phone)' };

const today = () =>
	new Date(backend.sandbox.clock.now()).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** A user with a connection, whose name the merchant's server has put into the session. */
async function shopper(more: object = {}) {
	const { connection, tokens } = await connectAs(backend, 'user_17', { name: 'Ada Byron', ...more });
	const about = { link_token: tokens.link_token, connection };
	return {
		...about,
		offer: (fields: object = {}) => backend.post<AuthorizationAnswer>(path, { ...about, ...fields }),
		accept: (authorization: string, headers: Record<string, string> = browser) =>
			backend.post<AuthorizationAnswer>(path, { ...about, accept: authorization }, headers),
	};
}
const read = (id: string) => backend.read<Authorization>(`${path}/${id}`);
const revoke = (id: string) => backend.send<Authorization>(`${path}/${id}/revoke`);
const inEffect = async (connection: string) =>
	(await backend.read(`/v1/connections/${connection}`)).body.authorization;

describe('the text of an authorization', () => {
	it('names merchant, holder, account, amount and date, and allows one debit', async () => {
		const { offer } = await shopper({ authorization: { kind: 'one_time', amount: 8_950 } });
		const { status, body } = await offer();
		expect(status).toBe(200);
		expect(body).toMatchObject({
			authorization: expect.stringMatching(/^auth_[0-9a-f]{32}$/),
			accepted_at: null,
		});
		expect(body.text).toBe(
			[
				`Account holder: Ada Byron\nAccount: First Platypus Bank, Plaid Checking, ending in 0000\nAmount: $89.50\nDate: ${today()}`,
				'By clicking “Accept”, you authorize Example Shop to debit the bank account specified above once, for $89.50, pursuant to Example Shop’s website and terms. You may revoke this authorization by giving notice to Example Shop before the debit is submitted to your bank.',
			].join('\n\n'),
		);
	});

	it('of a recurring one allows debits until it is revoked, with thirty days’ notice', async () => {
		const { offer } = await shopper({ authorization: { kind: 'recurring' } });
		const { text } = (await offer()).body;
		expect(text).toContain(
			'for any amount owed for charges arising from your use of Example Shop’s services',
		);
		expect(text).toContain('with 30 (thirty) days notice');
		expect(text).toContain('you authorize Example Shop to debit your bank account periodically.');
		expect(text).not.toContain('Amount:');
	});

	it('asks for the holder’s name when neither session nor page has it: holder_name_required', async () => {
		const tokens = await finishLink(backend);
		const { body: made } = await backend.post<{ connection: string }>('/v1/bank_account_tokens', tokens);
		const about = { link_token: tokens.link_token, connection: made.connection };
		expect(code(await backend.post(path, about))).toBe('holder_name_required');
		expect(code(await backend.post(path, { ...about, name: '   ' }))).toBe('parameter_invalid');
		const { body } = await backend.post<AuthorizationAnswer>(path, { ...about, name: ' Grace Hopper ' });
		expect(body.text).toContain('Account holder: Grace Hopper\n');
		expect((await read(body.authorization)).body.name).toBe('Grace Hopper');
	});

	it.each(['  ', 'Ada\nAmount: $1.00', 'Ada\u2028Byron', 'Ada\u0000'])(
		'has no holder called %j',
		async (name) => {
			const guest = await connectAs(backend, 'user_18');
			const about = { link_token: guest.tokens.link_token, connection: guest.connection, name };
			const refused = await backend.post<ErrorBody>(path, about);
			expect([code(refused), refused.body.error.param]).toEqual(['parameter_invalid', 'name']);
			const session = { client_user_id: 'user_18', name };
			expect(code(await backend.send('/v1/sessions', session))).toBe('parameter_invalid');
		},
	);

	it.each([-500, 0, 49, 100_000_000])('names no amount that cannot be debited: %d', async (amount) => {
		const authorization = { kind: 'one_time', amount };
		const refused = await backend.send<ErrorBody>('/v1/sessions', { client_user_id: 'u', authorization });
		expect([code(refused), refused.body.error.param]).toEqual(['parameter_invalid', 'authorization.amount']);
	});

	it('uses the session’s name, not the page’s', async () => {
		const { offer } = await shopper();
		expect((await offer({ name: 'Mallory' })).body.text).toContain('Account holder: Ada Byron');
	});

	it('is offered once: the same again for the same name, a new one for another name', async () => {
		const tokens = await finishLink(backend);
		const { body: made } = await backend.post<{ connection: string }>('/v1/bank_account_tokens', tokens);
		const ask = async (name: string) =>
			(
				await backend.post<AuthorizationAnswer>(path, {
					link_token: tokens.link_token,
					connection: made.connection,
					name,
				})
			).body.authorization;
		const first = await ask('Ada Byron');
		expect(await ask('Ada Byron')).toBe(first);
		expect(await ask('Ada King')).not.toBe(first);
		expect(await backend.rows('authorizations')).toHaveLength(2);
	});
});

describe('accepting an authorization', () => {
	it('stores the text as it was shown, with time, address and user agent', async () => {
		const { offer, accept, connection } = await shopper();
		const { authorization, text } = (await offer()).body;
		expect(await inEffect(connection)).toBeNull();
		const accepted = await accept(authorization);
		expect(accepted.body).toMatchObject({ authorization, text, accepted_at: expect.any(String) });
		expect((await read(authorization)).body).toEqual({
			id: authorization,
			object: 'authorization',
			connection,
			status: 'accepted',
			kind: 'one_time',
			amount: null,
			currency: 'usd',
			text,
			text_version: '2026-11-21',
			name: 'Ada Byron',
			accepted_at: accepted.body.accepted_at,
			ip_address: '203.0.113.9',
			user_agent: 'Mozilla/5.0 (a phone)',
			revoked_at: null,
			mandate: null,
			livemode: false,
			created_at: expect.any(String),
			request_id: expect.any(String),
		});
		expect(await inEffect(connection)).toBe(authorization);
	});

	it('happens once: a repeat from elsewhere changes nothing and sends no second event', async () => {
		const { offer, accept, connection } = await shopper();
		const { authorization } = (await offer()).body;
		const first = (await accept(authorization)).body.accepted_at;
		await backend.sandbox.clock.advance('5m');
		const again = await accept(authorization, { 'CF-Connecting-IP': '198.51.100.1', 'User-Agent': 'other' });
		expect(again.body.accepted_at).toBe(first);
		expect((await offer()).body).toMatchObject({ authorization, accepted_at: first });
		expect((await read(authorization)).body).toMatchObject({ ip_address: '203.0.113.9' });
		const { body } = await backend.read<{ events: { type: string; data: object }[] }>('/v1/events');
		expect(body.events.filter(({ type }) => type === 'authorization.accepted')).toMatchObject([
			{ data: { connection, authorization, client_user_id: 'user_17' } },
		]);
	});

	it('stores neither name, text, address nor user agent in the clear, and logs none of them', async () => {
		const { offer, accept } = await shopper();
		await accept((await offer()).body.authorization);
		const stored = JSON.stringify(await backend.rows('authorizations')) + backend.log.join();
		for (const secret of ['Ada Byron', 'By clicking', '203.0.113.9', 'a phone'])
			expect(stored).not.toContain(secret);
	});

	it('needs the Link token and connection that it was offered for: authorization_not_found', async () => {
		const one = await shopper();
		const other = await shopper({ allow_duplicates: true });
		const { authorization } = (await one.offer()).body;
		expect(code(await other.accept(authorization))).toBe('authorization_not_found');
		const mixed = { link_token: other.link_token, connection: one.connection };
		expect(code(await backend.post(path, mixed))).toBe('connection_not_found');
		expect(code(await one.offer({ link_token: 'link-sandbox-unknown' }))).toBe('link_session_not_found');
		expect(code(await one.accept('auth_nonsense'))).toBe('authorization_not_found');
		expect((await read(authorization)).body.status).toBe('offered');
	});

	it('is possible until an hour after the Link token expires: link_token_expired', async () => {
		const { offer } = await shopper();
		await backend.sandbox.clock.advance('4h');
		expect((await offer()).status).toBe(200);
		await backend.sandbox.clock.advance('61m');
		expect(code(await offer())).toBe('link_token_expired');
	});

	it('is refused for a removed connection: connection_removed', async () => {
		const { offer, connection } = await shopper();
		await backend.send(`/v1/connections/${connection}`, {}, { method: 'DELETE' });
		expect(code(await offer())).toBe('connection_removed');
	});

	it('by twenty requests at once happens once', async () => {
		const { offer, accept } = await shopper();
		const { authorization } = (await offer()).body;
		const answers = await Promise.all(Array.from({ length: 20 }, () => accept(authorization)));
		expect(new Set(answers.map(({ body }) => body.accepted_at)).size).toBe(1);
		const events = await backend.rows('events');
		expect(events.filter(({ type }) => type === 'authorization.accepted')).toHaveLength(1);
	});
});

describe('a repair', () => {
	it('returns the authorization that is in effect', async () => {
		const { offer, accept, connection } = await shopper({ authorization: { kind: 'recurring' } });
		const { authorization } = (await offer()).body;
		await accept(authorization);
		const { body: session } = await backend.send<{ session: string }>('/v1/sessions', {
			client_user_id: 'user_17',
			authorization: { kind: 'recurring' },
		});
		const { link_token } = (
			await backend.post<{ link_token: string }>('/v1/link_tokens', { session: session.session, connection })
		).body;
		const { body } = await backend.post<AuthorizationAnswer>(path, { link_token, connection });
		expect(body).toMatchObject({ authorization, accepted_at: expect.any(String) });
	});
});

describe('revoking an authorization', () => {
	it('ends it once, with one event, and the connection has none in effect', async () => {
		const { offer, accept, connection } = await shopper();
		const { authorization } = (await offer()).body;
		await accept(authorization);
		const revoked = await revoke(authorization);
		expect(revoked.body).toMatchObject({ status: 'revoked', revoked_at: expect.any(String) });
		await backend.sandbox.clock.advance('1m');
		expect((await revoke(authorization)).body.revoked_at).toBe(revoked.body.revoked_at);
		expect(await inEffect(connection)).toBeNull();
		const types = (await backend.rows('events')).map(({ type }) => type);
		expect(types.filter((type) => type === 'authorization.revoked')).toHaveLength(1);
	});

	it('leaves a later one in effect', async () => {
		const { offer, accept, connection } = await shopper({ authorization: { kind: 'recurring' } });
		const { authorization: first } = (await offer()).body;
		await accept(first);
		await revoke(first);
		const { authorization: second } = (await offer()).body;
		expect(second).not.toBe(first);
		await accept(second);
		expect(await inEffect(connection)).toBe(second);
	});

	it('that is only offered keeps it from being accepted: authorization_revoked', async () => {
		const { offer, accept } = await shopper();
		const { authorization } = (await offer()).body;
		await revoke(authorization);
		expect(code(await accept(authorization))).toBe('authorization_revoked');
	});
});

describe('scheduled jobs', () => {
	it('delete an offer after two days, and a revoked authorization after 740', async () => {
		const one = await shopper();
		await one.offer();
		const other = await shopper({ allow_duplicates: true, authorization: { kind: 'recurring' } });
		const { authorization } = (await other.offer()).body;
		await other.accept(authorization);
		await backend.sandbox.clock.advance('3d');
		await backend.clock('17 * * * *');
		expect((await backend.rows('authorizations')).map(({ id }) => id)).toEqual([authorization]);
		await revoke(authorization);
		await backend.sandbox.clock.advance('700d');
		await backend.clock('17 * * * *');
		expect((await read(authorization)).status).toBe(200);
		await backend.sandbox.clock.advance('41d');
		await backend.clock('17 * * * *');
		expect(code(await read(authorization))).toBe('authorization_not_found');
	});

	it('encrypt it again under a new key', async () => {
		const { offer, accept } = await shopper();
		const { authorization, text } = (await offer()).body;
		await accept(authorization);
		backend.restart({ ENCRYPTION_KEYS: `k2:${encryptionKey(9)},k1:${encryptionKey(7)}` });
		await backend.clock('* * * * *');
		backend.restart({ ENCRYPTION_KEYS: `k2:${encryptionKey(9)}` });
		expect((await read(authorization)).body).toMatchObject({ text, ip_address: '203.0.113.9' });
	});
});

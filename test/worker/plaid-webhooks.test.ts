import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventsAnswer } from '../../worker/contract.ts';
import { type Backend, connectAs, type ErrorBody, finishLink, openBackend } from './backend.ts';
import { createSigner, keysOf, type Signer } from './plaid-signer.ts';

let backend: Backend;
let signers: Signer[];
let asked: string[];
/** How the Item stands by Plaid's word, where a test tells. */
let itemGet: (() => Response) | null;
afterEach(() => void vi.useRealTimers());
beforeEach(async () => {
	signers = [await createSigner()];
	asked = [];
	itemGet = null;
	backend = await openBackend({
		fetch: (sandbox) => {
			const inner = keysOf(() => signers, asked)(sandbox);
			return async (input, init) => {
				if (!itemGet || !String(input).endsWith('/item/get')) return inner(input, init);
				asked.push('/item/get');
				return itemGet();
			};
		},
	});
});
const code = ({ body }: { body: unknown }) => (body as ErrorBody).error?.code;
const seconds = () => Math.floor(backend.sandbox.clock.now() / 1000);
const only = () => signers[0] as Signer;

const deliver = (body: string, token: string) =>
	backend.ask('/webhooks/plaid', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', 'Plaid-Verification': token },
		body,
	});
/** As Plaid prints it, signed now. */
async function tell(webhook: object, { iat = seconds() } = {}) {
	const body = JSON.stringify({ environment: 'sandbox', ...webhook }, null, 2);
	return deliver(body, await only().sign(body, { iat }));
}
const item = (webhook_code: string, more: object = {}) => ({ webhook_type: 'ITEM', webhook_code, ...more });
const loginRequired = { error: { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOGIN_REQUIRED' } };

async function connected() {
	const { connection, tokens } = await connectAs(backend, 'user_1');
	const [row] = await backend.rows('connections');
	return { connection, item_id: String(row?.item_id), account_id: tokens.account_id };
}
const state = async (connection: string) => (await backend.read(`/v1/connections/${connection}`)).body;
const told = async () =>
	(await backend.read<EventsAnswer>('/v1/events')).body.events.map(({ type }) => type).reverse();

describe('a webhook of Plaid’s', () => {
	it('is stored once and answered', async () => {
		const { item_id } = await connected();
		const answer = await tell(item('ERROR', { item_id, ...loginRequired }));
		expect([answer.status, answer.body]).toEqual([
			200,
			{ received: true, request_id: answer.headers.get('Request-Id') },
		]);
		expect(await backend.rows('webhooks')).toMatchObject([
			{ source: 'plaid', type: 'ITEM.ERROR', item_id, body: expect.stringMatching(/^v1\.k1\./) },
		]);
		expect(JSON.parse(backend.log.at(-1) ?? '')).toMatchObject({ webhook: 'plaid ITEM.ERROR' });
	});

	it('is hashed as it arrived, not as JSON that is printed again', async () => {
		const body = '{ "webhook_type":"ITEM",\n\t"webhook_code" : "SOMETHING" }';
		expect((await deliver(body, await only().sign(body, { iat: seconds() }))).status).toBe(200);
	});

	it('that is unknown, or not JSON, is stored and answered', async () => {
		for (const body of ['{"webhook_type":"NEW","webhook_code":"THING"}', 'not json', '[]']) {
			expect((await deliver(body, await only().sign(body, { iat: seconds() }))).status).toBe(200);
		}
		expect((await backend.rows('webhooks')).map(({ type }) => type)).toEqual(
			expect.arrayContaining(['NEW.THING', 'unknown', 'unknown']),
		);
	});

	const body = JSON.stringify({ webhook_type: 'ITEM', webhook_code: 'ERROR' });
	const forged = async (): Promise<[string, string][]> => {
		const signer = only();
		const iat = seconds();
		const good = await signer.sign(body, { iat });
		const [header = '', payload = '', signature = ''] = good.split('.');
		const none = btoa(JSON.stringify({ alg: 'none', kid: signer.kid })).replaceAll('=', '');
		const other = await createSigner(signer.kid);
		return [
			['without a signature', ''],
			['with something else for one', 'abc'],
			['with its algorithm left out', `${none}.${payload}.`],
			['signed by HMAC', await signer.sign(body, { iat, header: { alg: 'HS256' } })],
			['signed by another key', await other.sign(body, { iat })],
			['of an unknown key', await (await createSigner()).sign(body, { iat })],
			['of a key id that is none', await signer.sign(body, { iat, header: { kid: '../../item/remove' } })],
			['with another signature', `${header}.${payload}.${signature.split('').reverse().join('')}`],
			['that is six minutes old', await signer.sign(body, { iat: iat - 301 })],
			['of the future', await signer.sign(body, { iat: iat + 120 })],
			['without a time', await signer.sign(body, { iat: Number.NaN })],
			['of another body', await signer.sign(`${body} `, { iat })],
			['without the body’s hash', await signer.sign(body, { iat, claims: { request_body_sha256: '' } })],
			[
				'with a hash that is longer',
				await signer.sign(body, { iat, claims: { request_body_sha256: 'é'.repeat(64) } }),
			],
		];
	};

	it('that is forged in any of these ways is refused (webhook_invalid), and not stored', async () => {
		for (const [what, token] of await forged()) {
			const answer = await deliver(body, token);
			expect([what, answer.status, code(answer)]).toEqual([what, 401, 'webhook_invalid']);
		}
		expect(await backend.rows('webhooks')).toEqual([]);
	});

	it('of 300 KB is refused before it is read (body_too_large)', async () => {
		const huge = JSON.stringify({ webhook_type: 'x'.repeat(300_000) });
		const answer = await deliver(huge, await only().sign(huge, { iat: seconds() }));
		expect([answer.status, code(answer), asked]).toEqual([413, 'body_too_large', []]);
	});
});

describe('Plaid’s key', () => {
	it('is fetched once for fifty webhooks at once, and for later ones', async () => {
		await Promise.all(Array.from({ length: 50 }, (_, n) => tell(item(`CODE_${n}`))));
		await tell(item('LATER'));
		expect(asked).toEqual([only().kid]);
		expect(await backend.rows('webhooks')).toHaveLength(51);
	});

	it('works beside the next one while Plaid rotates it', async () => {
		await tell(item('FIRST'));
		signers = [await createSigner(), ...signers];
		expect((await tell(item('SECOND'))).status).toBe(200);
		expect(asked).toHaveLength(2);
	});

	it('is refused once it has expired, even if it was valid before', async () => {
		await tell(item('FIRST'));
		only().key.expired_at = seconds() + 30;
		await backend.sandbox.clock.advance('2h');
		expect(code(await tell(item('SECOND')))).toBe('webhook_invalid');
	});

	it('that cannot be fetched makes Plaid repeat the webhook, and is fetched again then', async () => {
		backend = await openBackend({
			fetch: (sandbox) => {
				const inner = keysOf(() => signers, asked)(sandbox);
				return async (input, init) => {
					if (String(input).includes('webhook_verification_key') && asked.length < 3) {
						asked.push('failed');
						throw new TypeError('cut');
					}
					return inner(input, init);
				};
			},
		});
		expect((await tell(item('FIRST'))).status).toBe(503);
		expect((await tell(item('FIRST'))).status).toBe(200);
	});
});

describe('a webhook changes a connection when', () => {
	it.each([
		['ERROR', loginRequired, { status: 'login_required' }, 'connection.login_required'],
		[
			'PENDING_DISCONNECT',
			{ reason: 'INSTITUTION_MIGRATION', disconnect_time: '2027-01-15T13:25:17.766Z' },
			{ status: 'pending_disconnect', disconnect_at: '2027-01-15T13:25:17.766Z' },
			'connection.pending_disconnect',
		],
		[
			'PENDING_EXPIRATION',
			{ consent_expiration_time: '2027-01-15T13:25:17Z' },
			{ status: 'pending_disconnect', disconnect_at: '2027-01-15T13:25:17.000Z' },
			'connection.pending_disconnect',
		],
		['USER_PERMISSION_REVOKED', {}, { status: 'revoked', bank_account_token: 'renew' }, 'connection.revoked'],
		['NEW_ACCOUNTS_AVAILABLE', {}, { status: 'active' }, 'connection.accounts_available'],
	])('ITEM.%s', async (webhook_code, more, becomes, event) => {
		const { connection, item_id } = await connected();
		await tell(item(webhook_code, { item_id, ...more }));
		expect(await state(connection)).toMatchObject(becomes);
		expect(await told()).toEqual(['connection.created', event]);
	});

	it('its login was repaired; the token stays valid, except at PNC', async () => {
		const { connection, item_id } = await connected();
		for (const [institution, token] of [
			['ins_109508', 'fresh'],
			['ins_13', 'renew'],
		]) {
			await backend.database.prepare('update connections set institution_id = ?').bind(institution).run();
			await backend.sandbox.clock.advance('1m');
			await tell(item('ERROR', { item_id, ...loginRequired }));
			await backend.sandbox.clock.advance('1m');
			await tell(item('LOGIN_REPAIRED', { item_id }));
			expect(await state(connection)).toMatchObject({ status: 'active', bank_account_token: token });
		}
	});

	it('its own account has new numbers, and not when another account has', async () => {
		const { connection, item_id, account_id } = await connected();
		const update = (id: string | undefined) => ({
			webhook_type: 'AUTH',
			webhook_code: 'DEFAULT_UPDATE',
			item_id,
			account_ids_with_new_auth: [],
			account_ids_with_updated_auth: { [String(id)]: ['ACCOUNT_NUMBER'] },
		});
		await tell(update('another'));
		expect(await state(connection)).toMatchObject({ bank_account_token: 'fresh' });
		await tell(update(account_id));
		expect(await state(connection)).toMatchObject({ bank_account_token: 'renew' });
		expect(await told()).toEqual(['connection.created', 'connection.bank_account_token_outdated']);
	});

	it('there are transactions, and not after it was removed', async () => {
		const { connection, item_id } = await connected();
		const updates = { webhook_type: 'TRANSACTIONS', webhook_code: 'SYNC_UPDATES_AVAILABLE', item_id };
		await tell(updates);
		await backend.send(`/v1/connections/${connection}`, {}, { method: 'DELETE' });
		await backend.sandbox.clock.advance('1m');
		await tell(updates);
		await tell(item('LOGIN_REPAIRED', { item_id }));
		expect(await state(connection)).toMatchObject({ status: 'removed' });
		expect(await told()).toEqual([
			'connection.created',
			'connection.transactions_available',
			'connection.removed',
		]);
	});

	it('it is stored: webhooks that arrived before are applied then', async () => {
		const tokens = await finishLink(backend);
		const { faults } = backend.sandbox;
		faults.add({ path: '/accounts/get', fault: { cut: 'before' } });
		await backend.post('/v1/bank_account_tokens', tokens);
		const [row] = await backend.rows('connections');
		// As if the webhook had overtaken the storing of the Item.
		await backend.database.prepare("update connections set item_id = 'not yet'").run();
		await tell(
			item('PENDING_DISCONNECT', { item_id: row?.item_id, disconnect_time: '2027-01-01T00:00:00Z' }),
		);
		await backend.database.prepare('update connections set item_id = ?').bind(row?.item_id).run();
		faults.clear();
		const { body } = await backend.post<{ connection: string }>('/v1/bank_account_tokens', tokens);
		expect(await state(body.connection)).toMatchObject({ status: 'pending_disconnect' });
	});
});

describe('a webhook that Plaid repeats with a new signature', () => {
	const stands = (error: object | null) => () =>
		Response.json({ item: { error }, request_id: 'abcdefghijklmno' });
	const refused = (error_type: string, error_code: string) => () =>
		Response.json(
			{ error_type, error_code, error_message: '', request_id: 'abcdefghijklmno' },
			{ status: 400 },
		);
	const minuteLater = async (webhook: object) => {
		await backend.sandbox.clock.advance('1m');
		expect((await tell(webhook)).status).toBe(200);
	};
	/** A login that was lost and repaired, or the other way round, and the first told once more. */
	async function toldAgain(
		codes: ('ERROR' | 'LOGIN_REPAIRED' | 'USER_PERMISSION_REVOKED')[],
		truth: () => Response,
	) {
		const { connection, item_id } = await connected();
		asked.length = 0;
		const story = codes.map((webhook_code) =>
			item(webhook_code, { item_id, ...(webhook_code === 'ERROR' ? loginRequired : {}) }),
		);
		itemGet = () => stands(codes.at(-1) === 'ERROR' ? loginRequired.error : null)();
		for (const webhook of story) await minuteLater(webhook);
		itemGet = truth;
		await backend.sandbox.clock.advance('8h');
		await minuteLater(story[0] as object);
		return connection;
	}

	it('changes nothing if the Item has another status by now', async () => {
		const well = await toldAgain(['ERROR', 'LOGIN_REPAIRED'], stands(null));
		expect(await state(well)).toMatchObject({ status: 'active' });
		expect(await told()).toEqual(['connection.created', 'connection.login_required', 'connection.repaired']);
		expect(asked).toContain('/item/get');
		expect(await backend.rows('webhooks')).toHaveLength(3);
	});

	it('changes nothing either when the connection is repaired once more', async () => {
		const connection = await toldAgain(['ERROR', 'LOGIN_REPAIRED'], stands(null));
		const { body } = await backend.send<{ session: string }>('/v1/sessions', { client_user_id: 'user_1' });
		const asking = { session: body.session, connection };
		const link = await backend.post<{ link_token: string }>('/v1/link_tokens', asking);
		const repair = { link_token: link.body.link_token, public_token: 'public-again' };
		expect((await backend.post('/v1/bank_account_tokens', repair)).status).toBe(200);
		expect((await told()).filter((type) => type === 'connection.login_required')).toHaveLength(1);
	});

	it('about a repair changes nothing if the login was lost since', async () => {
		const connection = await toldAgain(['LOGIN_REPAIRED', 'ERROR'], stands(loginRequired.error));
		expect(await state(connection)).toMatchObject({ status: 'login_required' });
	});

	it('counts if the Item confirms it', async () => {
		const connection = await toldAgain(['ERROR', 'LOGIN_REPAIRED'], stands(loginRequired.error));
		expect(await state(connection)).toMatchObject({ status: 'login_required' });
	});

	it('counts if Plaid cannot be asked', async () => {
		const connection = await toldAgain(
			['ERROR', 'LOGIN_REPAIRED'],
			refused('RATE_LIMIT_EXCEEDED', 'ITEM_GET_LIMIT'),
		);
		expect(await state(connection)).toMatchObject({ status: 'login_required' });
	});

	it('does not restore access that was revoked', async () => {
		const gone = refused('ITEM_ERROR', 'ITEM_NOT_FOUND');
		const connection = await toldAgain(['LOGIN_REPAIRED', 'USER_PERMISSION_REVOKED'], gone);
		expect(await state(connection)).toMatchObject({ status: 'revoked' });
	});

	it('costs no call to Plaid unless the status changed within a day', async () => {
		const { connection, item_id } = await connected();
		itemGet = stands(null);
		asked.length = 0;
		await minuteLater(item('ERROR', { item_id, ...loginRequired }));
		await minuteLater(item('ERROR', { item_id, ...loginRequired }));
		await backend.sandbox.clock.advance('25h');
		await minuteLater(item('LOGIN_REPAIRED', { item_id }));
		expect(asked).not.toContain('/item/get');
		expect(await state(connection)).toMatchObject({ status: 'active' });
	});
});

describe('webhooks in any order', () => {
	it('end in the same state: twice, late and shuffled as in order', async () => {
		const { connection, item_id, account_id } = await connected();
		const start = seconds();
		await backend.sandbox.clock.advance('4m');
		const story = [
			item('ERROR', { item_id, ...loginRequired }),
			item('LOGIN_REPAIRED', { item_id }),
			item('PENDING_DISCONNECT', { item_id, disconnect_time: '2027-01-01T00:00:00Z' }),
			item('ERROR', { item_id, ...loginRequired }),
			item('USER_ACCOUNT_REVOKED', { item_id, account_id }),
			item('LOGIN_REPAIRED', { item_id }),
			item('NEW_ACCOUNTS_AVAILABLE', { item_id }),
		].map((webhook, n) => ({ webhook, iat: start + 10 + n * 10 }));
		const shuffled = [5, 1, 1, 4, 0, 6, 3, 2, 5, 0].map((n) => story[n] as (typeof story)[number]);
		for (const { webhook, iat } of shuffled) expect((await tell(webhook, { iat })).status).toBe(200);
		expect(await state(connection)).toMatchObject({
			status: 'active',
			disconnect_at: null,
			bank_account_token: 'renew',
		});
		expect(await backend.rows('webhooks')).toHaveLength(7);
	});

	it('of one second: the most severe one wins, whichever arrives first', async () => {
		for (const order of [
			['USER_PERMISSION_REVOKED', 'LOGIN_REPAIRED'],
			['LOGIN_REPAIRED', 'USER_PERMISSION_REVOKED'],
		]) {
			await backend.database.prepare('delete from connections').run();
			await backend.database.prepare('delete from webhooks').run();
			const { connection, item_id } = await connected();
			await backend.sandbox.clock.advance('1m');
			const iat = seconds();
			for (const webhook_code of order) await tell(item(webhook_code, { item_id }), { iat });
			expect(await state(connection)).toMatchObject({ status: 'revoked' });
		}
	});

	it('in a burst of ten thousand, a third of them twice and shuffled, end as in order, and none is lost', async () => {
		// However long it takes, none of them becomes too old meanwhile.
		vi.useFakeTimers({ toFake: ['Date'] });
		itemGet = () => Response.json({ item: { error: loginRequired.error }, request_id: 'abcdefghijklmno' });
		const shuffled = await connected();
		const inOrder = await connectAs(backend, 'user_2');
		const itemInOrder = (await backend.rows('connections')).find(
			({ id }) => id === inOrder.connection,
		)?.item_id;
		const start = seconds();
		await backend.sandbox.clock.advance('4m');
		const count = 7_500;
		const codes = ['ERROR', 'LOGIN_REPAIRED', 'PENDING_DISCONNECT', 'NEW_ACCOUNTS_AVAILABLE'];
		const signed = async (n: number, item_id: unknown) => {
			const body = JSON.stringify({
				...item(codes[n % 4] as string, { item_id, ...loginRequired }),
				note: n,
			});
			return { body, token: await only().sign(body, { iat: start + Math.floor(n / 40) }) };
		};
		const all = await Promise.all(Array.from({ length: count }, (_, n) => signed(n, shuffled.item_id)));
		const twice = [...all, ...all.slice(-count / 3)];
		// Steps of 7,919 through a prime number of places come to each place once.
		const place = (n: number) => (n * 7_919) % 10_007;
		const burst = twice
			.map((webhook, n) => ({ webhook, place: place(n) }))
			.sort((a, b) => a.place - b.place)
			.map(({ webhook }) => webhook);
		expect(burst).toHaveLength(10_000);
		for (let from = 0; from < burst.length; from += 100) {
			const answers = await Promise.all(
				burst.slice(from, from + 100).map(({ body, token }) => deliver(body, token)),
			);
			expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		}
		expect(await backend.database.prepare('select count(*) as n from webhooks').first('n')).toBe(count);
		expect(asked.filter((path) => path !== '/item/get')).toHaveLength(1);
		expect(
			await backend.database
				.prepare("select count(*) as n from events where type = 'connection.accounts_available'")
				.first('n'),
		).toBe(count / 4);

		// What the last seconds tell decides: the same in order, one after the other, at another connection.
		for (let n = count - 120; n < count; n++) {
			const { body, token } = await signed(n, itemInOrder);
			expect((await deliver(body, token)).status).toBe(200);
		}
		// Webhooks of one second have no order of their own: since when may differ by what was told first.
		const ends = ({ status, disconnect_at, bank_account_token }: Record<string, unknown>) => ({
			status,
			disconnect_at,
			bank_account_token,
		});
		expect(ends(await state(shuffled.connection))).toEqual(ends(await state(inOrder.connection)));
		expect(await state(shuffled.connection)).toMatchObject({ status: 'login_required' });
	}, 600_000);
});

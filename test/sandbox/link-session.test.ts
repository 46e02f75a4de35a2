import type { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { createItem, exchangePublicToken } from '../../sandbox/plaid/items.ts';
import type { State } from '../../sandbox/state.ts';
import { createLink, createToken, type LinkRequest, origin, signIn, visitLink } from './link-visit.ts';

let state: State;
let app: Hono;
beforeEach(() => {
	({ state, app } = createLink());
});

const visit = (request?: LinkRequest) => visitLink(app, createToken(state, request).linkToken);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a Link session that succeeds', () => {
	it('goes from consent through institution, login and account to a public token', async () => {
		const link = await visit();
		expect(link.start.screen).toEqual({ step: 'consent' });
		expect(await link.step('consent')).toMatchObject({ step: 'search', query: '' });
		expect(await link.step('institution', { institution_id: 'ins_109508' })).toMatchObject({
			step: 'credentials',
			institution: { name: 'First Platypus Bank', institution_id: 'ins_109508' },
			error: null,
		});
		const accounts = await link.step('credentials', { username: 'user_good', password: 'pass_good' });
		if (accounts.step !== 'accounts') throw new Error(`It went to ${accounts.step}.`);
		const [checking] = accounts.accounts;
		expect(await link.step('accounts', { account_ids: [checking?.id] })).toMatchObject({
			step: 'finish',
			accounts: [checking],
		});

		const outcome = await link.end('finish');
		expect(outcome).toMatchObject({
			type: 'success',
			public_token: expect.stringMatching(/^public-sandbox-/),
			metadata: {
				institution: { name: 'First Platypus Bank', institution_id: 'ins_109508' },
				accounts: [
					{
						id: expect.stringMatching(/^[A-Za-z0-9]{37}$/),
						name: 'Plaid Checking',
						mask: '0000',
						type: 'depository',
						subtype: 'checking',
						verification_status: null,
						class_type: null,
					},
				],
				link_session_id: expect.stringMatching(uuid),
			},
		});
	});

	it('creates an Item with the selected account, and the products and webhook of the link token', async () => {
		const link = await visit();
		const [, saving] = await signIn(link);
		await link.step('accounts', { account_ids: [saving?.id] });
		const outcome = await link.end('finish');
		if (outcome.type !== 'success') throw new Error('It did not succeed.');
		const item = exchangePublicToken(state, 'client', outcome.public_token);
		expect(item).toMatchObject({
			institutionId: 'ins_109508',
			username: 'user_good',
			products: ['auth'],
			webhook: 'https://shop.example/plaid',
			accounts: [{ account_id: saving?.id, name: 'Plaid Saving' }],
		});
	});

	it('sends OPEN immediately and the other events at the end, in order', async () => {
		const link = await visit();
		expect(link.start.events?.[0]).toMatchObject({
			name: 'OPEN',
			metadata: { view_name: 'CONSENT', is_update_mode: 'false' },
		});
		const [checking] = await signIn(link);
		await link.step('accounts', { account_ids: [checking?.id] });
		const { events } = await link.end('finish');
		expect(events.map(({ name, metadata }) => [name, metadata.view_name])).toEqual([
			['TRANSITION_VIEW', 'SELECT_INSTITUTION'],
			['SELECT_INSTITUTION', null],
			['TRANSITION_VIEW', 'CREDENTIAL'],
			['SUBMIT_CREDENTIALS', null],
			['TRANSITION_VIEW', 'LOADING'],
			['TRANSITION_VIEW', 'SELECT_ACCOUNT'],
			['TRANSITION_VIEW', 'CONNECTED'],
			['HANDOFF', null],
		]);
		expect(events.at(-1)?.metadata).toEqual({
			account_number_mask: null,
			error_type: null,
			error_code: null,
			error_message: null,
			exit_status: null,
			institution_id: 'ins_109508',
			institution_name: 'First Platypus Bank',
			institution_search_query: null,
			is_update_mode: null,
			match_reason: null,
			mfa_type: null,
			routing_number: null,
			selection: null,
			view_name: null,
			request_id: expect.stringMatching(/^[A-Za-z0-9]{15}$/),
			link_session_id: link.start.link_session_id,
			timestamp: '2026-11-21T12:00:00.000Z',
		});
	});

	it('is in /link/token/get with its times, events and public token', async () => {
		const linkToken = createToken(state);
		const link = await visitLink(app, linkToken.linkToken);
		const [checking] = await signIn(link);
		await state.clock.advance('40s');
		await link.step('accounts', { account_ids: [checking?.id] });
		const outcome = await link.end('finish');
		const [kept] = linkToken.sessions;
		expect(kept).toMatchObject({
			linkSessionId: link.start.link_session_id,
			startedAt: Date.UTC(2026, 10, 21, 12),
			finishedAt: Date.UTC(2026, 10, 21, 12, 0, 40),
			exit: null,
			itemAddResults: [{ publicToken: outcome.type === 'success' && outcome.public_token }],
		});
		expect(kept?.events.map(({ event_name }) => event_name)).toEqual([
			'OPEN',
			...outcome.events.map(({ name }) => name),
		]);
		expect(kept?.events.find(({ event_name }) => event_name === 'SELECT_INSTITUTION')).toEqual({
			event_name: 'SELECT_INSTITUTION',
			timestamp: '2026-11-21T12:00:00.000Z',
			event_id: expect.stringMatching(uuid),
			event_metadata: {
				institution_id: 'ins_109508',
				institution_name: 'First Platypus Bank',
				request_id: expect.any(String),
			},
		});
	});

	it('returns the same outcome again, and creates no second Item', async () => {
		const link = await visit();
		const [checking] = await signIn(link);
		await link.step('accounts', { account_ids: [checking?.id] });
		const outcome = await link.end('finish');
		expect(await link.end('finish')).toEqual(outcome);
		expect(await link.end('exit')).toEqual(outcome);
		expect(state.items.size).toBe(1);
	});
});

describe('a login', () => {
	it('that is wrong shows an error, and can be corrected', async () => {
		const link = await visit();
		await link.step('consent');
		await link.step('institution', { institution_id: 'ins_109508' });
		expect(await link.step('credentials', { username: 'user_good', password: 'wrong' })).toMatchObject({
			step: 'credentials',
			error: {
				error_type: 'ITEM_ERROR',
				error_code: 'INVALID_CREDENTIALS',
				error_message: 'the provided credentials were not correct',
				display_message: 'The provided credentials were not correct. Please try again.',
			},
		});
		expect(await link.step('credentials', { username: 'user_good', password: 'pass_good' })).toMatchObject({
			step: 'accounts',
		});
	});

	it.each([
		['user_good', 'error_INSUFFICIENT_CREDENTIALS', 'INSUFFICIENT_CREDENTIALS'],
		['user_good', 'error_NO_SUCH_CODE', 'INVALID_CREDENTIALS'],
		['user_good', '', 'INVALID_CREDENTIALS'],
		['somebody', 'pass_good', 'INVALID_CREDENTIALS'],
	])('of %s with %s fails with %s', async (username, password, code) => {
		const link = await visit();
		await link.step('consent');
		await link.step('institution', { institution_id: 'ins_109508' });
		const screen = await link.step('credentials', { username, password });
		expect(screen).toMatchObject({ step: 'credentials', error: { error_code: code } });
	});

	it('without a matching account fails with NO_ACCOUNTS', async () => {
		const link = await visit({ account_filters: { loan: { account_subtypes: ['student'] } } });
		await link.step('consent');
		await link.step('institution', { institution_id: 'ins_109508' });
		const screen = await link.step('credentials', { username: 'user_good', password: 'pass_good' });
		expect(screen).toMatchObject({ step: 'failed', error: { error_code: 'NO_ACCOUNTS' } });
	});

	it('is never stored in the session', async () => {
		const linkToken = createToken(state);
		const link = await visitLink(app, linkToken.linkToken);
		await signIn(link, { username: 'my-name', password: 'my-secret' });
		const outcome = await link.end('exit');
		expect(JSON.stringify([linkToken, outcome])).not.toMatch(/my-name|my-secret/);
	});
});

describe('the choices', () => {
	it.each([
		['auth', {}, ['0000', '1111', '9002']],
		['auth and a filter', { account_filters: { depository: { account_subtypes: ['checking'] } } }, ['0000']],
		['transactions', { products: ['transactions'] }, 12],
		[
			'transactions and a filter',
			{ products: ['transactions'], account_filters: { credit: { account_subtypes: ['all'] } } },
			['3333', '9999'],
		],
	] as [string, LinkRequest, string[] | number][])(
		'of accounts are those that fit %s',
		async (_name, request, expected) => {
			const accounts = await signIn(await visit(request));
			if (typeof expected === 'number') expect(accounts).toHaveLength(expected);
			else expect(accounts.map(({ mask }) => mask)).toEqual(expected);
		},
	);

	it('of institutions are those of the country, including unhealthy ones and OAuth', async () => {
		const found = await (await visit({ country_codes: ['CA'] })).step('consent');
		expect(found).toMatchObject({
			institutions: [
				{ name: 'Tartan-Dominion Bank of Canada', primary_color: expect.stringMatching(/^#[0-9a-f]{6}$/) },
			],
		});
		const here = await (await visit()).step('consent');
		const names = here.step === 'search' ? here.institutions.map(({ name }) => name) : [];
		expect(names).toContain('First Platypus Bank');
		expect(names.filter((name) => /OAuth|Unhealthy|Unsupported/.test(name))).toHaveLength(6);
	});

	it('of institutions are narrowed by a search, which is an event', async () => {
		const link = await visit();
		await link.step('consent');
		expect(await link.step('search', { query: 'gingham' })).toMatchObject({
			query: 'gingham',
			institutions: [{ name: 'First Gingham Credit Union' }],
		});
		const { events } = await link.end('exit');
		expect(events.find(({ name }) => name === 'SEARCH_INSTITUTION')?.metadata.institution_search_query).toBe(
			'gingham',
		);
	});

	it.each([
		['none', () => []],
		['two', (ids: string[]) => ids.slice(0, 2)],
		['one that was not offered', () => ['x'.repeat(37)]],
		['the same one twice', (ids: string[]) => [ids[0], ids[0]]],
	])('must be one account that was offered, not %s', async (_name, choose) => {
		const link = await visit();
		const ids = (await signIn(link)).map(({ id }) => id);
		expect(await link.call('accounts', { account_ids: choose(ids) })).toMatchObject({
			error: { error_code: 'INVALID_ACCOUNT_ID' },
		});
		expect(await link.step('accounts', { account_ids: [ids[0]] })).toMatchObject({ step: 'finish' });
	});

	it('of an institution that was not offered are refused', async () => {
		const link = await visit();
		await link.step('consent');
		expect(await link.call('institution', { institution_id: 'ins_43' })).toMatchObject({
			error: { error_code: 'INVALID_INSTITUTION' },
		});
	});

	it('can be undone up to the account', async () => {
		const link = await visit();
		await signIn(link);
		expect(await link.step('back')).toMatchObject({ step: 'search' });
		expect(await link.step('institution', { institution_id: 'ins_109511' })).toMatchObject({
			institution: { name: 'Tartan Bank' },
		});
	});
});

describe('leaving', () => {
	const steps: [string, [string, object][], string | null][] = [
		['at the consent', [], null],
		['at the institutions', [['consent', {}]], null],
		[
			'after a search that found none',
			[
				['consent', {}],
				['search', { query: 'zzz' }],
			],
			'institution_not_found',
		],
		[
			'at the login',
			[
				['consent', {}],
				['institution', { institution_id: 'ins_109508' }],
			],
			'requires_credentials',
		],
		[
			'at the accounts',
			[
				['consent', {}],
				['institution', { institution_id: 'ins_109508' }],
				['credentials', { username: 'user_good', password: 'pass_good' }],
			],
			'requires_account_selection',
		],
	];
	it.each(steps)('%s has its status', async (_name, calls, status) => {
		const linkToken = createToken(state);
		const link = await visitLink(app, linkToken.linkToken);
		for (const [path, body] of calls) await link.step(path, body);
		const outcome = await link.end('exit');
		expect(outcome).toMatchObject({ type: 'exit', error: null, metadata: { status } });
		expect(outcome.events.at(-1)).toMatchObject({
			name: 'EXIT',
			metadata: { exit_status: status, error_code: null },
		});
		expect(linkToken.sessions[0]?.finishedAt).toBe(state.clock.now());
		expect(state.items.size).toBe(0);
	});

	it('at the last step creates no Item', async () => {
		const link = await visit();
		const [checking] = await signIn(link);
		await link.step('accounts', { account_ids: [checking?.id] });
		expect(await link.end('exit')).toMatchObject({ type: 'exit', metadata: { status: null } });
		expect(state.items.size).toBe(0);
		expect(await link.end('finish')).toMatchObject({ type: 'exit' });
	});

	it('after a refused login returns the error and the institution', async () => {
		const link = await visit();
		await signIn(link, { username: 'user_good', password: 'wrong' });
		expect(await link.end('exit')).toMatchObject({
			error: { error_code: 'INVALID_CREDENTIALS' },
			metadata: {
				institution: { name: 'First Platypus Bank', institution_id: 'ins_109508' },
				status: 'requires_credentials',
				link_session_id: expect.stringMatching(uuid),
				request_id: expect.stringMatching(/^[A-Za-z0-9]{15}$/),
			},
		});
	});
});

describe('a link token', () => {
	const invalid = {
		type: 'exit',
		error: {
			error_type: 'INVALID_INPUT',
			error_code: 'INVALID_LINK_TOKEN',
			error_message: 'invalid link_token provided',
			display_message: null,
		},
		metadata: { institution: null, status: null },
	};

	it('that is unknown exits with INVALID_LINK_TOKEN', async () => {
		const { start } = await visitLink(app, 'link-sandbox-00000000-0000-4000-8000-000000000000');
		expect(start).toMatchObject(invalid);
		expect(start).toMatchObject({
			events: [{ name: 'ERROR' }, { name: 'EXIT', metadata: { error_code: 'INVALID_LINK_TOKEN' } }],
		});
	});

	it('that is four hours old does too', async () => {
		const { linkToken } = createToken(state);
		await state.clock.advance('4h');
		expect((await visitLink(app, linkToken)).start).toMatchObject(invalid);
	});

	it('that expires while Link is open ends the session', async () => {
		const link = await visit();
		await link.step('consent');
		await state.clock.advance('5h');
		expect(await link.call('institution', { institution_id: 'ins_109508' })).toMatchObject(invalid);
		expect(await link.end('exit')).toMatchObject(invalid);
	});

	it('that a reset deleted ends the session', async () => {
		const link = await visit();
		state.linkTokens.clear();
		expect(await link.call('consent')).toMatchObject(invalid);
	});

	it('opens Link more than once, each time with a new session', async () => {
		const linkToken = createToken(state);
		const ids = [];
		for (let opening = 0; opening < 3; opening++) {
			const link = await visitLink(app, linkToken.linkToken);
			ids.push(link.start.link_session_id);
			await link.end('exit');
		}
		expect(new Set(ids).size).toBe(3);
		expect(linkToken.sessions.map(({ linkSessionId }) => linkSessionId)).toEqual(ids);
	});

	it.each([
		['a'.repeat(30), 'a'.repeat(30)],
		['a'.repeat(31), 'This Application'],
	])('for %s shows %s', async (client_name, shown) => {
		expect((await visit({ client_name })).start.client_name).toBe(shown);
	});
});

describe('update mode', () => {
	it('goes to the login at the Item’s institution, repairs the Item and keeps its accounts', async () => {
		const { item } = createItem(state, {
			institutionId: 'ins_109511',
			products: ['auth'],
			clientId: 'client',
		});
		item.error = {
			error_type: 'ITEM_ERROR',
			error_code: 'ITEM_LOGIN_REQUIRED',
			error_message: '',
			display_message: null,
		};
		const link = await visitLink(app, createToken(state, { products: [] }, item.itemId).linkToken);
		expect(link.start.events?.[0]?.metadata.is_update_mode).toBe('true');
		expect(await link.step('consent')).toMatchObject({
			step: 'credentials',
			institution: { name: 'Tartan Bank' },
			can_go_back: false,
		});
		expect(await link.call('back')).toMatchObject({ error: { error_code: 'INVALID_FIELD' } });
		expect(await link.step('credentials', { username: 'user_good', password: 'pass_good' })).toMatchObject({
			step: 'finish',
		});
		expect(await link.end('finish')).toMatchObject({
			type: 'success',
			metadata: { institution: { institution_id: 'ins_109511' } },
		});
		expect(state.items.size).toBe(1);
		expect(item.error).toBeNull();
	});
});

describe('a call of the browser', () => {
	it.each([
		['institution', { institution_id: 'ins_109508' }],
		['credentials', { username: 'user_good', password: 'pass_good' }],
		['accounts', { account_ids: [] }],
		['back', {}],
		['finish', {}],
	])('cannot be %s at another step', async (path, body) => {
		const link = await visit();
		expect(await link.call(path, body)).toMatchObject({
			error: { error_code: 'INVALID_FIELD', error_message: expect.stringContaining("'consent'") },
		});
		expect(await link.step('consent')).toMatchObject({ step: 'search' });
	});

	it.each([
		['search', {}, 'query must be a string'],
		['search', [], 'body could not be parsed as JSON'],
		['teleport', {}, "a Link session has no call 'teleport'"],
		['constructor', {}, "a Link session has no call 'constructor'"],
	])('cannot be %s with %j', async (path, body, message) => {
		const link = await visit();
		await link.step('consent');
		expect(await link.call(path, body)).toMatchObject({ error: { error_message: message } });
	});

	it('is accepted from the sandbox’s own pages only', async () => {
		const { linkToken } = createToken(state);
		const response = await app.request(`${origin}/link/session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: 'https://shop.example' },
			body: JSON.stringify({ link_token: linkToken }),
		});
		expect(response.status).toBe(403);
		expect(response.headers.get('access-control-allow-origin')).toBeNull();
		expect(state.linkTokens.get(linkToken)?.sessions).toEqual([]);
	});

	it('has a response with no-store', async () => {
		const { linkToken } = createToken(state);
		const response = await app.request(`${origin}/link/session`, {
			method: 'POST',
			body: JSON.stringify({ link_token: linkToken }),
		});
		expect(response.headers.get('cache-control')).toBe('no-store');
	});
});

import { describe, expect, it } from 'vitest';
import { exchangePublicToken } from '../../sandbox/plaid/items.ts';
import { createToken, type LinkRequest, linkPerTest, signIn, visitLink } from './link-visit.ts';

const link = linkPerTest();
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a Link session that succeeds', () => {
	it('goes from consent through institution, login and account to a public token', async () => {
		const opened = await link.visit();
		expect(opened.start.screen).toEqual({ step: 'consent' });
		expect(await opened.step('consent')).toMatchObject({ step: 'search', query: '' });
		expect(await opened.step('institution', { institution_id: 'ins_109508' })).toMatchObject({
			step: 'credentials',
			institution: { name: 'First Platypus Bank', institution_id: 'ins_109508' },
			error: null,
		});
		const accounts = await opened.step('credentials', { username: 'user_good', password: 'pass_good' });
		if (accounts.step !== 'accounts') throw new Error(`It went to ${accounts.step}.`);
		const [checking] = accounts.accounts;
		expect(await opened.step('accounts', { account_ids: [checking?.id] })).toMatchObject({
			step: 'finish',
			accounts: [checking],
		});

		const outcome = await opened.end('finish');
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
		const opened = await link.visit();
		const [, saving] = await signIn(opened);
		await opened.step('accounts', { account_ids: [saving?.id] });
		const outcome = await opened.end('finish');
		if (outcome.type !== 'success') throw new Error('It did not succeed.');
		const item = exchangePublicToken(link.state, 'client', outcome.public_token);
		expect(item).toMatchObject({
			institutionId: 'ins_109508',
			username: 'user_good',
			products: ['auth'],
			webhook: 'https://shop.example/plaid',
			accounts: [{ account_id: saving?.id, name: 'Plaid Saving' }],
		});
	});

	it('sends OPEN immediately and the other events at the end, in order', async () => {
		const opened = await link.visit();
		expect(opened.start.events?.[0]).toMatchObject({
			name: 'OPEN',
			metadata: { view_name: 'CONSENT', is_update_mode: 'false' },
		});
		const [checking] = await signIn(opened);
		await opened.step('accounts', { account_ids: [checking?.id] });
		const { events } = await opened.end('finish');
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
			link_session_id: opened.start.link_session_id,
			timestamp: '2026-11-21T12:00:00.000Z',
		});
	});

	it('is in /link/token/get with its times, events and public token', async () => {
		const linkToken = createToken(link.state);
		const opened = await visitLink(link.app, linkToken.linkToken);
		const [checking] = await signIn(opened);
		await link.state.clock.advance('40s');
		await opened.step('accounts', { account_ids: [checking?.id] });
		const outcome = await opened.end('finish');
		const [kept] = linkToken.sessions;
		expect(kept).toMatchObject({
			linkSessionId: opened.start.link_session_id,
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
		const opened = await link.visit();
		const [checking] = await signIn(opened);
		await opened.step('accounts', { account_ids: [checking?.id] });
		const outcome = await opened.end('finish');
		expect(await opened.end('finish')).toEqual(outcome);
		expect(await opened.end('exit')).toEqual(outcome);
		expect(link.state.items.size).toBe(1);
	});
});

describe('a login', () => {
	it('that is wrong shows an error, and can be corrected', async () => {
		const opened = await link.visit();
		await opened.step('consent');
		await opened.step('institution', { institution_id: 'ins_109508' });
		expect(await opened.step('credentials', { username: 'user_good', password: 'wrong' })).toMatchObject({
			step: 'credentials',
			error: {
				error_type: 'ITEM_ERROR',
				error_code: 'INVALID_CREDENTIALS',
				error_message: 'the provided credentials were not correct',
				display_message: 'The provided credentials were not correct. Please try again.',
			},
		});
		expect(await opened.step('credentials', { username: 'user_good', password: 'pass_good' })).toMatchObject({
			step: 'accounts',
		});
	});

	it.each([
		['user_good', 'error_INSUFFICIENT_CREDENTIALS', 'INSUFFICIENT_CREDENTIALS'],
		['user_good', 'error_NO_SUCH_CODE', 'INVALID_CREDENTIALS'],
		['user_good', '', 'INVALID_CREDENTIALS'],
		['somebody', 'pass_good', 'INVALID_CREDENTIALS'],
	])('of %s with %s fails with %s', async (username, password, code) => {
		const opened = await link.visit();
		await opened.step('consent');
		await opened.step('institution', { institution_id: 'ins_109508' });
		const screen = await opened.step('credentials', { username, password });
		expect(screen).toMatchObject({ step: 'credentials', error: { error_code: code } });
	});

	it('without a matching account fails with NO_ACCOUNTS', async () => {
		const opened = await link.visit({ account_filters: { loan: { account_subtypes: ['student'] } } });
		await opened.step('consent');
		await opened.step('institution', { institution_id: 'ins_109508' });
		const screen = await opened.step('credentials', { username: 'user_good', password: 'pass_good' });
		expect(screen).toMatchObject({ step: 'failed', error: { error_code: 'NO_ACCOUNTS' } });
	});

	it('is never stored in the session', async () => {
		const linkToken = createToken(link.state);
		const opened = await visitLink(link.app, linkToken.linkToken);
		await signIn(opened, { username: 'my-name', password: 'my-secret' });
		const outcome = await opened.end('exit');
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
			const accounts = await signIn(await link.visit(request));
			if (typeof expected === 'number') expect(accounts).toHaveLength(expected);
			else expect(accounts.map(({ mask }) => mask)).toEqual(expected);
		},
	);

	it('of institutions are those of the country, including unhealthy ones and OAuth', async () => {
		const found = await (await link.visit({ country_codes: ['CA'] })).step('consent');
		expect(found).toMatchObject({
			institutions: [
				{ name: 'Tartan-Dominion Bank of Canada', primary_color: expect.stringMatching(/^#[0-9a-f]{6}$/) },
			],
		});
		const here = await (await link.visit()).step('consent');
		const names = here.step === 'search' ? here.institutions.map(({ name }) => name) : [];
		expect(names).toContain('First Platypus Bank');
		expect(names.filter((name) => /OAuth|Unhealthy|Unsupported/.test(name))).toHaveLength(6);
	});

	it('of institutions are narrowed by a search, which is an event', async () => {
		const opened = await link.visit();
		await opened.step('consent');
		expect(await opened.step('search', { query: 'gingham' })).toMatchObject({
			query: 'gingham',
			institutions: [{ name: 'First Gingham Credit Union' }],
		});
		const { events } = await opened.end('exit');
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
		const opened = await link.visit();
		const ids = (await signIn(opened)).map(({ id }) => id);
		expect(await opened.call('accounts', { account_ids: choose(ids) })).toMatchObject({
			error: { error_code: 'INVALID_ACCOUNT_ID' },
		});
		expect(await opened.step('accounts', { account_ids: [ids[0]] })).toMatchObject({ step: 'finish' });
	});

	it('of an institution that was not offered are refused', async () => {
		const opened = await link.visit();
		await opened.step('consent');
		expect(await opened.call('institution', { institution_id: 'ins_43' })).toMatchObject({
			error: { error_code: 'INVALID_INSTITUTION' },
		});
	});

	it('can be undone up to the account', async () => {
		const opened = await link.visit();
		await signIn(opened);
		expect(await opened.step('back')).toMatchObject({ step: 'search' });
		expect(await opened.step('institution', { institution_id: 'ins_109511' })).toMatchObject({
			institution: { name: 'Tartan Bank' },
		});
	});
});

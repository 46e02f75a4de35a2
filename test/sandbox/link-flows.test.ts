import type { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { createItem, exchangePublicToken } from '../../sandbox/plaid/items.ts';
import type { State } from '../../sandbox/state.ts';
import {
	createLink,
	createToken,
	type LinkRequest,
	origin,
	signIn,
	type Visit,
	visitLink,
} from './link-visit.ts';

let state: State;
let app: Hono;
beforeEach(() => {
	({ state, app } = createLink());
});

const visit = (request?: LinkRequest) => visitLink(app, createToken(state, request).linkToken);

async function atBank(
	institution_id: string,
	request?: LinkRequest,
): Promise<[Visit, Visit['start']['screen']]> {
	const link = await visit(request);
	await link.step('consent');
	return [link, await link.step('institution', { institution_id })];
}

const namesOf = (outcome: Awaited<ReturnType<Visit['end']>>) =>
	outcome.events.map(({ name, metadata }) =>
		[name, metadata.view_name ?? metadata.mfa_type].filter(Boolean).join(' '),
	);

describe('an institution that is', () => {
	it('degraded shows a warning, and can be used', async () => {
		const [link, screen] = await atBank('ins_132363');
		expect(screen).toMatchObject({ step: 'degraded' });
		expect(await link.step('onward')).toMatchObject({ step: 'credentials' });
		expect(namesOf(await link.end('exit'))).toContain('SELECT_DEGRADED_INSTITUTION');
	});

	it.each([
		['down', 'ins_132361', 'INSTITUTION_DOWN', null],
		['unsupported', 'ins_133402', 'INSTITUTION_NO_LONGER_SUPPORTED', 'institution_not_supported'],
	])('%s ends in its error, and leads back to the others', async (_health, id, code, status) => {
		const [link, screen] = await atBank(id);
		expect(screen).toMatchObject({ step: 'failed', error: { error_code: code }, can_retry: false });
		expect(await link.step('back')).toMatchObject({ step: 'search' });
		await link.step('institution', { institution_id: id });
		expect(await link.end('exit')).toMatchObject({ error: { error_code: code }, metadata: { status } });
	});
});

describe('MFA', () => {
	it.each([
		['mfa_device', ['choose_device', 'requires_code'], ['device', 'code']],
		['mfa_questions_2_2', ['requires_questions', 'requires_questions'], ['questions', 'questions']],
		['mfa_selections', ['requires_selections'], ['selections']],
		['mfa_selections_1_2_3', ['requires_selections'], ['selections']],
	])('of %s has rounds, each with its exit status', async (password, statuses, types) => {
		for (const [stop, status] of statuses.entries()) {
			const link = await visit();
			await link.step('consent');
			await link.step('institution', { institution_id: 'ins_109508' });
			let screen = await link.step('credentials', { username: 'user_good', password });
			for (let round = 0; round < stop; round++) {
				if (screen.step !== 'mfa') throw new Error(screen.step);
				screen = await link.step('mfa', { answers: screen.test_answer });
			}
			expect(screen).toMatchObject({ step: 'mfa', type: types[stop], rounds: types.length });
			expect(await link.end('exit')).toMatchObject({ metadata: { status } });
		}
	});

	it('accepts only the correct answers', async () => {
		const [link] = await atBank('ins_109508');
		let screen = await link.step('credentials', { username: 'user_good', password: 'mfa_questions_1_2' });
		screen = await link.step('mfa', { answers: ['answer_0_0', 'no'] });
		expect(screen).toMatchObject({ step: 'mfa', error: { error_code: 'INVALID_MFA' } });
		expect(await link.step('mfa', { answers: ['answer_0_0', 'answer_0_1'] })).toMatchObject({
			step: 'accounts',
		});
	});
});

it.each([
	'ITEM_LOCKED',
	'MFA_NOT_SUPPORTED',
	'INSTITUTION_NOT_RESPONDING',
	'PAYMENT_BLOCKED',
	'USER_SETUP_REQUIRED',
])('the password error_%s ends in that error, and can be retried', async (code) => {
	const [link] = await atBank('ins_109508');
	expect(await link.step('credentials', { username: 'user_good', password: `error_${code}` })).toMatchObject({
		step: 'failed',
		error: { error_code: code },
		can_retry: true,
	});
	expect(await link.step('retry')).toMatchObject({ step: 'credentials', error: null });
});

describe('an OAuth institution', () => {
	const redirect_uri = 'https://shop.example/back';
	const form = (url: string, fields: [string, string][]) =>
		app.request(`${origin}${url}`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
			body: new URLSearchParams(fields),
		});
	async function toPage(request?: LinkRequest) {
		const [link, screen] = await atBank('ins_127287', request);
		if (screen?.step !== 'oauth') throw new Error(`It went to ${screen?.step}.`);
		await link.step('oauth_open');
		const page = await (await app.request(`${origin}${screen.url}`)).text();
		const account = /name="account" value="(\w+)"/.exec(page)?.[1] ?? '';
		return { link, screen, account, page };
	}

	it('returns the account that was selected at its page', async () => {
		const { link, screen, account } = await toPage();
		await form(screen.url, [
			['account', account],
			['decision', 'allow'],
		]);
		expect(await link.step('oauth_check', { closed: false })).toMatchObject({
			step: 'finish',
			accounts: [{ id: account }],
		});
		const outcome = await link.end('finish');
		expect(namesOf(outcome)).toEqual([
			'TRANSITION_VIEW SELECT_INSTITUTION',
			'SELECT_INSTITUTION',
			'TRANSITION_VIEW OAUTH',
			'OPEN_OAUTH',
			'TRANSITION_VIEW CONNECTED',
			'HANDOFF',
		]);
	});

	it('requires a selected account, and lets the shopper deny access', async () => {
		const { link, screen } = await toPage();
		expect(await (await form(screen.url, [['decision', 'allow']])).text()).toContain(
			'Choose an account first.',
		);
		await form(screen.url, [['decision', 'deny']]);
		expect(await link.step('oauth_check', { closed: false })).toMatchObject({
			step: 'failed',
			error: { error_code: 'ACCESS_NOT_GRANTED' },
		});
		expect(await link.end('exit')).toMatchObject({ metadata: { status: 'requires_oauth' } });
	});

	it('can be opened again after its window was closed, or after a timeout', async () => {
		const { link } = await toPage();
		expect(await link.step('oauth_check', { closed: true })).toMatchObject({
			step: 'oauth',
			problem: 'closed',
		});
		await link.step('oauth_open');
		await state.clock.advance('20m');
		expect(await link.step('oauth_check', { closed: false })).toMatchObject({
			step: 'oauth',
			problem: 'failed',
		});
		expect(namesOf(await link.end('exit'))).toEqual(expect.arrayContaining(['CLOSE_OAUTH', 'FAIL_OAUTH']));
	});

	it('redirects to the redirect URI, where Link continues, once', async () => {
		const linkToken = createToken(state, { redirect_uri });
		const link = await visitLink(app, linkToken.linkToken);
		await link.step('consent');
		const screen = await link.step('institution', { institution_id: 'ins_127287' });
		if (screen.step !== 'oauth') throw new Error(screen.step);
		await link.step('oauth_open');
		const page = await (await app.request(`${origin}${screen.redirect_url}`)).text();
		const account = /name="account" value="(\w+)"/.exec(page)?.[1] ?? '';
		const answer = await form(screen.redirect_url ?? '', [
			['account', account],
			['decision', 'allow'],
		]);
		expect(answer.status).toBe(303);
		const received_redirect_uri = answer.headers.get('location') ?? '';
		expect(received_redirect_uri).toMatch(/^https:\/\/shop\.example\/back\?oauth_state_id=[0-9a-f-]{36}$/);

		const other = createToken(state, { redirect_uri });
		const open = async (link_token: string, uri = received_redirect_uri) =>
			(await (
				await app.request(`${origin}/link/session`, {
					method: 'POST',
					headers: { 'content-type': 'application/json', origin },
					body: JSON.stringify({ link_token, received_redirect_uri: uri }),
				})
			).json()) as Visit['start'] & { metadata?: { status: string } };
		const wrong = await open(other.linkToken);
		expect(wrong).toMatchObject({
			type: 'exit',
			error: { error_type: 'OAUTH_ERROR', error_code: 'INCORRECT_LINK_TOKEN' },
			metadata: { status: 'requires_oauth' },
		});
		expect(wrong.events?.map(({ name, metadata }) => [name, metadata.view_name])).toEqual([
			['OPEN', null],
			['ERROR', null],
			['TRANSITION_VIEW', 'ERROR'],
			['TRANSITION_VIEW', 'EXIT'],
			['EXIT', null],
		]);
		expect(await open(linkToken.linkToken, `${redirect_uri}?oauth_state_id=unknown`)).toMatchObject({
			error: { error_code: 'OAUTH_STATE_ID_NOT_FOUND' },
		});
		expect(await open(linkToken.linkToken, redirect_uri)).toMatchObject({
			error: { error_code: 'INVALID_FIELD' },
		});
		expect(await open(linkToken.linkToken)).toMatchObject({
			screen: { step: 'finish', accounts: [{ id: account }] },
		});
		expect(await open(linkToken.linkToken)).toMatchObject({
			error: { error_code: 'OAUTH_STATE_ID_ALREADY_PROCESSED' },
		});
	});
});

describe('micro-deposits', () => {
	const numbers = { name: 'Ada', subtype: 'checking' };

	it('that are automated leave the account pending', async () => {
		const [link] = await atBank('ins_109512', { auth: { automated_microdeposits_enabled: true } });
		const screen = await link.step('credentials', { username: 'user_good', password: 'microdeposits_good' });
		if (screen.step !== 'accounts') throw new Error(screen.step);
		await link.step('accounts', { account_ids: [screen.accounts[0]?.id] });
		expect(await link.step('numbers', { ...numbers, routing: '021000021', account: '1' })).toMatchObject({
			step: 'numbers',
			error: { error_code: 'INVALID_FIELD' },
		});
		await link.step('numbers', { ...numbers, routing: '021000021', account: '1111222233330000' });
		expect(await link.end('finish')).toMatchObject({
			metadata: { accounts: [{ mask: '0000', verification_status: 'pending_automatic_verification' }] },
		});
		const [item] = state.items.values();
		expect(item?.authMethod).toBe('AUTOMATED_MICRODEPOSITS');
		await state.clock.advance('25h');
		expect(item?.accounts[0]?.verification_status).toBe('automatically_verified');
	});

	it('that are instant are verified with their code', async () => {
		const [link, screen] = await atBank('ins_135858');
		expect(screen).toMatchObject({ step: 'numbers', purpose: 'instant' });
		expect(
			await link.step('numbers', { ...numbers, routing: '333333334', account: '1111222233330000' }),
		).toMatchObject({ step: 'code' });
		expect(await link.step('code', { code: 'XYZ' })).toMatchObject({
			error: { error_code: 'INCORRECT_DEPOSIT_VERIFICATION' },
		});
		await link.step('code', { code: 'abc' });
		expect(await link.end('finish')).toMatchObject({
			metadata: {
				institution: { institution_id: 'ins_135858' },
				accounts: [{ verification_status: 'manually_verified' }],
			},
		});
	});

	describe('that are same-day', () => {
		async function linkByHand() {
			const link = await visit({ auth: { same_day_microdeposits_enabled: true } });
			await link.step('consent');
			await link.step('method', { method: 'numbers' });
			await link.step('numbers', { ...numbers, routing: '110000000', account: '1111222233330000' });
			const outcome = await link.end('finish');
			if (outcome.type !== 'success') throw new Error('It did not succeed.');
			return { outcome, item: exchangePublicToken(state, 'client', outcome.public_token) };
		}
		const verify = async (itemId: string) => {
			const link = await visitLink(app, createToken(state, { products: [] }, itemId).linkToken);
			await link.step('consent');
			return link;
		};

		it('are verified by their code in a later session', async () => {
			const { outcome, item } = await linkByHand();
			expect(outcome.metadata).toMatchObject({
				institution: null,
				accounts: [{ mask: '0000', verification_status: 'pending_manual_verification' }],
			});
			const link = await verify(item.itemId);
			expect(await link.step('code', { code: 'ABC' })).toMatchObject({ step: 'finish' });
			expect(await link.end('finish')).toMatchObject({
				metadata: { accounts: [{ verification_status: 'manually_verified' }] },
			});
			expect(item.accounts[0]?.verification_status).toBe('manually_verified');
		});

		it('fail permanently after three wrong codes, across sessions', async () => {
			const { item } = await linkByHand();
			await (await verify(item.itemId)).step('code', { code: 'no' });
			const link = await verify(item.itemId);
			await link.step('code', { code: 'no' });
			expect(await link.step('code', { code: 'no' })).toMatchObject({
				step: 'failed',
				error: { error_code: 'TOO_MANY_VERIFICATION_ATTEMPTS' },
			});
			expect(item.accounts[0]?.verification_status).toBe('verification_failed');
		});
	});
});

describe('selecting accounts', () => {
	it('allows several if the customization does', async () => {
		const link = await visit({ link_customization_name: 'multi-account' });
		const accounts = await signIn(link);
		expect(await link.step('accounts', { account_ids: accounts.map(({ id }) => id) })).toMatchObject({
			accounts,
		});
	});

	it('in update mode starts from the shared accounts, and can change them', async () => {
		const { item } = createItem(state, {
			institutionId: 'ins_109508',
			products: ['auth'],
			clientId: 'client',
		});
		const [checking, saving] = item.accounts;
		item.accounts = checking ? [checking] : [];
		const token = createToken(
			state,
			{ products: [], update: { account_selection_enabled: true } },
			item.itemId,
		);
		const link = await visitLink(app, token.linkToken);
		await link.step('consent');
		const screen = await link.step('credentials', { username: 'user_good', password: 'pass_good' });
		if (screen.step !== 'accounts') throw new Error(screen.step);
		expect(screen.selected).toEqual([checking?.account_id]);
		const other = screen.accounts.find(({ mask }) => mask === saving?.mask);
		await link.step('accounts', { account_ids: [other?.id] });
		await link.end('finish');
		expect(item.accounts.map(({ mask }) => mask)).toEqual(['1111']);
	});
});

describe('leaving', () => {
	it('asks first, and can be canceled', async () => {
		const [link] = await atBank('ins_109508');
		expect(await link.step('ask')).toMatchObject({ step: 'leaving' });
		expect(await link.step('stay')).toMatchObject({ step: 'credentials' });
		await link.step('ask');
		const outcome = await link.end('exit');
		expect(outcome).toMatchObject({ metadata: { status: 'requires_credentials' } });
		expect(namesOf(outcome).slice(-2)).toEqual(['TRANSITION_VIEW EXIT', 'EXIT']);
	});
});

it('repairing a login repairs its other Items', async () => {
	const make = () =>
		createItem(state, { institutionId: 'ins_109508', products: ['auth'], clientId: 'client' }).item;
	const [mended, other] = [make(), make()];
	await state.clock.advance('31d');
	expect(other.error?.error_code).toBe('ITEM_LOGIN_REQUIRED');
	const link = await visitLink(app, createToken(state, { products: [] }, mended.itemId).linkToken);
	await link.step('consent');
	await link.step('credentials', { username: 'user_good', password: 'pass_good' });
	await link.end('finish');
	expect([mended.error, other.error]).toEqual([null, null]);
});

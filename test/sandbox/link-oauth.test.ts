import { describe, expect, it } from 'vitest';
import {
	createToken,
	type LinkRequest,
	linkPerTest,
	namesOf,
	origin,
	type Visit,
	visitLink,
} from './link-visit.ts';

const link = linkPerTest();

describe('an OAuth institution', () => {
	const redirect_uri = 'https://shop.example/back';
	const form = (url: string, fields: [string, string][]) =>
		link.app.request(`${origin}${url}`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
			body: new URLSearchParams(fields),
		});
	async function toPage(request?: LinkRequest) {
		const { opened, screen } = await link.openAt('ins_127287', request);
		if (screen?.step !== 'oauth') throw new Error(`It went to ${screen?.step}.`);
		await opened.step('oauth_open');
		const page = await (await link.app.request(`${origin}${screen.url}`)).text();
		const account = /name="account" value="(\w+)"/.exec(page)?.[1] ?? '';
		return { opened, screen, account, page };
	}

	it('returns the account that was selected at its page', async () => {
		const { opened, screen, account } = await toPage();
		await form(screen.url, [
			['account', account],
			['decision', 'allow'],
		]);
		expect(await opened.step('oauth_check', { closed: false })).toMatchObject({
			step: 'finish',
			accounts: [{ id: account }],
		});
		const outcome = await opened.end('finish');
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
		const { opened, screen } = await toPage();
		expect(await (await form(screen.url, [['decision', 'allow']])).text()).toContain(
			'Choose an account first.',
		);
		await form(screen.url, [['decision', 'deny']]);
		expect(await opened.step('oauth_check', { closed: false })).toMatchObject({
			step: 'failed',
			error: { error_code: 'ACCESS_NOT_GRANTED' },
		});
		expect(await opened.end('exit')).toMatchObject({ metadata: { status: 'requires_oauth' } });
	});

	it('can be opened again after its window was closed, or after a timeout', async () => {
		const { opened } = await toPage();
		expect(await opened.step('oauth_check', { closed: true })).toMatchObject({
			step: 'oauth',
			problem: 'closed',
		});
		await opened.step('oauth_open');
		await link.state.clock.advance('20m');
		expect(await opened.step('oauth_check', { closed: false })).toMatchObject({
			step: 'oauth',
			problem: 'failed',
		});
		expect(namesOf(await opened.end('exit'))).toEqual(expect.arrayContaining(['CLOSE_OAUTH', 'FAIL_OAUTH']));
	});

	it('redirects to the redirect URI, where Link continues, once', async () => {
		const linkToken = createToken(link.state, { redirect_uri });
		const opened = await visitLink(link.app, linkToken.linkToken);
		await opened.step('consent');
		const screen = await opened.step('institution', { institution_id: 'ins_127287' });
		if (screen.step !== 'oauth') throw new Error(screen.step);
		await opened.step('oauth_open');
		const page = await (await link.app.request(`${origin}${screen.redirect_url}`)).text();
		const account = /name="account" value="(\w+)"/.exec(page)?.[1] ?? '';
		const answer = await form(screen.redirect_url ?? '', [
			['account', account],
			['decision', 'allow'],
		]);
		expect(answer.status).toBe(303);
		const received_redirect_uri = answer.headers.get('location') ?? '';
		expect(received_redirect_uri).toMatch(/^https:\/\/shop\.example\/back\?oauth_state_id=[0-9a-f-]{36}$/);

		const other = createToken(link.state, { redirect_uri });
		const open = async (link_token: string, uri = received_redirect_uri) =>
			(await (
				await link.app.request(`${origin}/link/session`, {
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

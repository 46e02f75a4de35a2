import { describe, expect, it } from 'vitest';
import { createToken, linkPerTest, namesOf, signIn, visitLink } from './link-visit.ts';

const link = linkPerTest();

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

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
		const linkToken = createToken(link.state);
		const opened = await visitLink(link.app, linkToken.linkToken);
		for (const [path, body] of calls) await opened.step(path, body);
		const outcome = await opened.end('exit');
		expect(outcome).toMatchObject({ type: 'exit', error: null, metadata: { status } });
		expect(outcome.events.at(-1)).toMatchObject({
			name: 'EXIT',
			metadata: { exit_status: status, error_code: null },
		});
		expect(linkToken.sessions[0]?.finishedAt).toBe(link.state.clock.now());
		expect(link.state.items.size).toBe(0);
	});

	it('at the last step creates no Item', async () => {
		const opened = await link.visit();
		const [checking] = await signIn(opened);
		await opened.step('accounts', { account_ids: [checking?.id] });
		expect(await opened.end('exit')).toMatchObject({ type: 'exit', metadata: { status: null } });
		expect(link.state.items.size).toBe(0);
		expect(await opened.end('finish')).toMatchObject({ type: 'exit' });
	});

	it('after a refused login returns the error and the institution', async () => {
		const opened = await link.visit();
		await signIn(opened, { username: 'user_good', password: 'wrong' });
		expect(await opened.end('exit')).toMatchObject({
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
		const { start } = await visitLink(link.app, 'link-sandbox-00000000-0000-4000-8000-000000000000');
		expect(start).toMatchObject(invalid);
		expect(start).toMatchObject({
			events: [{ name: 'ERROR' }, { name: 'EXIT', metadata: { error_code: 'INVALID_LINK_TOKEN' } }],
		});
	});

	it('that is four hours old does too', async () => {
		const { linkToken } = createToken(link.state);
		await link.state.clock.advance('4h');
		expect((await visitLink(link.app, linkToken)).start).toMatchObject(invalid);
	});

	it('that expires while Link is open ends the session', async () => {
		const opened = await link.visit();
		await opened.step('consent');
		await link.state.clock.advance('5h');
		expect(await opened.call('institution', { institution_id: 'ins_109508' })).toMatchObject(invalid);
		expect(await opened.end('exit')).toMatchObject(invalid);
	});

	it('that a reset deleted ends the session', async () => {
		const opened = await link.visit();
		link.state.linkTokens.clear();
		expect(await opened.call('consent')).toMatchObject(invalid);
	});

	it('opens Link more than once, each time with a new session', async () => {
		const linkToken = createToken(link.state);
		const ids = [];
		for (let opening = 0; opening < 3; opening++) {
			const opened = await visitLink(link.app, linkToken.linkToken);
			ids.push(opened.start.link_session_id);
			await opened.end('exit');
		}
		expect(new Set(ids).size).toBe(3);
		expect(linkToken.sessions.map(({ linkSessionId }) => linkSessionId)).toEqual(ids);
	});

	it.each([
		['a'.repeat(30), 'a'.repeat(30)],
		['a'.repeat(31), 'This Application'],
	])('for %s shows %s', async (client_name, shown) => {
		expect((await link.visit({ client_name })).start.client_name).toBe(shown);
	});
});

describe('a call to leave', () => {
	it('asks first, and can be canceled', async () => {
		const { opened } = await link.openAt('ins_109508');
		expect(await opened.step('ask')).toMatchObject({ step: 'leaving' });
		expect(await opened.step('stay')).toMatchObject({ step: 'credentials' });
		await opened.step('ask');
		const outcome = await opened.end('exit');
		expect(outcome).toMatchObject({ metadata: { status: 'requires_credentials' } });
		expect(namesOf(outcome).slice(-2)).toEqual(['TRANSITION_VIEW EXIT', 'EXIT']);
	});
});

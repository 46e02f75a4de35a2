import { expect } from 'chai';
import {
	bankAccount,
	button,
	calls,
	choose,
	clock,
	connect,
	lastCall,
	link,
	linkSessions,
	linkToken,
	listen,
	openLink,
	place,
	refusal,
	settled,
	until,
} from './helpers.ts';

describe('what the backend is told', () => {
	it('with session and connection: who the shopper is, and what is to be repaired', async () => {
		const element = await place({ session: 'ss_1', connection: 'conn_1' });
		const heard = listen(element);
		await connect(element);
		expect(calls[0]?.body).to.deep.equal({ session: 'ss_1', connection: 'conn_1' });
		expect(heard.at(-1)?.detail).to.include({ connection: 'conn_1', bankAccountToken: 'btok_1' });
	});

	it('goes without a header of its own: a browser would have to ask first, and wait', async () => {
		const element = await place();
		await connect(element);
		expect(calls.map(({ path, headers }) => [path, headers])).to.deep.equal([
			['/v1/link_tokens', []],
			['/v1/bank_account_tokens', []],
		]);
	});

	it('after another session or connection is never the link token of the one before', async () => {
		const element = await place({ preload: 'eager', session: 'ss_1' });
		await until(() => calls.length);
		await lastCall().answer(linkToken(1));
		await until(() => element.status === 'ready');
		element.session = 'ss_2';
		await until(() => calls.length === 2);
		expect(lastCall().body).to.deep.equal({ session: 'ss_2' });
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'ready');
		button(element).click();
		await until(() => element.status === 'open');
		expect(linkSessions().map(({ config, opened }) => [config.token, opened])).to.deep.equal([
			['link-sandbox-1', 0],
			['link-sandbox-2', 1],
		]);
	});

	it('after another session, named while Link was open, is not the link token of the one before', async () => {
		const element = await place({ session: 'ss_1' });
		await openLink(element);
		element.session = 'ss_2';
		await settled();
		link().config.onExit(null, {});
		await settled();
		await openLink(element, 2);
		expect(calls.map(({ body }) => body.session)).to.deep.equal(['ss_1', 'ss_2']);
		expect(link().config.token).to.equal('link-sandbox-2');
	});

	it('of the account is what helps to notice that it is connected already', async () => {
		const element = await place();
		await openLink(element);
		link().config.onSuccess('public-sandbox-1', {
			institution: { institution_id: 'ins_1', name: 'First Platypus Bank' },
			accounts: [{ id: 'acc_1', name: 'Plaid Checking', mask: '0000', subtype: 'checking' }],
		});
		await settled();
		expect(lastCall().body).to.deep.equal({
			link_token: 'link-sandbox-1',
			public_token: 'public-sandbox-1',
			account_id: 'acc_1',
			institution_id: 'ins_1',
			account_name: 'Plaid Checking',
			account_mask: '0000',
		});
	});
});

describe('an account that is connected already', () => {
	it('and is refused names the connection that stands, and begins anew on the next press', async () => {
		const element = await place();
		const heard = listen(element);
		await openLink(element);
		await choose();
		await lastCall().answer(refusal('duplicate_connection', { connection: 'conn_0' }), 409);
		expect(heard.at(-1)?.detail).to.include({ code: 'duplicate_connection', connection: 'conn_0' });
		expect(sessionStorage).to.have.length(0);
		await openLink(element, 2);
	});

	it('and was noticed too late is told with bank-token', async () => {
		const element = await place();
		const heard = listen(element);
		await openLink(element);
		await choose();
		await lastCall().answer({ ...bankAccount('conn_2'), duplicate_of: 'conn_1' });
		expect(heard.at(-1)?.detail).to.include({ connection: 'conn_2', duplicateOf: 'conn_1' });
	});
});

describe('institutions()', () => {
	it('asks the backend, by name or page by page', async () => {
		const element = await place();
		const found = element.institutions({ query: 'plat & co', products: ['auth', 'identity'], offset: 50 });
		await until(() => calls.length);
		const url = new URL(lastCall().url);
		expect([url.pathname, Object.fromEntries(url.searchParams)]).to.deep.equal([
			'/v1/institutions',
			{ query: 'plat & co', products: 'auth,identity', offset: '50' },
		]);
		await lastCall().answer({
			institutions: [{ institution_id: 'ins_1', name: 'First Platypus Bank', products: ['auth'] }],
			total: 1,
			request_id: 'req_1',
		});
		expect(await found).to.deep.equal({
			institutions: [{ id: 'ins_1', name: 'First Platypus Bank', products: ['auth'] }],
			total: 1,
		});
		expect(element.status).to.equal('idle');
	});

	it('fails with the code of the failure, and can be given up', async () => {
		const element = await place();
		const failed = element.institutions().then(
			() => undefined,
			(error) => error,
		);
		await until(() => calls.length);
		await lastCall().answer(refusal('plaid_unavailable', { retryable: true }), 503);
		expect(await failed).to.include({ code: 'plaid_unavailable', retryable: true, requestId: 'req_refused' });
		const giveUp = new AbortController();
		const given = element.institutions({ signal: giveUp.signal }).then(
			() => undefined,
			(error) => error,
		);
		await until(() => calls.length === 2);
		giveUp.abort();
		expect((await given).name).to.equal('AbortError');
		expect([element.status, clock.timers.size]).to.deep.equal(['idle', 0]);
	});
});

import { expect } from 'chai';
import {
	bankAccount,
	becomeReady,
	button,
	calls,
	connect,
	lastCall,
	link,
	linkSessions,
	linkToken,
	listen,
	mount,
	openLink,
	refusal,
	settled,
	startExchange,
	until,
} from '../helpers.ts';

describe('requests to the backend', () => {
	it('name the session and the connection to repair', async () => {
		const element = await mount({ session: 'ss_1', connection: 'conn_1' });
		const events = listen(element);
		await connect(element);
		expect(calls[0]?.body).to.deep.equal({ session: 'ss_1', connection: 'conn_1' });
		expect(events.at(-1)?.detail).to.include({ connection: 'conn_1', bankAccountToken: 'btok_1' });
	});

	it('have no header that would cause a preflight', async () => {
		const element = await mount();
		await connect(element);
		expect(calls.map(({ path, headers }) => [path, headers])).to.deep.equal([
			['/v1/link_tokens', []],
			['/v1/bank_account_tokens', []],
		]);
	});

	it('a link token prepared for one session is not used for another', async () => {
		const element = await mount({ preload: 'eager', session: 'ss_1' });
		await becomeReady(element);
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

	it('a link token is not reused after the session has changed while Link was open', async () => {
		const element = await mount({ session: 'ss_1' });
		await openLink(element);
		element.session = 'ss_2';
		await settled();
		link().config.onExit(null, {});
		await settled();
		await openLink(element, 2);
		expect(calls.map(({ body }) => body.session)).to.deep.equal(['ss_1', 'ss_2']);
		expect(link().config.token).to.equal('link-sandbox-2');
	});

	it('the exchange names what helps the backend to notice a duplicate account', async () => {
		const element = await mount();
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
	it('duplicate_connection names the existing connection, and the next press opens Link again', async () => {
		const element = await mount();
		const events = listen(element);
		await startExchange(element);
		await lastCall().answer(refusal('duplicate_connection', { connection: 'conn_0' }), 409);
		expect(events.at(-1)?.detail).to.include({ code: 'duplicate_connection', connection: 'conn_0' });
		expect(sessionStorage).to.have.length(0);
		await openLink(element, 2);
	});

	it('bank-token has duplicateOf if the backend accepts a duplicate', async () => {
		const element = await mount();
		const events = listen(element);
		await startExchange(element);
		await lastCall().answer({ ...bankAccount('conn_2'), duplicate_of: 'conn_1' });
		expect(events.at(-1)?.detail).to.include({ connection: 'conn_2', duplicateOf: 'conn_1' });
	});
});

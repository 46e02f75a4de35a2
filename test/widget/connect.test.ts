import { expect } from 'chai';
import {
	bankAccount,
	button,
	calls,
	choose,
	lastCall,
	link,
	linkSessions,
	linkToken,
	listen,
	openLink,
	place,
	settled,
	shown,
	until,
} from './helpers.ts';

describe('the way from a press to a bank account token', () => {
	it('ends in bank-token, with one request for each step', async () => {
		const element = await place();
		const heard = listen(element);
		await openLink(element);
		expect(link().opened).to.equal(1);
		await choose();
		expect(element.status).to.equal('exchanging');
		await lastCall().answer(bankAccount());
		expect(element.status).to.equal('connected');
		expect(heard.map(({ type, detail }) => (type === 'bank-status' ? detail.status : type))).to.deep.equal([
			'bank-open',
			'loading',
			'ready',
			'open',
			'exchanging',
			'connected',
			'bank-token',
		]);
		expect(heard.at(-1)?.detail).to.deep.equal({
			bankAccountToken: 'btok_1',
			connection: 'conn_1',
			account: { id: 'acc_1', name: 'Plaid Checking', mask: '0000', type: 'depository', subtype: 'checking' },
			institution: { id: 'ins_1', name: 'First Platypus Bank' },
			livemode: false,
			requestId: 'req_bank',
		});
		expect(calls.map(({ path, body, credentials }) => [path, body, credentials])).to.deep.equal([
			['/v1/link_tokens', {}, 'omit'],
			[
				'/v1/bank_account_tokens',
				{ link_token: 'link-sandbox-1', public_token: 'public-sandbox-1', account_id: 'acc_1' },
				'omit',
			],
		]);
		expect(shown(element)).to.equal('First Platypus Bank Plaid Checking ••0000 Change');
		expect(element.value).to.equal('conn_1');
	});

	it('asks for nothing before the shopper comes near, then prepares what the press opens', async () => {
		const element = await place();
		await settled();
		expect(calls).to.have.length(0);
		expect(document.querySelectorAll('script[src*=link-double]')).to.have.length(0);
		element.dispatchEvent(new PointerEvent('pointerenter'));
		await until(() => calls.length);
		expect(calls).to.have.length(1);
		await lastCall().answer(linkToken());
		await until(() => element.status === 'ready');
		button(element).click();
		await settled();
		expect(element.status).to.equal('open');
		expect(calls).to.have.length(1);
		expect(linkSessions()).to.have.length(1);
	});

	it('opens one Link on a double click', async () => {
		const element = await place();
		const heard = listen(element);
		button(element).click();
		await openLink(element);
		button(element).click();
		element.open();
		await settled();
		expect(calls).to.have.length(1);
		expect(linkSessions().map(({ opened }) => opened)).to.deep.equal([1]);
		expect(heard.filter(({ type }) => type === 'bank-open')).to.have.length(1);
	});
});

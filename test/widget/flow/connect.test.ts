import { expect } from 'chai';
import {
	bankAccount,
	button,
	calls,
	chooseAccount,
	lastCall,
	link,
	linkSessions,
	linkToken,
	listen,
	mount,
	openLink,
	settled,
	shownText,
	until,
} from '../helpers.ts';

describe('from a press to a bank account token', () => {
	it('a press ends in bank-token, with one request for each step', async () => {
		const element = await mount();
		const events = listen(element);
		await openLink(element);
		expect(link().opened).to.equal(1);
		await chooseAccount();
		expect(element.status).to.equal('exchanging');
		await lastCall().answer(bankAccount());
		expect(element.status).to.equal('connected');
		expect(events.map(({ type, detail }) => (type === 'bank-status' ? detail.status : type))).to.deep.equal([
			'bank-open',
			'loading',
			'ready',
			'open',
			'exchanging',
			'connected',
			'bank-token',
		]);
		expect(events.at(-1)?.detail).to.deep.equal({
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
		expect(shownText(element)).to.equal('First Platypus Bank Plaid Checking ••0000 Change');
		expect(element.value).to.equal('conn_1');
	});

	it('requests nothing before the pointer comes near, then prepares the Link that the press opens', async () => {
		const element = await mount();
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

	it('a double click opens one Link', async () => {
		const element = await mount();
		const events = listen(element);
		button(element).click();
		await openLink(element);
		button(element).click();
		element.open();
		await settled();
		expect(calls).to.have.length(1);
		expect(linkSessions().map(({ opened }) => opened)).to.deep.equal([1]);
		expect(events.filter(({ type }) => type === 'bank-open')).to.have.length(1);
	});
});

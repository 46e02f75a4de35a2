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
	refusal,
	settled,
	shown,
	until,
} from './helpers.ts';

const frames = () => document.querySelectorAll('iframe').length;
async function search(attributes: Record<string, string> = {}) {
	const element = await place({ embedded: '', ...attributes });
	await until(() => calls.length, 'a link token is asked for');
	await lastCall().answer(linkToken());
	await until(() => element.status === 'ready');
	await element.updateComplete;
	return element;
}

describe('the bank search in place', () => {
	it('is there as soon as it is seen, in the light DOM, without a button, and large enough for Plaid', async () => {
		const element = await search();
		expect(button(element)).to.equal(null);
		const place = element.querySelector('[slot=embedded]') as HTMLElement;
		expect(place.contains(link().frame)).to.equal(true);
		expect(element.shadowRoot?.contains(place)).to.equal(false);
		expect(place.assignedSlot).to.not.equal(null);
		expect(place.offsetWidth).to.be.at.least(350);
		expect(place.offsetHeight).to.be.at.least(300);
	});

	it('asks for nothing as long as it is out of sight', async () => {
		const far = document.createElement('div');
		far.style.height = '9000px';
		document.body.append(far);
		const element = await place({ embedded: '' });
		await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
		await settled();
		expect(calls).to.have.length(0);
		element.scrollIntoView();
		await until(() => calls.length);
		far.remove();
		scrollTo(0, 0);
	});

	it('opens Link when a bank is chosen, and ends in bank-token, with nothing left behind', async () => {
		const element = await search();
		const heard = listen(element);
		link().config.onEvent('OPEN', {});
		expect(element.status).to.equal('open');
		await choose();
		expect(element.status).to.equal('exchanging');
		expect(frames()).to.equal(0);
		await lastCall().answer(bankAccount());
		expect(shown(element)).to.equal('First Platypus Bank Plaid Checking ••0000 Change');
		expect(heard.map(({ type, detail }) => (type === 'bank-status' ? detail.status : type))).to.deep.equal([
			'bank-open',
			'open',
			'bank-event',
			'exchanging',
			'connected',
			'bank-token',
		]);
		expect(element.childElementCount).to.equal(0);
	});

	it('stays, with the same link token, when the shopper leaves Link', async () => {
		const element = await search();
		const heard = listen(element);
		link().config.onEvent('OPEN', {});
		link().config.onExit(null, { status: 'requires_credentials' });
		await until(() => element.status === 'ready');
		expect(heard.some(({ type }) => type === 'bank-exit')).to.equal(true);
		expect(calls).to.have.length(1);
		expect(linkSessions().map(({ config }) => config.token)).to.deep.equal([
			'link-sandbox-1',
			'link-sandbox-1',
		]);
		expect(frames()).to.equal(1);
		expect(element.childElementCount).to.equal(1);
	});

	it('is shown again by "Change" and by "Try again"', async () => {
		const element = await search();
		await choose();
		await lastCall().answer(refusal('public_token_invalid'), 400);
		expect(shown(element)).to.contain('Try again');
		button(element).click();
		await until(() => calls.length === 3);
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'ready');
		await choose('public-sandbox-2');
		await lastCall().answer(bankAccount());
		button(element).click();
		await until(() => calls.length === 5);
		await lastCall().answer(linkToken(3));
		await until(() => element.status === 'ready' && element.childElementCount === 1);
		expect(element.value).to.equal('conn_1');
	});

	it('gives way to the button after close(), and is back after reset()', async () => {
		const element = await search();
		element.close();
		await settled();
		expect([frames(), element.childElementCount, element.status]).to.deep.equal([0, 0, 'idle']);
		expect(shown(element)).to.equal('Connect your bank');
		element.reset();
		await until(() => calls.length === 2);
	});

	it('takes its Link away again while another element’s is open, says why, and works once that has closed', async () => {
		const other = await place();
		await openLink(other);
		const first = link();
		const element = await place({ embedded: '' });
		await until(() => calls.length > 1 && !lastCall().over);
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'ready');
		const heard = listen(element);
		link().config.onEvent('OPEN', {});
		await settled();
		expect(element.error?.code).to.equal('link_already_open');
		expect(heard.map(({ type }) => type)).to.not.include('bank-open');
		expect(element.childElementCount).to.equal(0);
		expect([other.status, first.frame.isConnected]).to.deep.equal(['open', true]);

		first.config.onExit(null, {});
		await settled();
		button(element).click();
		await until(() => !lastCall().over);
		await lastCall().answer(linkToken(3));
		await until(() => element.status === 'ready');
		link().config.onEvent('OPEN', {});
		await until(() => element.status === 'open');
	});

	it('leaves nothing when the element is taken out', async () => {
		const element = await search();
		element.remove();
		await settled();
		expect([frames(), element.childElementCount]).to.deep.equal([0, 0]);
		document.body.append(element);
		await until(() => calls.length === 2);
	});

	it('is not made anew when only its looks change, and is when the session does', async () => {
		const element = await search({ session: 'ss_1' });
		element.theme = 'dark';
		element.style.width = '500px';
		element.name = 'bank';
		await settled();
		expect([linkSessions().length, calls.length, element.status]).to.deep.equal([1, 1, 'ready']);
		element.session = 'ss_2';
		await until(() => calls.length === 2);
		expect(lastCall().body).to.deep.equal({ session: 'ss_2' });
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'ready');
		expect([linkSessions().length, frames(), element.childElementCount]).to.deep.equal([2, 1, 1]);
	});

	it('gives way to the button when the attribute goes', async () => {
		const element = await search();
		element.embedded = false;
		await until(() => shown(element) === 'Connect your bank');
		expect([frames(), element.childElementCount, element.status]).to.deep.equal([0, 0, 'idle']);
	});

	it('is no way to repair a connection: there, the button stays', async () => {
		const element = await place({ embedded: '', connection: 'conn_1' });
		await settled();
		expect(shown(element)).to.equal('Connect your bank');
		expect(calls).to.have.length(0);
	});

	it('that is required can be focused by the form', async () => {
		const form = document.createElement('form');
		document.body.append(form);
		const element = await search({ required: '' });
		form.append(element);
		await settled();
		expect(form.reportValidity()).to.equal(false);
		expect(document.activeElement).to.equal(element);
		form.remove();
	});
});

import { expect } from 'chai';
import {
	bankAccount,
	becomeReady,
	button,
	calls,
	chooseAccount,
	frames,
	lastCall,
	link,
	linkSessions,
	linkToken,
	listen,
	mount,
	openLink,
	refusal,
	removeElement,
	settled,
	shownText,
	until,
} from './helpers.ts';

async function search(attributes: Record<string, string> = {}) {
	const element = await mount({ embedded: '', ...attributes });
	await becomeReady(element);
	await element.updateComplete;
	return element;
}

describe('the embedded bank search', () => {
	it('appears in the light DOM once the element is visible, large enough for Plaid, without a button', async () => {
		const element = await search();
		expect(button(element)).to.equal(null);
		const place = element.querySelector('[slot=embedded]') as HTMLElement;
		expect(place.contains(link().frame)).to.equal(true);
		expect(element.shadowRoot?.contains(place)).to.equal(false);
		expect(place.assignedSlot).to.not.equal(null);
		expect(place.offsetWidth).to.be.at.least(350);
		expect(place.offsetHeight).to.be.at.least(300);
	});

	it('requests nothing while the element is out of view', async () => {
		const far = document.createElement('div');
		far.style.height = '9000px';
		document.body.append(far);
		const element = await mount({ embedded: '' });
		await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
		await settled();
		expect(calls).to.have.length(0);
		element.scrollIntoView();
		await until(() => calls.length);
		far.remove();
		scrollTo(0, 0);
	});

	it('opens Link when the shopper chooses a bank, ends in bank-token and leaves no node behind', async () => {
		const element = await search();
		const events = listen(element);
		link().config.onEvent('OPEN', {});
		expect(element.status).to.equal('open');
		await chooseAccount();
		expect(element.status).to.equal('exchanging');
		expect(frames()).to.equal(0);
		await lastCall().answer(bankAccount());
		expect(shownText(element)).to.equal('First Platypus Bank Plaid Checking ••0000 Change');
		expect(events.map(({ type, detail }) => (type === 'bank-status' ? detail.status : type))).to.deep.equal([
			'bank-open',
			'open',
			'bank-event',
			'exchanging',
			'connected',
			'bank-token',
		]);
		expect(element.childElementCount).to.equal(0);
	});

	it('stays, with the same link token, after the shopper leaves Link', async () => {
		const element = await search();
		const events = listen(element);
		link().config.onEvent('OPEN', {});
		link().config.onExit(null, { status: 'requires_credentials' });
		await until(() => element.status === 'ready');
		expect(events.some(({ type }) => type === 'bank-exit')).to.equal(true);
		expect(calls).to.have.length(1);
		expect(linkSessions().map(({ config }) => config.token)).to.deep.equal([
			'link-sandbox-1',
			'link-sandbox-1',
		]);
		expect(frames()).to.equal(1);
		expect(element.childElementCount).to.equal(1);
	});

	it('returns after Change and after Try again', async () => {
		const element = await search();
		await chooseAccount();
		await lastCall().answer(refusal('public_token_invalid'), 400);
		expect(shownText(element)).to.contain('Try again');
		button(element).click();
		await until(() => calls.length === 3);
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'ready');
		await chooseAccount('public-sandbox-2');
		await lastCall().answer(bankAccount());
		button(element).click();
		await until(() => calls.length === 5);
		await lastCall().answer(linkToken(3));
		await until(() => element.status === 'ready' && element.childElementCount === 1);
		expect(element.value).to.equal('conn_1');
	});

	it('close() replaces it with the button, reset() restores it', async () => {
		const element = await search();
		element.close();
		await settled();
		expect([frames(), element.childElementCount, element.status]).to.deep.equal([0, 0, 'idle']);
		expect(shownText(element)).to.equal('Connect your bank');
		element.reset();
		await until(() => calls.length === 2);
	});

	it('link_already_open if another element’s Link is open, and works once that has closed', async () => {
		const other = await mount();
		await openLink(other);
		const first = link();
		const element = await mount({ embedded: '' });
		await until(() => calls.length > 1 && !lastCall().answered);
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'ready');
		const events = listen(element);
		link().config.onEvent('OPEN', {});
		await settled();
		expect(element.error?.code).to.equal('link_already_open');
		expect(events.map(({ type }) => type)).to.not.include('bank-open');
		expect(element.childElementCount).to.equal(0);
		expect([other.status, first.frame.isConnected]).to.deep.equal(['open', true]);

		first.config.onExit(null, {});
		await settled();
		button(element).click();
		await until(() => !lastCall().answered);
		await lastCall().answer(linkToken(3));
		await until(() => element.status === 'ready');
		link().config.onEvent('OPEN', {});
		await until(() => element.status === 'open');
	});

	it('is removed with the element, and created again when the element returns', async () => {
		const element = await search();
		await removeElement(element);
		expect([frames(), element.childElementCount]).to.deep.equal([0, 0]);
		document.body.append(element);
		await until(() => calls.length === 2);
	});

	it('is created again when the session changes, but not when only styles or the name change', async () => {
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

	it('removing the attribute replaces it with the button', async () => {
		const element = await search();
		element.embedded = false;
		await until(() => shownText(element) === 'Connect your bank');
		expect([frames(), element.childElementCount, element.status]).to.deep.equal([0, 0, 'idle']);
	});

	it('is not used to repair a connection: the button is shown', async () => {
		const element = await mount({ embedded: '', connection: 'conn_1' });
		await settled();
		expect(shownText(element)).to.equal('Connect your bank');
		expect(calls).to.have.length(0);
	});

	it('a form can focus it when it is required', async () => {
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

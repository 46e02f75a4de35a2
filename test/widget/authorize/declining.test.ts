import { expect } from 'chai';
import type { PlaidStripeConnect } from '../../../widget/element.ts';
import {
	bankAccount,
	button,
	calls,
	chooseAccount,
	clock,
	connect,
	lastCall,
	linkSessions,
	linkToken,
	listen,
	mount,
	offer,
	openAuthorization,
	openLink,
	removeElement,
	settled,
	shownText,
	until,
} from '../helpers.ts';
import { accept, authorizationCalls, part, press, storedWork } from './helpers.ts';

describe('declining the authorization', () => {
	for (const [how, decline] of [
		['the Decline button', (element: PlaidStripeConnect) => part(element, 'decline').click()],
		['close()', (element: PlaidStripeConnect) => element.close()],
	] as const)
		it(`${how} dispatches bank-exit, and the next press shows the same text again without Link`, async () => {
			const element = await mount();
			await openAuthorization(element);
			const events = listen(element);
			decline(element);
			await settled();
			expect(events).to.deep.equal([
				{ type: 'bank-status', detail: { status: 'idle', previous: 'authorizing' } },
				{
					type: 'bank-exit',
					detail: {
						status: 'authorization_declined',
						institution: { id: 'ins_1', name: 'First Platypus Bank' },
						error: null,
					},
				},
			]);
			expect([element.value, element.account, element.institution]).to.deep.equal(['', null, null]);
			expect(shownText(element)).to.equal('Connect your bank');
			element.dispatchEvent(new PointerEvent('pointerenter'));
			button(element).click();
			await settled();
			expect(element.status).to.equal('authorizing');
			expect(element.account?.mask).to.equal('0000');
			await lastCall().answer(offer());
			await accept(element);
			expect(element.value).to.equal('conn_1');
			expect(linkSessions()).to.have.length(1);
			expect(calls.filter(({ path }) => path === '/v1/link_tokens')).to.have.length(1);
			expect(events.filter(({ type }) => /open|token/.test(type))).to.deep.equal([]);
		});

	it('aborts the request for the text', async () => {
		const element = await mount({ authorize: '' });
		await connect(element);
		const request = lastCall();
		await press(element, 'decline');
		expect(element.status).to.equal('idle');
		expect(request.signal.aborted).to.equal(true);
		expect(clock.timers.size).to.equal(0);
	});

	it('survives a reload: the next press asks again, and a reload after that resumes by itself', async () => {
		const before = await mount({ name: 'bank' });
		await openAuthorization(before);
		await press(before, 'decline');
		await removeElement(before);
		const after = await mount({ name: 'bank', authorize: '' });
		await settled();
		expect(after.status).to.equal('idle');
		button(after).click();
		await until(() => authorizationCalls().length === 2);
		expect(after.status).to.equal('authorizing');
		await lastCall().answer(offer());
		await removeElement(after);
		const last = await mount({ name: 'bank', authorize: '' });
		await until(() => authorizationCalls().length === 3);
		expect(last.status).to.equal('authorizing');
		await lastCall().answer(offer());
		await accept(last);
		expect(linkSessions()).to.have.length(1);
		expect(storedWork()).to.deep.equal([]);
	});

	it('after a reload, no link token is requested', async () => {
		const before = await mount({ name: 'bank' });
		await openAuthorization(before);
		await press(before, 'decline');
		await removeElement(before);
		const requests = calls.length;
		const after = await mount({ name: 'bank', authorize: '' });
		const events = listen(after);
		after.dispatchEvent(new PointerEvent('pointerenter'));
		await settled();
		expect([after.status, calls.length]).to.deep.equal(['idle', requests]);
		button(after).click();
		await until(() => authorizationCalls().length === 2);
		await lastCall().answer(offer());
		expect(after.status).to.equal('authorizing');
		expect(events.map(({ type }) => type)).to.not.include('bank-open');
	});

	it('after a reload, an embedded element shows the button instead of the bank search', async () => {
		const before = await mount({ name: 'bank' });
		await openAuthorization(before);
		await press(before, 'decline');
		await removeElement(before);
		const after = await mount({ name: 'bank', authorize: '', embedded: '' });
		await until(() => button(after), 'the button takes the place of the bank search');
		await settled();
		expect([after.status, authorizationCalls().length]).to.deep.equal(['idle', 1]);
		button(after).click();
		await until(() => authorizationCalls().length === 2);
		expect(after.status).to.equal('authorizing');
	});

	it('reset() forgets it, and the next press opens Link', async () => {
		const element = await mount();
		await openAuthorization(element);
		await press(element, 'decline');
		element.reset();
		await settled();
		expect(storedWork()).to.deep.equal([]);
		await openLink(element, 2);
		expect(linkSessions()).to.have.length(2);
	});
});

describe('another bank instead of authorizing', () => {
	it('Change opens Link at once', async () => {
		const element = await mount();
		await openAuthorization(element);
		const events = listen(element);
		await press(element, 'change');
		await until(() => lastCall().path === '/v1/link_tokens');
		expect([element.status, element.value, element.account]).to.deep.equal(['loading', '', null]);
		expect(events.map(({ type }) => type)).to.include('bank-open');
		expect(storedWork()).to.deep.equal([]);
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'open');
		await chooseAccount('public-sandbox-2');
		await lastCall().answer(bankAccount('conn_2'));
		await until(() => authorizationCalls().length === 2);
		expect(lastCall().body).to.deep.equal({ link_token: 'link-sandbox-2', connection: 'conn_2' });
		await lastCall().answer(offer());
		await accept(element);
		expect(element.value).to.equal('conn_2');
	});

	it('is not offered for a repair', async () => {
		const element = await mount({ connection: 'conn_1', session: 'ss_1' });
		await openAuthorization(element);
		expect(part(element, 'change')).to.equal(null);
	});

	it('Link stays closed if a listener prevents bank-open', async () => {
		const element = await mount();
		await openAuthorization(element);
		element.addEventListener('bank-open', (event) => event.preventDefault());
		await press(element, 'change');
		expect(element.status).to.equal('idle');
		expect(linkSessions()).to.have.length(1);
	});

	it('replaces the authorized bank only when it is authorized itself', async () => {
		const element = await mount();
		await openAuthorization(element);
		await accept(element);
		await openLink(element, 2);
		expect(element.value).to.equal('conn_1');
		await chooseAccount('public-sandbox-2');
		await lastCall().answer(bankAccount('conn_2'));
		await until(() => authorizationCalls().length === 3);
		expect(element.value).to.equal('');
		await lastCall().answer(offer());
		await accept(element);
		expect(element.value).to.equal('conn_2');
	});
});

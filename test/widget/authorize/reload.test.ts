import { expect } from 'chai';
import type { PlaidStripeConnect } from '../../../widget/element.ts';
import {
	acceptedAt,
	calls,
	clock,
	connect,
	lastCall,
	listen,
	mount,
	offer,
	openAuthorization,
	refusal,
	removeElement,
	settled,
	shownText,
	until,
} from '../helpers.ts';
import { accept, authorizationCalls, paragraphs, press, storedWork } from './helpers.ts';

describe('a reload during the authorization', () => {
	const reload = async (before: PlaidStripeConnect) => {
		await removeElement(before);
		const events = listen();
		const count = authorizationCalls().length;
		const after = await mount({ name: 'bank', authorize: '' });
		await until(() => authorizationCalls().length > count);
		return { after, events };
	};

	it('shows the card at once, requests the text again, and dispatches no second bank-token', async () => {
		const before = await mount({ name: 'bank' });
		await openAuthorization(before);
		const { after, events } = await reload(before);
		expect(after.status).to.equal('authorizing');
		await lastCall().answer(offer());
		expect(shownText(after)).to.contain('First Platypus Bank Plaid Checking ••0000');
		await accept(after);
		expect(after.value).to.equal('conn_1');
		expect(events.map(({ type }) => type).filter((type) => type !== 'bank-status')).to.deep.equal([
			'bank-authorized',
		]);
		expect(calls.filter(({ path }) => path === '/v1/bank_account_tokens')).to.have.length(1);
		expect(storedWork()).to.deep.equal([]);
	});

	it('ends in bank-authorized without asking if the text was accepted and the answer lost', async () => {
		const before = await mount({ name: 'bank' });
		await openAuthorization(before);
		await press(before, 'accept');
		const { after, events } = await reload(before);
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(after.status).to.equal('connected');
		expect(events.at(-1)?.type).to.equal('bank-authorized');
	});

	it('link_session_not_found ends it, without the bank’s name, if another user has signed in', async () => {
		const before = await mount({ name: 'bank', session: 'ss_ada' });
		await openAuthorization(before);
		expect(authorizationCalls()[0]?.body).to.include({ session: 'ss_ada' });
		await removeElement(before);
		const after = await mount({ name: 'bank', authorize: '', session: 'ss_grace' });
		await until(() => authorizationCalls().length === 2);
		expect(lastCall().body).to.include({ session: 'ss_grace' });
		await lastCall().answer(refusal('link_session_not_found'), 404);
		await until(() => after.status === 'failed');
		expect(shownText(after)).to.not.contain('Plaid Checking');
		expect(storedWork()).to.deep.equal([]);
	});

	it('stores no bank account token, and nothing for longer than the backend accepts the link token', async () => {
		const before = await mount({ name: 'bank' });
		await openAuthorization(before);
		expect(JSON.stringify(Object.entries(sessionStorage))).to.not.contain('btok_');
		await removeElement(before);
		await clock.advance(5 * 60 * 60_000 + 1);
		const after = await mount({ name: 'bank', authorize: '' });
		await until(() => after.status === 'idle');
		expect(authorizationCalls()).to.have.length(1);
		expect(storedWork()).to.deep.equal([]);
	});

	it('the bank is connected without it if the page has dropped authorize', async () => {
		const before = await mount({ name: 'bank' });
		await openAuthorization(before);
		await removeElement(before);
		const after = await mount({ name: 'bank' });
		await until(() => after.status === 'connected');
		expect(after.value).to.equal('conn_1');
	});

	it('is resumed by one element only', async () => {
		const before = await mount({ name: 'bank' });
		await openAuthorization(before);
		await removeElement(before);
		const all = [
			await mount({ name: 'bank', authorize: '' }),
			await mount({ name: 'bank', authorize: '' }),
			await mount({ name: 'other', authorize: '' }),
		];
		await until(() => authorizationCalls().length === 2);
		await settled();
		expect(all.map(({ status }) => status)).to.deep.equal(['authorizing', 'idle', 'idle']);
	});
});

describe('an element during the authorization', () => {
	it('leaves only its pending work behind when it is removed', async () => {
		const element = await mount({ authorize: '' });
		await connect(element);
		const request = lastCall();
		await removeElement(element);
		expect(request.signal.aborted).to.equal(true);
		expect(clock.timers.size).to.equal(0);
		expect([element.status, storedWork().length]).to.deep.equal(['idle', 1]);
	});

	for (const action of ['reset', 'remove', 'close'] as const)
		it(`${action}() may be called in a listener of bank-token`, async () => {
			const element = await mount({ authorize: '' });
			element.addEventListener('bank-token', () => element[action]());
			await connect(element);
			await settled();
			expect(element.status).to.equal('idle');
			expect(shownText(element)).to.equal('Connect your bank');
			expect(authorizationCalls().filter(({ signal }) => !signal.aborted)).to.deep.equal([]);
		});

	it('deletes its stored work even if the page’s address has changed', async () => {
		const { href } = location;
		const element = await mount();
		element.addEventListener('bank-token', () => history.replaceState(null, '', '/step-2'));
		await openAuthorization(element);
		await accept(element);
		history.replaceState(null, '', href);
		expect([element.status, storedWork()]).to.deep.equal(['connected', []]);
	});

	it('is not interrupted if it is only moved', async () => {
		const element = await mount();
		await openAuthorization(element);
		const main = document.createElement('main');
		document.body.append(main);
		main.append(element);
		await settled();
		expect(paragraphs(element)).to.have.length(3);
		await accept(element);
		expect(element.status).to.equal('connected');
		main.remove();
	});
});

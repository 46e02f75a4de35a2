import { expect } from 'chai';
import {
	bankAccount,
	button,
	chooseAccount,
	clock,
	exchangeCalls,
	lastCall,
	linkSessions,
	listen,
	mount,
	openLink,
	refusal,
	removeElement,
	settled,
	shownText,
	startExchange,
	storedKeys,
} from '../helpers.ts';

describe('an exchange that fails for a temporary reason', () => {
	it('is retried after growing pauses, and ends in one bank-token (exchange_in_progress)', async () => {
		const element = await mount();
		const events = listen(element);
		await startExchange(element);
		await lastCall().fail();
		await clock.advance(499);
		expect(exchangeCalls()).to.have.length(1);
		await clock.advance(1);
		expect(exchangeCalls()).to.have.length(2);
		await lastCall().answer(refusal('exchange_in_progress', { retryable: true }), 409);
		await clock.advance(999);
		expect(exchangeCalls()).to.have.length(2);
		await clock.advance(1);
		expect(exchangeCalls()).to.have.length(3);
		expect(shownText(element)).to.equal('Connecting your account…');
		await lastCall().answer(bankAccount());
		expect(events.filter(({ type }) => type === 'bank-token')).to.have.length(1);
		expect(events.some(({ type }) => type === 'bank-error')).to.equal(false);
		expect(new Set(exchangeCalls().map(({ body }) => JSON.stringify(body)))).to.have.property('size', 1);
		expect(clock.timers.size).to.equal(0);
	});

	it('is retried no earlier than Retry-After says (store_unavailable)', async () => {
		const element = await mount();
		await startExchange(element);
		await lastCall().answer(refusal('store_unavailable', { retryable: true }), 503, { 'retry-after': '7' });
		await clock.advance(6_999);
		expect(exchangeCalls()).to.have.length(1);
		await clock.advance(1);
		expect(exchangeCalls()).to.have.length(2);
	});

	it('fails with backend_unreachable after a minute, and Try again repeats the exchange without Link', async () => {
		const element = await mount();
		const events = listen(element);
		await startExchange(element);
		const begun = clock.at;
		while (element.status === 'exchanging') {
			await lastCall().fail();
			await clock.next();
		}
		expect(clock.at - begun).to.be.within(25_000, 60_000);
		expect(element.error?.code).to.equal('backend_unreachable');
		const count = exchangeCalls().length;
		expect(count).to.be.within(5, 9);
		button(element).click();
		await settled();
		expect(element.status).to.equal('exchanging');
		expect(exchangeCalls()).to.have.length(count + 1);
		expect(lastCall().body).to.deep.equal(exchangeCalls()[0]?.body);
		await lastCall().answer(bankAccount());
		expect(element.status).to.equal('connected');
		expect(linkSessions()).to.have.length(1);
		expect(events.filter(({ type }) => type === 'bank-open')).to.have.length(1);
	});
});

describe('an exchange that fails for good', () => {
	for (const code of [
		'exchange_lost',
		'public_token_invalid',
		'link_session_not_found',
		'link_token_expired',
	] as const)
		it(`${code} is not retried, and Try again opens a new Link session`, async () => {
			const element = await mount();
			await startExchange(element);
			await lastCall().answer(refusal(code), 409);
			await clock.advance(60_000);
			expect(exchangeCalls()).to.have.length(1);
			expect(element.error?.code).to.equal(code);
			expect(storedKeys()).to.deep.equal([]);
			await openLink(element, 2);
			expect(linkSessions()).to.have.length(2);
		});

	it('a press resumes it after the element was removed and put back', async () => {
		const element = await mount();
		await startExchange(element);
		while (element.status === 'exchanging') {
			await lastCall().fail();
			await clock.next();
		}
		await removeElement(element);
		document.body.append(element);
		await settled();
		expect(element.status).to.equal('failed');
		button(element).click();
		await settled();
		expect(lastCall().path).to.equal('/v1/bank_account_tokens');
		await lastCall().answer(bankAccount());
		expect(element.value).to.equal('conn_1');
	});

	it('stripe_not_linked keeps the public token, and a press repeats the exchange', async () => {
		const element = await mount();
		await startExchange(element);
		await lastCall().answer(refusal('stripe_not_linked'), 503);
		expect(shownText(element)).to.equal('Connecting a bank is not possible right now. Try again');
		button(element).click();
		await settled();
		expect(exchangeCalls()).to.have.length(2);
		expect(linkSessions()).to.have.length(1);
	});

	it('a press opens a new Link session once the public token has expired', async () => {
		const element = await mount();
		await startExchange(element);
		await lastCall().answer(refusal('stripe_not_linked'), 503);
		await clock.advance(31 * 60_000);
		button(element).click();
		await settled();
		await lastCall().answer(refusal('stripe_not_linked'), 503);
		expect(storedKeys()).to.deep.equal([]);
		await openLink(element, 2);
	});
});

describe('the account to debit', () => {
	const chosen = async (accounts: unknown[]) => {
		const element = await mount();
		await openLink(element);
		await chooseAccount('public-sandbox-1', accounts);
		return lastCall().body.account_id;
	};
	it('is the account that the shopper chose', async () => {
		expect(await chosen([{ id: 'acc_s', subtype: 'savings' }])).to.equal('acc_s');
	});
	it('is the checking account if the shopper chose several', async () => {
		const several = ['cd', 'savings', 'checking'].map((subtype) => ({ id: `acc_${subtype}`, subtype }));
		expect(await chosen(several)).to.equal('acc_checking');
	});
	it('is left to the backend if Link names none', async () => {
		expect(await chosen([])).to.equal(undefined);
	});
});

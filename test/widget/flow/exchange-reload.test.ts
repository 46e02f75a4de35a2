import { expect } from 'chai';
import {
	bankAccount,
	chooseAccount,
	clock,
	connect,
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
	until,
	warnings,
} from '../helpers.ts';

describe('a reload while the account is being connected', () => {
	it('resumes by itself and ends in one bank-token', async () => {
		const before = await mount({ name: 'bank' });
		await startExchange(before);
		expect(storedKeys()).to.have.length(1);
		await removeElement(before);
		expect(exchangeCalls()[0]?.signal.aborted).to.equal(true);

		const events = listen();
		const after = await mount({ name: 'bank' });
		expect(after.status).to.equal('exchanging');
		expect(shownText(after)).to.equal('Connecting your account…');
		await until(() => exchangeCalls().length === 2);
		expect(exchangeCalls()[1]?.body).to.deep.equal(exchangeCalls()[0]?.body);
		await lastCall().answer(bankAccount());
		expect(after.value).to.equal('conn_1');
		expect(events.filter(({ type }) => type === 'bank-token')).to.have.length(1);
		expect(linkSessions()).to.have.length(1);
		expect(storedKeys()).to.deep.equal([]);
	});

	it('is resumed by one element only, of the same name and backend', async () => {
		const before = await mount({ name: 'bank' });
		await startExchange(before);
		await removeElement(before);
		const all = [
			await mount({ name: 'other' }),
			await mount({ name: 'bank', backend: 'https://other.example' }),
			await mount({ name: 'bank' }),
			await mount({ name: 'bank' }),
		];
		await until(() => exchangeCalls().length === 2);
		await settled();
		expect(all.map(({ status }) => status)).to.deep.equal(['idle', 'idle', 'exchanging', 'idle']);
		expect(exchangeCalls()).to.have.length(2);
	});

	it('link_session_not_found ends the exchange of a user who has signed out since', async () => {
		const before = await mount({ session: 'ss_ada' });
		await startExchange(before);
		expect(exchangeCalls()[0]?.body).to.include({ session: 'ss_ada' });
		await removeElement(before);
		const events = listen();
		const after = await mount({ session: 'ss_grace' });
		await until(() => exchangeCalls().length === 2);
		expect(exchangeCalls()[1]?.body).to.include({ session: 'ss_grace', public_token: 'public-sandbox-1' });
		await lastCall().answer(refusal('link_session_not_found'), 404);
		await until(() => after.status === 'failed');
		expect(storedKeys()).to.deep.equal([]);
		expect(events.map(({ type }) => type)).to.not.include('bank-token');
	});

	it('is forgotten once the public token has expired', async () => {
		const before = await mount();
		await startExchange(before);
		await removeElement(before);
		await clock.advance(31 * 60_000);
		const after = await mount();
		await until(() => after.status === 'idle');
		await settled();
		expect(exchangeCalls()).to.have.length(1);
		expect(storedKeys()).to.deep.equal([]);
	});

	it('ignores stored text that is not JSON', async () => {
		const before = await mount();
		await startExchange(before);
		const [key = ''] = storedKeys();
		await removeElement(before);
		sessionStorage.setItem(key, '{');
		const after = await mount();
		await until(() => after.status === 'idle');
		expect(warnings).to.deep.equal([]);
	});
});

describe('reset()', () => {
	it('forgets the connected bank and the pending exchange', async () => {
		const element = await mount();
		const events = listen(element);
		await connect(element);
		element.reset();
		expect([element.status, element.value, element.account, element.institution]).to.deep.equal([
			'idle',
			'',
			null,
			null,
		]);
		expect(events.at(-1)?.detail).to.deep.equal({ status: 'idle', previous: 'connected' });
		await openLink(element, 2);
		await chooseAccount('public-sandbox-2');
		element.reset();
		await settled();
		expect(storedKeys()).to.deep.equal([]);
		expect(lastCall().signal.aborted).to.equal(true);
		await lastCall().answer(bankAccount());
		expect(element.value).to.equal('');
	});
});

import { expect } from 'chai';
import { goToSuccessUrl } from '../../widget/attributes.ts';
import {
	bankAccount,
	button,
	calls,
	choose,
	clock,
	connect,
	lastCall,
	linkSessions,
	listen,
	openLink,
	place,
	refusal,
	settled,
	shown,
	until,
	warnings,
} from './helpers.ts';

const exchanges = () => calls.filter(({ path }) => path === '/v1/bank_account_tokens');
const kept = () => Object.entries(sessionStorage);

describe('an exchange that fails for a passing reason', () => {
	it('is tried again after growing pauses, and ends in one bank-token', async () => {
		const element = await place();
		const heard = listen(element);
		await openLink(element);
		await choose();
		await lastCall().cut();
		await clock.advance(499);
		expect(exchanges()).to.have.length(1);
		await clock.advance(1);
		expect(exchanges()).to.have.length(2);
		await lastCall().answer(refusal('exchange_in_progress', { retryable: true }), 409);
		await clock.advance(999);
		expect(exchanges()).to.have.length(2);
		await clock.advance(1);
		expect(exchanges()).to.have.length(3);
		expect(shown(element)).to.equal('Connecting your account…');
		await lastCall().answer(bankAccount());
		expect(heard.filter(({ type }) => type === 'bank-token')).to.have.length(1);
		expect(heard.some(({ type }) => type === 'bank-error')).to.equal(false);
		expect(new Set(exchanges().map(({ body }) => JSON.stringify(body)))).to.have.property('size', 1);
		expect(clock.timers.size).to.equal(0);
	});

	it('waits as long as Retry-After says', async () => {
		const element = await place();
		await openLink(element);
		await choose();
		await lastCall().answer(refusal('store_unavailable', { retryable: true }), 503, { 'retry-after': '7' });
		await clock.advance(6_999);
		expect(exchanges()).to.have.length(1);
		await clock.advance(1);
		expect(exchanges()).to.have.length(2);
	});

	it('is given up after a minute, and "Try again" repeats the same exchange without Link', async () => {
		const element = await place();
		const heard = listen(element);
		await openLink(element);
		await choose();
		const begun = clock.at;
		while (element.status === 'exchanging') {
			await lastCall().cut();
			await clock.next();
		}
		expect(clock.at - begun).to.be.within(25_000, 60_000);
		expect(element.error?.code).to.equal('backend_unreachable');
		const count = exchanges().length;
		expect(count).to.be.within(5, 9);
		button(element).click();
		await settled();
		expect(element.status).to.equal('exchanging');
		expect(exchanges()).to.have.length(count + 1);
		expect(lastCall().body).to.deep.equal(exchanges()[0]?.body);
		await lastCall().answer(bankAccount());
		expect(element.status).to.equal('connected');
		expect(linkSessions()).to.have.length(1);
		expect(heard.filter(({ type }) => type === 'bank-open')).to.have.length(1);
	});
});

describe('an exchange that can never succeed', () => {
	for (const code of [
		'exchange_lost',
		'public_token_invalid',
		'link_session_not_found',
		'link_token_expired',
	] as const)
		it(`(${code}) is not tried again, and "Try again" begins a fresh Link session`, async () => {
			const element = await place();
			await openLink(element);
			await choose();
			await lastCall().answer(refusal(code), 409);
			await clock.advance(60_000);
			expect(exchanges()).to.have.length(1);
			expect(element.error?.code).to.equal(code);
			expect(kept()).to.deep.equal([]);
			await openLink(element, 2);
			expect(linkSessions()).to.have.length(2);
		});

	it('goes on with the next press, too, where the element was taken out and put back', async () => {
		const element = await place();
		await openLink(element);
		await choose();
		while (element.status === 'exchanging') {
			await lastCall().cut();
			await clock.next();
		}
		element.remove();
		await settled();
		document.body.append(element);
		await settled();
		expect(element.status).to.equal('failed');
		button(element).click();
		await settled();
		expect(lastCall().path).to.equal('/v1/bank_account_tokens');
		await lastCall().answer(bankAccount());
		expect(element.value).to.equal('conn_1');
	});

	it('for a reason that the merchant can mend is kept, and repeated when the shopper asks', async () => {
		const element = await place();
		await openLink(element);
		await choose();
		await lastCall().answer(refusal('stripe_not_linked'), 503);
		expect(shown(element)).to.equal('Connecting a bank is not possible right now. Try again');
		button(element).click();
		await settled();
		expect(exchanges()).to.have.length(2);
		expect(linkSessions()).to.have.length(1);
	});

	it('once the public token is too old, begins a fresh Link session', async () => {
		const element = await place();
		await openLink(element);
		await choose();
		await lastCall().answer(refusal('stripe_not_linked'), 503);
		await clock.advance(31 * 60_000);
		button(element).click();
		await settled();
		await lastCall().answer(refusal('stripe_not_linked'), 503);
		expect(kept()).to.deep.equal([]);
		await openLink(element, 2);
	});
});

describe('a reload while the account is being connected', () => {
	it('is picked up by the element itself, which shows so and ends in bank-token', async () => {
		const before = await place({ name: 'bank' });
		await openLink(before);
		await choose();
		expect(kept()).to.have.length(1);
		before.remove();
		await settled();
		expect(exchanges()[0]?.signal.aborted).to.equal(true);

		const heard = listen();
		const after = await place({ name: 'bank' });
		expect(after.status).to.equal('exchanging');
		expect(shown(after)).to.equal('Connecting your account…');
		await until(() => exchanges().length === 2);
		expect(exchanges()[1]?.body).to.deep.equal(exchanges()[0]?.body);
		await lastCall().answer(bankAccount());
		expect(after.value).to.equal('conn_1');
		expect(heard.filter(({ type }) => type === 'bank-token')).to.have.length(1);
		expect(linkSessions()).to.have.length(1);
		expect(kept()).to.deep.equal([]);
	});

	it('is picked up by one element only, of the same name and backend', async () => {
		const before = await place({ name: 'bank' });
		await openLink(before);
		await choose();
		before.remove();
		await settled();
		const all = [
			await place({ name: 'other' }),
			await place({ name: 'bank', backend: 'https://other.example' }),
			await place({ name: 'bank' }),
			await place({ name: 'bank' }),
		];
		await until(() => exchanges().length === 2);
		await settled();
		expect(all.map(({ status }) => status)).to.deep.equal(['idle', 'idle', 'exchanging', 'idle']);
		expect(exchanges()).to.have.length(2);
	});

	it('says who is signed in by then: what another user has left is not gone on with', async () => {
		const before = await place({ session: 'ss_ada' });
		await openLink(before);
		await choose();
		expect(exchanges()[0]?.body).to.include({ session: 'ss_ada' });
		before.remove();
		await settled();
		const heard = listen();
		const after = await place({ session: 'ss_grace' });
		await until(() => exchanges().length === 2);
		expect(exchanges()[1]?.body).to.include({ session: 'ss_grace', public_token: 'public-sandbox-1' });
		await lastCall().answer(refusal('link_session_not_found'), 404);
		await until(() => after.status === 'failed');
		expect(kept()).to.deep.equal([]);
		expect(heard.map(({ type }) => type)).to.not.include('bank-token');
	});

	it('is forgotten when the public token has died meanwhile', async () => {
		const before = await place();
		await openLink(before);
		await choose();
		before.remove();
		await settled();
		await clock.advance(31 * 60_000);
		const after = await place();
		await until(() => after.status === 'idle');
		await settled();
		expect(exchanges()).to.have.length(1);
		expect(kept()).to.deep.equal([]);
	});

	it('finds nothing where storage is closed or holds something else', async () => {
		const before = await place();
		await openLink(before);
		await choose();
		const [key] = kept()[0] as [string, string];
		before.remove();
		await settled();
		sessionStorage.setItem(key, '{');
		const after = await place();
		await until(() => after.status === 'idle');
		expect(warnings).to.deep.equal([]);
	});
});

describe('the account', () => {
	const chosen = async (accounts: unknown[]) => {
		const element = await place();
		await openLink(element);
		await choose('public-sandbox-1', accounts);
		return lastCall().body.account_id;
	};
	it('is the one that the shopper chose', async () => {
		expect(await chosen([{ id: 'acc_s', subtype: 'savings' }])).to.equal('acc_s');
	});
	it('is a checking account where there are several', async () => {
		const several = ['cd', 'savings', 'checking'].map((subtype) => ({ id: `acc_${subtype}`, subtype }));
		expect(await chosen(several)).to.equal('acc_checking');
	});
	it('is left to the backend where Link does not tell', async () => {
		expect(await chosen([])).to.equal(undefined);
	});
});

describe('reset()', () => {
	it('forgets what was connected, and what was unfinished', async () => {
		const element = await place();
		const heard = listen(element);
		await connect(element);
		element.reset();
		expect([element.status, element.value, element.account, element.institution]).to.deep.equal([
			'idle',
			'',
			null,
			null,
		]);
		expect(heard.at(-1)?.detail).to.deep.equal({ status: 'idle', previous: 'connected' });
		await openLink(element, 2);
		await choose('public-sandbox-2');
		element.reset();
		await settled();
		expect(kept()).to.deep.equal([]);
		expect(lastCall().signal.aborted).to.equal(true);
		await lastCall().answer(bankAccount());
		expect(element.value).to.equal('');
	});
});

describe('success-url', () => {
	it('is gone to with the connection, beside what its query says already', async () => {
		// A page of its own, so that it can be left.
		const frame = document.createElement('iframe');
		document.body.append(frame);
		const arrived = new Promise((resolve) => frame.addEventListener('load', resolve));
		goToSuccessUrl('/test/widget/?a=1', 'conn_1', frame.contentWindow?.location);
		await arrived;
		expect(frame.contentWindow?.location.href).to.equal(
			`${location.origin}/test/widget/?a=1&connection=conn_1`,
		);
	});

	it('of another kind is ignored with one warning, and the account is connected all the same', async () => {
		for (const name of ['a', 'b']) {
			const element = await place({ name, 'success-url': 'javascript:void 0' });
			await connect(element);
			expect(element.status).to.equal('connected');
		}
		expect(warnings.filter((text) => text.includes('success-url'))).to.have.length(1);
	});
});

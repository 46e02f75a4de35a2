import { expect } from 'chai';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import { accept, asked, kept, paragraphs, part, press } from './authorize-helpers.ts';
import {
	acceptedAt,
	bankAccount,
	beAsked,
	button,
	calls,
	choose,
	clock,
	connect,
	lastCall,
	linkSessions,
	linkToken,
	listen,
	offer,
	openLink,
	place,
	refusal,
	settled,
	shown,
	until,
} from './helpers.ts';

describe('declining', () => {
	for (const [how, decline] of [
		['by the button', (element: PlaidStripeConnect) => part(element, 'decline').click()],
		['by close()', (element: PlaidStripeConnect) => element.close()],
	] as const)
		it(`${how} tells the page, and the next press shows the same again without Link`, async () => {
			const element = await place();
			await beAsked(element);
			const heard = listen(element);
			decline(element);
			await settled();
			expect(heard).to.deep.equal([
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
			expect(shown(element)).to.equal('Connect your bank');
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
			expect(heard.filter(({ type }) => /open|token/.test(type))).to.deep.equal([]);
		});

	it('before the text is there ends its request', async () => {
		const element = await place({ authorize: '' });
		await connect(element);
		const request = lastCall();
		await press(element, 'decline');
		expect(element.status).to.equal('idle');
		expect(request.signal.aborted).to.equal(true);
		expect(clock.timers.size).to.equal(0);
	});

	it('is remembered over a reload, which does not ask again by itself, and does at the next press', async () => {
		const before = await place({ name: 'bank' });
		await beAsked(before);
		await press(before, 'decline');
		before.remove();
		await settled();
		const after = await place({ name: 'bank', authorize: '' });
		await settled();
		expect(after.status).to.equal('idle');
		button(after).click();
		await until(() => asked().length === 2);
		expect(after.status).to.equal('authorizing');
		await lastCall().answer(offer());
		after.remove();
		await settled();
		const last = await place({ name: 'bank', authorize: '' });
		await until(() => asked().length === 3);
		expect(last.status).to.equal('authorizing');
		await lastCall().answer(offer());
		await accept(last);
		expect(linkSessions()).to.have.length(1);
		expect(kept()).to.deep.equal([]);
	});

	it('remembered over a reload, needs no link token before the press', async () => {
		const before = await place({ name: 'bank' });
		await beAsked(before);
		await press(before, 'decline');
		before.remove();
		await settled();
		const requests = calls.length;
		const after = await place({ name: 'bank', authorize: '' });
		const heard = listen(after);
		after.dispatchEvent(new PointerEvent('pointerenter'));
		await settled();
		expect([after.status, calls.length]).to.deep.equal(['idle', requests]);
		button(after).click();
		await until(() => asked().length === 2);
		await lastCall().answer(offer());
		expect(after.status).to.equal('authorizing');
		expect(heard.map(({ type }) => type)).to.not.include('bank-open');
	});

	it('does not come back by itself with a bank search in place, either: there is the button', async () => {
		const before = await place({ name: 'bank' });
		await beAsked(before);
		await press(before, 'decline');
		before.remove();
		await settled();
		const after = await place({ name: 'bank', authorize: '', embedded: '' });
		await until(() => button(after), 'the button takes the place of the bank search');
		await settled();
		expect([after.status, asked().length]).to.deep.equal(['idle', 1]);
		button(after).click();
		await until(() => asked().length === 2);
		expect(after.status).to.equal('authorizing');
	});

	it('is forgotten by reset(): then the next press begins with Link', async () => {
		const element = await place();
		await beAsked(element);
		await press(element, 'decline');
		element.reset();
		await settled();
		expect(kept()).to.deep.equal([]);
		await openLink(element, 2);
		expect(linkSessions()).to.have.length(2);
	});
});

describe('another bank', () => {
	it('can be taken instead: "Change" begins with Link at once', async () => {
		const element = await place();
		await beAsked(element);
		const heard = listen(element);
		await press(element, 'change');
		await until(() => lastCall().path === '/v1/link_tokens');
		expect([element.status, element.value, element.account]).to.deep.equal(['loading', '', null]);
		expect(heard.map(({ type }) => type)).to.include('bank-open');
		expect(kept()).to.deep.equal([]);
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'open');
		await choose('public-sandbox-2');
		await lastCall().answer(bankAccount('conn_2'));
		await until(() => asked().length === 2);
		expect(lastCall().body).to.deep.equal({ link_token: 'link-sandbox-2', connection: 'conn_2' });
		await lastCall().answer(offer());
		await accept(element);
		expect(element.value).to.equal('conn_2');
	});

	it('is not offered where a connection is repaired', async () => {
		const element = await place({ connection: 'conn_1', session: 'ss_1' });
		await beAsked(element);
		expect(part(element, 'change')).to.equal(null);
	});

	it('stays away where a listener keeps Link closed', async () => {
		const element = await place();
		await beAsked(element);
		element.addEventListener('bank-open', (event) => event.preventDefault());
		await press(element, 'change');
		expect(element.status).to.equal('idle');
		expect(linkSessions()).to.have.length(1);
	});

	it('takes the place of what was authorized before only when it is authorized itself', async () => {
		const element = await place();
		await beAsked(element);
		await accept(element);
		await openLink(element, 2);
		expect(element.value).to.equal('conn_1');
		await choose('public-sandbox-2');
		await lastCall().answer(bankAccount('conn_2'));
		await until(() => asked().length === 3);
		expect(element.value).to.equal('');
		await lastCall().answer(offer());
		await accept(element);
		expect(element.value).to.equal('conn_2');
	});
});

describe('an authorization that fails', () => {
	it('for a passing reason is asked for again, the text as well as its acceptance', async () => {
		const element = await place({ authorize: '' });
		await connect(element);
		await lastCall().cut();
		await clock.advance(500);
		await lastCall().answer(refusal('store_unavailable', { retryable: true }), 503);
		await clock.advance(1000);
		await lastCall().answer(offer());
		await press(element, 'accept');
		// It was stored, and the answer lost.
		await lastCall().cut();
		expect(element.status).to.equal('authorizing');
		await clock.advance(500);
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(element.status).to.equal('connected');
		expect(asked().map(({ body }) => body.accept)).to.deep.equal([
			undefined,
			undefined,
			undefined,
			'auth_1',
			'auth_1',
		]);
		expect(clock.timers.size).to.equal(0);
	});

	it('for long is told, and "Try again" goes on from there without Link', async () => {
		const element = await place();
		await beAsked(element);
		await press(element, 'accept');
		const heard = listen(element);
		while (element.status === 'authorizing') {
			await lastCall().cut();
			await clock.next();
		}
		expect(element.error?.code).to.equal('backend_unreachable');
		expect(shown(element)).to.equal('That did not work just now. Try again');
		expect(heard.at(-1)?.type).to.equal('bank-error');
		expect(element.value).to.equal('');
		button(element).click();
		await settled();
		expect(element.status).to.equal('authorizing');
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(element.value).to.equal('conn_1');
		expect(linkSessions()).to.have.length(1);
	});

	for (const code of ['link_token_expired', 'link_session_not_found', 'connection_removed'] as const)
		it(`since it is too late (${code}) begins anew with the next press`, async () => {
			const element = await place();
			await beAsked(element);
			await press(element, 'accept');
			await lastCall().answer(refusal(code), 400);
			expect(element.error?.code).to.equal(code);
			expect(kept()).to.deep.equal([]);
			await openLink(element, 2);
			expect(linkSessions()).to.have.length(2);
		});

	it('since the offer is gone (authorization_not_found) is offered anew', async () => {
		const element = await place();
		await beAsked(element);
		await press(element, 'accept');
		await lastCall().answer(refusal('authorization_not_found'), 404);
		expect(element.status).to.equal('failed');
		button(element).click();
		await settled();
		expect(lastCall().body).to.deep.equal({ link_token: 'link-sandbox-1', connection: 'conn_1' });
		await lastCall().answer(offer({ authorization: 'auth_2' }));
		expect(element.status).to.equal('authorizing');
	});
});

describe('a reload while the authorization is asked for', () => {
	const reload = async (before: PlaidStripeConnect) => {
		before.remove();
		await settled();
		const heard = listen();
		const count = asked().length;
		const after = await place({ name: 'bank', authorize: '' });
		await until(() => asked().length > count);
		return { after, heard };
	};

	it('asks for it at once, with the text fetched again, and tells no second bank-token', async () => {
		const before = await place({ name: 'bank' });
		await beAsked(before);
		const { after, heard } = await reload(before);
		expect(after.status).to.equal('authorizing');
		await lastCall().answer(offer());
		expect(shown(after)).to.contain('First Platypus Bank Plaid Checking ••0000');
		await accept(after);
		expect(after.value).to.equal('conn_1');
		expect(heard.map(({ type }) => type).filter((type) => type !== 'bank-status')).to.deep.equal([
			'bank-authorized',
		]);
		expect(calls.filter(({ path }) => path === '/v1/bank_account_tokens')).to.have.length(1);
		expect(kept()).to.deep.equal([]);
	});

	it('after it was accepted, the answer lost, ends in bank-authorized without asking', async () => {
		const before = await place({ name: 'bank' });
		await beAsked(before);
		await press(before, 'accept');
		const { after, heard } = await reload(before);
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(after.status).to.equal('connected');
		expect(heard.at(-1)?.type).to.equal('bank-authorized');
	});

	it('is over, and shows nothing of the bank, where another user has signed in since', async () => {
		const before = await place({ name: 'bank', session: 'ss_ada' });
		await beAsked(before);
		expect(asked()[0]?.body).to.include({ session: 'ss_ada' });
		before.remove();
		await settled();
		const after = await place({ name: 'bank', authorize: '', session: 'ss_grace' });
		await until(() => asked().length === 2);
		expect(lastCall().body).to.include({ session: 'ss_grace' });
		await lastCall().answer(refusal('link_session_not_found'), 404);
		await until(() => after.status === 'failed');
		expect(shown(after)).to.not.contain('Plaid Checking');
		expect(kept()).to.deep.equal([]);
	});

	it('keeps no token of the bank account, and nothing for longer than the backend takes it', async () => {
		const before = await place({ name: 'bank' });
		await beAsked(before);
		expect(JSON.stringify(Object.entries(sessionStorage))).to.not.contain('btok_');
		before.remove();
		await settled();
		await clock.advance(5 * 60 * 60_000 + 1);
		const after = await place({ name: 'bank', authorize: '' });
		await until(() => after.status === 'idle');
		expect(asked()).to.have.length(1);
		expect(kept()).to.deep.equal([]);
	});

	it('of a page that has dropped authorize meanwhile is just connected', async () => {
		const before = await place({ name: 'bank' });
		await beAsked(before);
		before.remove();
		await settled();
		const after = await place({ name: 'bank' });
		await until(() => after.status === 'connected');
		expect(after.value).to.equal('conn_1');
	});

	it('is gone on with by one element of the page only', async () => {
		const before = await place({ name: 'bank' });
		await beAsked(before);
		before.remove();
		await settled();
		const all = [
			await place({ name: 'bank', authorize: '' }),
			await place({ name: 'bank', authorize: '' }),
			await place({ name: 'other', authorize: '' }),
		];
		await until(() => asked().length === 2);
		await settled();
		expect(all.map(({ status }) => status)).to.deep.equal(['authorizing', 'idle', 'idle']);
	});
});

describe('in mid-flow', () => {
	it('taken out of the page, nothing is left but what resumes it', async () => {
		const element = await place({ authorize: '' });
		await connect(element);
		const request = lastCall();
		element.remove();
		await settled();
		expect(request.signal.aborted).to.equal(true);
		expect(clock.timers.size).to.equal(0);
		expect([element.status, kept().length]).to.deep.equal(['idle', 1]);
	});

	for (const action of ['reset', 'remove', 'close'] as const)
		it(`a listener of bank-token may call ${action}()`, async () => {
			const element = await place({ authorize: '' });
			element.addEventListener('bank-token', () => element[action]());
			await connect(element);
			await settled();
			expect(element.status).to.equal('idle');
			expect(shown(element)).to.equal('Connect your bank');
			expect(asked().filter(({ signal }) => !signal.aborted)).to.deep.equal([]);
		});

	it('the page’s address may change: nothing that is done is kept under either', async () => {
		const { href } = location;
		const element = await place();
		element.addEventListener('bank-token', () => history.replaceState(null, '', '/step-2'));
		await beAsked(element);
		await accept(element);
		history.replaceState(null, '', href);
		expect([element.status, kept()]).to.deep.equal(['connected', []]);
	});

	it('moved to another place, it goes on', async () => {
		const element = await place();
		await beAsked(element);
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

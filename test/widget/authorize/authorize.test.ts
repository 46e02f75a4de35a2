import { expect } from 'chai';
import { BankAuthorizedEvent } from '../../../widget/events.ts';
import {
	acceptedAt,
	authorizationText,
	bankAccount,
	becomeReady,
	button,
	calls,
	chooseAccount,
	lastCall,
	link,
	linkToken,
	listen,
	mount,
	offer,
	openAuthorization,
	openLink,
	settled,
	shownText,
	until,
	warnings,
} from '../helpers.ts';
import { accept, authorizationCalls, press, storedWork } from './helpers.ts';

describe('with authorize', () => {
	it('ends in bank-authorized, after bank-token, with one request for each step', async () => {
		const element = await mount({ authorize: '' });
		const events = listen(element);
		const typed: string[] = [];
		element.addEventListener('bank-authorized', (event) => {
			if (event instanceof BankAuthorizedEvent)
				typed.push(event.detail.connection, event.detail.authorization);
		});
		await openAuthorization(element);
		expect(element.status).to.equal('authorizing');
		expect(element.value).to.equal('');
		await accept(element);
		expect(typed).to.deep.equal(['conn_1', 'auth_1']);
		expect(element.status).to.equal('connected');
		expect(element.value).to.equal('conn_1');
		expect(events.map(({ type, detail }) => (type === 'bank-status' ? detail.status : type))).to.deep.equal([
			'bank-open',
			'loading',
			'ready',
			'open',
			'exchanging',
			'authorizing',
			'bank-token',
			'connected',
			'bank-authorized',
		]);
		expect(events.at(-1)?.detail).to.deep.equal({
			connection: 'conn_1',
			authorization: 'auth_1',
			text: authorizationText,
			acceptedAt,
		});
		expect(authorizationCalls().map(({ body, credentials }) => [body, credentials])).to.deep.equal([
			[{ link_token: 'link-sandbox-1', connection: 'conn_1' }, 'omit'],
			[{ link_token: 'link-sandbox-1', connection: 'conn_1', accept: 'auth_1' }, 'omit'],
		]);
		expect(storedWork()).to.deep.equal([]);
		expect(warnings).to.deep.equal([]);
	});
});

describe('two elements with authorize', () => {
	it('each authorize their own bank', async () => {
		const first = await mount({ name: 'a' });
		const second = await mount({ name: 'b' });
		await openAuthorization(first);
		second.authorize = true;
		await openLink(second, 2);
		await chooseAccount('public-sandbox-2');
		await lastCall().answer(bankAccount('conn_2'));
		await until(() => authorizationCalls().length === 2);
		await lastCall().answer(offer({ authorization: 'auth_2' }));
		await press(first, 'decline');
		expect([first.status, second.status]).to.deep.equal(['idle', 'authorizing']);
		await press(second, 'accept');
		await lastCall().answer(offer({ authorization: 'auth_2', accepted_at: acceptedAt }));
		expect([first.value, second.value]).to.deep.equal(['', 'conn_2']);
	});
});

describe('a form around an element with authorize', () => {
	it('is invalid, with a message, until the shopper accepts, and valid in a listener of bank-authorized', async () => {
		const form = document.createElement('form');
		document.body.append(form);
		const element = await mount({ name: 'bank', required: '', authorize: '' });
		form.append(element);
		await settled();
		const sent: unknown[] = [];
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			sent.push([...new FormData(form)]);
		});
		element.addEventListener('bank-token', () => form.requestSubmit());
		element.addEventListener('bank-authorized', () => form.requestSubmit());
		await openAuthorization(element);
		expect(sent).to.deep.equal([]);
		expect([...new FormData(form)]).to.deep.equal([]);
		expect(element.validationMessage).to.equal('Read and accept the debit authorization to continue.');
		await accept(element);
		expect(sent).to.deep.equal([[['bank', 'conn_1']]]);
		form.remove();
	});
});

describe('success-url with authorize', () => {
	it('is not opened before the shopper accepts', async () => {
		const element = await mount({ 'success-url': 'javascript:void 0' });
		await openAuthorization(element);
		expect(warnings).to.deep.equal([]);
		await accept(element);
		// The address is not allowed, so that the test’s page stays: the attempt shows as a warning.
		expect(warnings.filter((text) => text.includes('success-url'))).to.have.length(1);
	});
});

describe('an embedded element with authorize', () => {
	it('shows the card instead of the bank search, which returns after Change and not after declining', async () => {
		const element = await mount({ embedded: '', authorize: '' });
		await becomeReady(element);
		link().config.onEvent('OPEN', {});
		await chooseAccount();
		await lastCall().answer(bankAccount());
		await until(() => authorizationCalls().length);
		await lastCall().answer(offer());
		expect(shownText(element)).to.contain('Authorize the debit');
		expect(element.childElementCount).to.equal(0);
		await press(element, 'decline');
		expect(shownText(element)).to.equal('Connect your bank');
		expect(element.childElementCount).to.equal(0);
		button(element).click();
		await until(() => authorizationCalls().length === 2);
		await lastCall().answer(offer());
		await press(element, 'change');
		await until(() => calls.at(-1)?.path === '/v1/link_tokens');
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'ready');
		expect(element.childElementCount).to.equal(1);
	});
});

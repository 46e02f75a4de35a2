import { expect } from 'chai';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import { BankAuthorizedEvent } from '../../widget/events.ts';
import { accept, asked, copy, focused, kept, paragraphs, part, press } from './authorize-helpers.ts';
import {
	acceptedAt,
	announced,
	authorizationText,
	bankAccount,
	beAsked,
	button,
	calls,
	choose,
	connect,
	lastCall,
	link,
	linkToken,
	listen,
	offer,
	openLink,
	place,
	refusal,
	settled,
	shown,
	until,
	warnings,
} from './helpers.ts';

describe('with authorize', () => {
	it('the way ends in bank-authorized, one request after another, and what it needs is loaded then', async () => {
		const element = await place({ authorize: '' });
		const heard = listen(element);
		const typed: string[] = [];
		element.addEventListener('bank-authorized', (event) => {
			if (event instanceof BankAuthorizedEvent)
				typed.push(event.detail.connection, event.detail.authorization);
		});
		await beAsked(element);
		expect(element.status).to.equal('authorizing');
		expect(element.value).to.equal('');
		await accept(element);
		expect(typed).to.deep.equal(['conn_1', 'auth_1']);
		expect(element.status).to.equal('connected');
		expect(element.value).to.equal('conn_1');
		expect(heard.map(({ type, detail }) => (type === 'bank-status' ? detail.status : type))).to.deep.equal([
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
		expect(heard.at(-1)?.detail).to.deep.equal({
			connection: 'conn_1',
			authorization: 'auth_1',
			text: authorizationText,
			acceptedAt,
		});
		expect(asked().map(({ body, credentials }) => [body, credentials])).to.deep.equal([
			[{ link_token: 'link-sandbox-1', connection: 'conn_1' }, 'omit'],
			[{ link_token: 'link-sandbox-1', connection: 'conn_1', accept: 'auth_1' }, 'omit'],
		]);
		expect(kept()).to.deep.equal([]);
		expect(warnings).to.deep.equal([]);
	});
});

describe('the text', () => {
	it('is shown to the letter, in English, in a part that scrolls and can be focused', async () => {
		const element = await place({ language: 'de' });
		await beAsked(element);
		expect(paragraphs(element).join('\n\n')).to.equal(authorizationText);
		const text = part(element, 'text');
		expect([...text.children].map((paragraph) => (paragraph as HTMLElement).lang)).to.deep.equal([
			'en',
			'en',
			'en',
		]);
		expect([text.tabIndex, text.getAttribute('aria-label')]).to.deep.equal([
			0,
			'Text der Lastschriftermächtigung',
		]);
		expect(text.scrollHeight).to.be.above(0);
		expect(getComputedStyle(text).overflowY).to.equal('auto');
		expect(getComputedStyle(text.children[0] as Element).whiteSpace).to.equal('pre-line');
	});

	it('is saved to the letter, before it is accepted and as long as it is connected afterwards', async () => {
		const element = await place();
		await beAsked(element);
		const file = {
			download: 'debit-authorization.txt',
			type: 'text/plain;charset=utf-8',
			text: authorizationText,
		};
		expect(await copy(element)).to.deep.equal(file);
		await accept(element);
		expect(await copy(element)).to.deep.equal(file);
		expect(shown(element)).to.equal('First Platypus Bank Plaid Checking ••0000 Change Save a copy');
		element.remove();
		await settled();
		document.body.append(element);
		await settled();
		expect(await copy(element)).to.deep.equal(file);
		element.reset();
		await settled();
		expect(part(element, 'copy')).to.equal(null);
	});

	it('is waited for in the room that it will take', async () => {
		const element = await place({ authorize: '' });
		await connect(element);
		expect(shown(element)).to.contain('One moment…');
		expect(announced(element)).to.equal('One moment…');
		expect(part(element, 'accept').disabled).to.equal(true);
		const height = element.offsetHeight;
		await lastCall().answer(offer());
		expect(element.offsetHeight).to.equal(height);
		expect(part(element, 'accept').disabled).to.equal(false);
		expect(announced(element)).to.equal('Read and accept the debit authorization to continue.');
	});

	it('that was accepted before, as with a repair, is not asked for again', async () => {
		const element = await place({ authorize: '', connection: 'conn_1', session: 'ss_1' });
		const heard = listen(element);
		await connect(element);
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(heard.slice(-3).map(({ type }) => type)).to.deep.equal([
			'bank-token',
			'bank-status',
			'bank-authorized',
		]);
		expect(element.value).to.equal('conn_1');
		expect(asked()).to.have.length(1);
	});

	it('that has changed meanwhile is shown again instead of being accepted unread', async () => {
		const element = await place();
		await beAsked(element);
		await press(element, 'accept');
		await lastCall().answer(offer({ authorization: 'auth_2', text: 'Another one.' }));
		expect(element.status).to.equal('authorizing');
		expect(paragraphs(element)).to.deep.equal(['Another one.']);
		await accept(element);
		expect(asked().at(-1)?.body.accept).to.equal('auth_2');
		expect(element.status).to.equal('connected');
	});
});

describe('the button', () => {
	it('is called as the text calls it in every language, with what it means in front', async () => {
		const english = await place();
		await beAsked(english);
		expect(part(english, 'accept').textContent?.trim()).to.equal('Accept');
		english.language = 'de';
		await until(() => shown(english).includes('Ablehnen'));
		expect(part(english, 'accept').textContent?.trim()).to.equal('Akzeptieren (Accept)');
		expect(part(english, 'accept').querySelector('[lang=en]')?.textContent).to.equal('Accept');
		expect(shown(english)).to.contain('Der Text ist auf Englisch');
	});

	it('accepts once, however often it is pressed, and says that it is at it', async () => {
		const element = await place();
		await beAsked(element);
		part(element, 'accept').click();
		part(element, 'accept').click();
		await settled();
		part(element, 'accept').click();
		await settled();
		expect(asked().filter(({ body }) => body.accept)).to.have.length(1);
		expect(part(element, 'accept').ariaBusy).to.equal('true');
		expect([part(element, 'decline').disabled, part(element, 'change').disabled]).to.deep.equal([true, true]);
		element.close();
		await settled();
		expect(element.status).to.equal('authorizing');
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(element.status).to.equal('connected');
	});
});

describe('the account holder’s name', () => {
	const name = async (element: PlaidStripeConnect, typed: string) => {
		part<HTMLInputElement>(element, 'holder').value = typed;
		await press(element, 'next');
	};

	it('is asked for where nobody knows it, and can be changed as long as nothing is accepted', async () => {
		const element = await place({ authorize: '' });
		await connect(element);
		await lastCall().answer(refusal('holder_name_required'), 400);
		const field = part<HTMLInputElement>(element, 'holder');
		expect([field.autocomplete, field.labels?.[0]?.textContent]).to.deep.equal([
			'name',
			'Account holder’s full name',
		]);
		expect(announced(element)).to.equal('Account holder’s full name');
		const before = calls.length;
		await name(element, '   ');
		expect([calls.length, element.status]).to.deep.equal([before, 'authorizing']);
		await name(element, ' Zoe Doe ');
		expect(lastCall().body).to.deep.equal({
			link_token: 'link-sandbox-1',
			connection: 'conn_1',
			name: 'Zoe Doe',
		});
		await lastCall().answer(offer({ authorization: 'auth_zoe' }));
		expect(part(element, 'rename').parentElement?.textContent?.replace(/\s+/g, ' ').trim()).to.equal(
			'Account holder’s full name: Zoe Doe Change',
		);
		await press(element, 'rename');
		expect(part<HTMLInputElement>(element, 'holder').value).to.equal('Zoe Doe');
		await name(element, 'Zoë Doe');
		await lastCall().answer(offer({ authorization: 'auth_2' }));
		await press(element, 'accept');
		expect(lastCall().body).to.include({ name: 'Zoë Doe', accept: 'auth_2' });
		await lastCall().answer(offer({ authorization: 'auth_2', accepted_at: acceptedAt }));
		expect(element.status).to.equal('connected');
	});

	it('is sent by Enter, and not to the form around the element', async () => {
		const form = document.createElement('form');
		let submitted = false;
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			submitted = true;
		});
		const element = await place({ authorize: '' });
		document.body.append(form);
		form.append(element);
		await settled();
		await connect(element);
		await lastCall().answer(refusal('holder_name_required'), 400);
		const field = part<HTMLInputElement>(element, 'holder');
		field.value = 'Zoë Doe';
		field.form?.requestSubmit();
		await settled();
		expect(lastCall().body.name).to.equal('Zoë Doe');
		expect(submitted).to.equal(false);
		form.remove();
	});
});

describe('two elements', () => {
	it('ask for two authorizations, each for its own bank', async () => {
		const first = await place({ name: 'a' });
		const second = await place({ name: 'b' });
		await beAsked(first);
		second.authorize = true;
		await openLink(second, 2);
		await choose('public-sandbox-2');
		await lastCall().answer(bankAccount('conn_2'));
		await until(() => asked().length === 2);
		await lastCall().answer(offer({ authorization: 'auth_2' }));
		await press(first, 'decline');
		expect([first.status, second.status]).to.deep.equal(['idle', 'authorizing']);
		await press(second, 'accept');
		await lastCall().answer(offer({ authorization: 'auth_2', accepted_at: acceptedAt }));
		expect([first.value, second.value]).to.deep.equal(['', 'conn_2']);
	});
});

describe('a form with an element that asks for the authorization', () => {
	it('is invalid, with the reason, until it is accepted, and valid when bank-authorized is heard', async () => {
		const form = document.createElement('form');
		document.body.append(form);
		const element = await place({ name: 'bank', required: '', authorize: '' });
		form.append(element);
		await settled();
		const sent: unknown[] = [];
		form.addEventListener('submit', (event) => {
			event.preventDefault();
			sent.push([...new FormData(form)]);
		});
		element.addEventListener('bank-token', () => form.requestSubmit());
		element.addEventListener('bank-authorized', () => form.requestSubmit());
		await beAsked(element);
		expect(sent).to.deep.equal([]);
		expect([...new FormData(form)]).to.deep.equal([]);
		expect(element.validationMessage).to.equal('Read and accept the debit authorization to continue.');
		await accept(element);
		expect(sent).to.deep.equal([[['bank', 'conn_1']]]);
		form.remove();
	});
});

describe('success-url with authorize', () => {
	it('is not gone to before it is accepted', async () => {
		const element = await place({ 'success-url': 'javascript:void 0' });
		await beAsked(element);
		expect(warnings).to.deep.equal([]);
		await accept(element);
		// The address is a bad one, so that this page stays: the attempt is told.
		expect(warnings.filter((text) => text.includes('success-url'))).to.have.length(1);
	});
});

describe('the focus', () => {
	it('goes from the button to the card, on to its end, and back to the button', async () => {
		const element = await place();
		button(element).focus();
		await beAsked(element);
		expect(focused(element)).to.equal('authorization');
		part(element, 'accept').focus();
		await press(element, 'accept');
		expect(focused(element)).to.equal('accept');
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(focused(element)).to.equal('button');
	});

	it('goes to the card after Link where nobody has it', async () => {
		const element = await place();
		await openLink(element);
		(document.activeElement as HTMLElement | null)?.blur();
		element.authorize = true;
		await choose();
		(document.activeElement as HTMLElement | null)?.blur();
		await lastCall().answer(bankAccount());
		await until(() => asked().length);
		expect(focused(element)).to.equal('authorization');
	});

	it('is back on the button after declining, and on the card after the name', async () => {
		const element = await place({ authorize: '' });
		button(element).focus();
		await connect(element);
		await lastCall().answer(refusal('holder_name_required'), 400);
		part(element, 'holder').focus();
		part<HTMLInputElement>(element, 'holder').value = 'Zoë Doe';
		await press(element, 'next');
		await lastCall().answer(offer());
		expect(focused(element)).to.equal('authorization');
		part(element, 'decline').focus();
		await press(element, 'decline');
		expect(focused(element)).to.equal('button');
	});

	it('stays where the shopper has gone meanwhile, and after a reload', async () => {
		const field = document.createElement('input');
		document.body.append(field);
		const element = await place({ name: 'bank', authorize: '' });
		button(element).focus();
		await openLink(element);
		await choose();
		field.focus();
		await lastCall().answer(bankAccount());
		await until(() => asked().length);
		expect(document.activeElement).to.equal(field);
		await lastCall().answer(offer());
		field.blur();
		field.remove();
		element.remove();
		await settled();
		const after = await place({ name: 'bank', authorize: '' });
		await until(() => asked().length === 2);
		expect(after.status).to.equal('authorizing');
		expect(document.activeElement).to.equal(document.body);
	});
});

describe('embedded', () => {
	it('asks in the place of the bank search, which is not back after declining until it is asked for', async () => {
		const element = await place({ embedded: '', authorize: '' });
		await until(() => calls.length);
		await lastCall().answer(linkToken());
		await until(() => element.status === 'ready');
		link().config.onEvent('OPEN', {});
		await choose();
		await lastCall().answer(bankAccount());
		await until(() => asked().length);
		await lastCall().answer(offer());
		expect(shown(element)).to.contain('Authorize the debit');
		expect(element.childElementCount).to.equal(0);
		await press(element, 'decline');
		expect(shown(element)).to.equal('Connect your bank');
		expect(element.childElementCount).to.equal(0);
		button(element).click();
		await until(() => asked().length === 2);
		await lastCall().answer(offer());
		await press(element, 'change');
		await until(() => calls.at(-1)?.path === '/v1/link_tokens');
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'ready');
		expect(element.childElementCount).to.equal(1);
	});
});

import { expect } from 'chai';
import {
	acceptedAt,
	announced,
	authorizationText,
	connect,
	lastCall,
	listen,
	mount,
	offer,
	openAuthorization,
	removeElement,
	settled,
	shownText,
	until,
} from '../helpers.ts';
import { accept, authorizationCalls, paragraphs, part, press, savedCopy } from './helpers.ts';

describe('the text', () => {
	it('is shown unchanged, in English, in a part that scrolls and can be focused', async () => {
		const element = await mount({ language: 'de' });
		await openAuthorization(element);
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

	it('can be saved unchanged before it is accepted, and for as long as the bank is connected', async () => {
		const element = await mount();
		await openAuthorization(element);
		const file = {
			download: 'debit-authorization.txt',
			type: 'text/plain;charset=utf-8',
			text: authorizationText,
		};
		expect(savedCopy(element)).to.deep.equal(file);
		await accept(element);
		expect(savedCopy(element)).to.deep.equal(file);
		expect(shownText(element)).to.equal('First Platypus Bank Plaid Checking ••0000 Change Save a copy');
		await removeElement(element);
		document.body.append(element);
		await settled();
		expect(savedCopy(element)).to.deep.equal(file);
		element.reset();
		await settled();
		expect(part(element, 'copy')).to.equal(null);
	});

	it('the card has its final height while the text is loading', async () => {
		const element = await mount({ authorize: '' });
		await connect(element);
		expect(shownText(element)).to.contain('One moment…');
		expect(announced(element)).to.equal('One moment…');
		expect(part(element, 'accept').disabled).to.equal(true);
		const height = element.offsetHeight;
		await lastCall().answer(offer());
		expect(element.offsetHeight).to.equal(height);
		expect(part(element, 'accept').disabled).to.equal(false);
		expect(announced(element)).to.equal('Read and accept the debit authorization to continue.');
	});

	it('an authorization that was accepted before, as with a repair, is not asked for again', async () => {
		const element = await mount({ authorize: '', connection: 'conn_1', session: 'ss_1' });
		const events = listen(element);
		await connect(element);
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(events.slice(-3).map(({ type }) => type)).to.deep.equal([
			'bank-token',
			'bank-status',
			'bank-authorized',
		]);
		expect(element.value).to.equal('conn_1');
		expect(authorizationCalls()).to.have.length(1);
	});

	it('a text that has changed in the meantime is shown before it can be accepted', async () => {
		const element = await mount();
		await openAuthorization(element);
		await press(element, 'accept');
		await lastCall().answer(offer({ authorization: 'auth_2', text: 'Another one.' }));
		expect(element.status).to.equal('authorizing');
		expect(paragraphs(element)).to.deep.equal(['Another one.']);
		await accept(element);
		expect(authorizationCalls().at(-1)?.body.accept).to.equal('auth_2');
		expect(element.status).to.equal('connected');
	});
});

describe('the Accept button', () => {
	it('is called Accept in every language, after its translation', async () => {
		const english = await mount();
		await openAuthorization(english);
		expect(part(english, 'accept').textContent?.trim()).to.equal('Accept');
		english.language = 'de';
		await until(() => shownText(english).includes('Ablehnen'));
		expect(part(english, 'accept').textContent?.trim()).to.equal('Akzeptieren (Accept)');
		expect(part(english, 'accept').querySelector('[lang=en]')?.textContent).to.equal('Accept');
		expect(shownText(english)).to.contain('Der Text ist auf Englisch');
	});

	it('sends one request however often it is pressed, and is busy until the answer', async () => {
		const element = await mount();
		await openAuthorization(element);
		part(element, 'accept').click();
		part(element, 'accept').click();
		await settled();
		part(element, 'accept').click();
		await settled();
		expect(authorizationCalls().filter(({ body }) => body.accept)).to.have.length(1);
		expect(part(element, 'accept').ariaBusy).to.equal('true');
		expect([part(element, 'decline').disabled, part(element, 'change').disabled]).to.deep.equal([true, true]);
		element.close();
		await settled();
		expect(element.status).to.equal('authorizing');
		await lastCall().answer(offer({ accepted_at: acceptedAt }));
		expect(element.status).to.equal('connected');
	});
});

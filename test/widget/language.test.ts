import { expect } from 'chai';
import { authorizationMessages } from '../../widget/messages/authorization.ts';
import { findLanguage, loadMessages, english as messages } from '../../widget/messages/index.ts';
import { languages } from '../../worker/contract.ts';
import {
	announced,
	button,
	calls,
	lastCall,
	linkToken,
	place,
	refusal,
	settled,
	shown,
	until,
} from './helpers.ts';

const others = languages.filter((language) => language !== 'en');
const english: Record<string, string> = { ...messages, ...authorizationMessages };

describe('the language', () => {
	for (const language of others)
		it(`${language} has words of its own for everything`, async () => {
			const spoken = await loadMessages(language);
			expect(findLanguage(`${language.toUpperCase()}-XX`)).to.equal(language);
			expect(spoken.language).to.equal(language);
			expect(Object.keys(spoken)).to.have.members(Object.keys(english));
			const { language: _, ...texts } = spoken;
			for (const [name, text] of Object.entries(texts)) {
				expect(text, name).to.not.equal(english[name]).and.not.equal('');
				expect(text, name).to.not.match(/undefined| {2}/);
			}
			expect(new Set(Object.values(texts)).size).to.equal(Object.keys(texts).length);
		});

	it('is the one that the element is told, and Link speaks it too', async () => {
		const element = await place({ language: 'es-MX' });
		await until(() => shown(element) === 'Conectar tu banco');
		expect(element.shadowRoot?.querySelector('[part=box]')?.getAttribute('lang')).to.equal('es');
		button(element).click();
		await until(() => calls.length);
		expect(lastCall().body).to.deep.equal({ language: 'es' });
		expect(announced(element)).to.equal('Un momento…');
	});

	it('is known before the first link token, however soon that is asked for', async () => {
		await place({ language: 'fr', preload: 'eager' });
		await until(() => calls.length);
		expect(lastCall().body).to.deep.equal({ language: 'fr' });
	});

	it('is else the nearest lang, through shadow roots', async () => {
		const outer = document.createElement('div');
		outer.lang = 'nb-NO';
		document.body.append(outer);
		const host = document.createElement('div');
		outer.append(host);
		const element = await place();
		host.attachShadow({ mode: 'open' }).append(element);
		await until(() => shown(element) === 'Koble til banken din');
		outer.remove();
	});

	it('is else the browser’s, where Plaid does not speak the page’s', async () => {
		Object.defineProperty(navigator, 'languages', { value: ['fi', 'sv-FI', 'en'], configurable: true });
		const element = await place({ lang: 'ja' });
		await until(() => shown(element) === 'Anslut din bank');
		delete (navigator as { languages?: unknown }).languages;
	});

	it('is else English', async () => {
		Object.defineProperty(navigator, 'languages', { value: ['ja'], configurable: true });
		const element = await place({ lang: 'constructor' });
		await settled();
		expect(shown(element)).to.equal('Connect your bank');
		delete (navigator as { languages?: unknown }).languages;
	});

	it('may change, and move', async () => {
		const element = await place();
		element.language = 'de';
		await until(() => shown(element) === 'Bank verbinden');
		element.language = '';
		await until(() => shown(element) === 'Connect your bank');
		const place2 = document.createElement('p');
		place2.lang = 'it';
		document.body.append(place2);
		place2.append(element);
		await until(() => shown(element) === 'Collega la tua banca');
		place2.remove();
	});

	it('is that of the form’s message', async () => {
		const element = await place({ language: 'pl', required: '' });
		await until(() => element.validationMessage === 'Aby kontynuować, połącz konto bankowe.');
	});

	it('is that of failures: the backend’s English words give way, Link’s own stay', async () => {
		const element = await place({ language: 'nl' });
		await until(() => shown(element) === 'Verbind je bank');
		button(element).click();
		await until(() => calls.length);
		await lastCall().answer(refusal('plaid_unavailable', { display_message: 'Wait.', retryable: true }), 503);
		expect(element.error?.displayMessage).to.equal('Dat lukte zojuist niet.');
		button(element).click();
		await until(() => calls.length === 2);
		await lastCall().answer(linkToken());
		await until(() => element.status === 'open');
		const { link } = await import('./helpers.ts');
		link().config.onExit(
			{ error_type: 'API_ERROR', error_code: 'X', error_message: 'x', display_message: 'Er ging iets mis.' },
			{},
		);
		await settled();
		expect(element.error?.displayMessage).to.equal('Er ging iets mis.');
	});
});

import { expect } from 'chai';
import { authorizationMessages } from '../../widget/messages/authorization.ts';
import { findLanguage, loadMessages, english as messages } from '../../widget/messages/index.ts';
import { languages } from '../../worker/contract.ts';
import {
	announced,
	button,
	calls,
	lastCall,
	link,
	linkToken,
	mount,
	refusal,
	settled,
	shownText,
	until,
} from './helpers.ts';

const others = languages.filter((language) => language !== 'en');
const english: Record<string, string> = { ...messages, ...authorizationMessages };

describe('the language', () => {
	for (const language of others)
		it(`${language} translates every message`, async () => {
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

	it('is the one of the language attribute, and Link’s too', async () => {
		const element = await mount({ language: 'es-MX' });
		await until(() => shownText(element) === 'Conectar tu banco');
		expect(element.shadowRoot?.querySelector('[part=box]')?.getAttribute('lang')).to.equal('es');
		button(element).click();
		await until(() => calls.length);
		expect(lastCall().body).to.deep.equal({ language: 'es' });
		expect(announced(element)).to.equal('Un momento…');
	});

	it('is loaded before the first link token is requested', async () => {
		await mount({ language: 'fr', preload: 'eager' });
		await until(() => calls.length);
		expect(lastCall().body).to.deep.equal({ language: 'fr' });
	});

	it('defaults to the nearest lang, across shadow roots', async () => {
		const outer = document.createElement('div');
		outer.lang = 'nb-NO';
		document.body.append(outer);
		const host = document.createElement('div');
		outer.append(host);
		const element = await mount();
		host.attachShadow({ mode: 'open' }).append(element);
		await until(() => shownText(element) === 'Koble til banken din');
		outer.remove();
	});

	it('defaults to the browser’s if Link does not support the page’s', async () => {
		Object.defineProperty(navigator, 'languages', { value: ['fi', 'sv-FI', 'en'], configurable: true });
		const element = await mount({ lang: 'ja' });
		await until(() => shownText(element) === 'Anslut din bank');
		delete (navigator as { languages?: unknown }).languages;
	});

	it('defaults to English', async () => {
		Object.defineProperty(navigator, 'languages', { value: ['ja'], configurable: true });
		const element = await mount({ lang: 'constructor' });
		await settled();
		expect(shownText(element)).to.equal('Connect your bank');
		delete (navigator as { languages?: unknown }).languages;
	});

	it('changes with the attribute, and when the element moves', async () => {
		const element = await mount();
		element.language = 'de';
		await until(() => shownText(element) === 'Bank verbinden');
		element.language = '';
		await until(() => shownText(element) === 'Connect your bank');
		const place2 = document.createElement('p');
		place2.lang = 'it';
		document.body.append(place2);
		place2.append(element);
		await until(() => shownText(element) === 'Collega la tua banca');
		place2.remove();
	});

	it('applies to the form’s validation message', async () => {
		const element = await mount({ language: 'pl', required: '' });
		await until(() => element.validationMessage === 'Aby kontynuować, połącz konto bankowe.');
	});

	it('applies to failures: the backend’s English is replaced (plaid_unavailable), Link’s own message stays (link_failed)', async () => {
		const element = await mount({ language: 'nl' });
		await until(() => shownText(element) === 'Verbind je bank');
		button(element).click();
		await until(() => calls.length);
		await lastCall().answer(refusal('plaid_unavailable', { display_message: 'Wait.', retryable: true }), 503);
		expect(element.error?.displayMessage).to.equal('Dat lukte zojuist niet.');
		button(element).click();
		await until(() => calls.length === 2);
		await lastCall().answer(linkToken());
		await until(() => element.status === 'open');
		link().config.onExit(
			{ error_type: 'API_ERROR', error_code: 'X', error_message: 'x', display_message: 'Er ging iets mis.' },
			{},
		);
		await settled();
		expect(element.error?.displayMessage).to.equal('Er ging iets mis.');
	});
});

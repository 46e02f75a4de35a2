import { expect } from 'chai';
import {
	bankAccount,
	button,
	calls,
	chooseAccount,
	clock,
	lastCall,
	link,
	linkSessions,
	linkToken,
	listen,
	mount,
	openLink,
	removeElement,
	settled,
	shownText,
	storedKeys,
	until,
	warnings,
} from '../helpers.ts';

const here = () => `${location.origin}${location.pathname}`;

/** The bank’s page has replaced the one that opened Link: only sessionStorage is left. */
async function leaveForTheBank(attributes: Record<string, string> = {}) {
	const before = await mount(attributes);
	await openLink(before);
	const storage = { ...sessionStorage };
	await removeElement(before);
	Object.assign(sessionStorage, storage);
}
const returnFromBank = (query = '&oauth_state_id=state-1') => {
	const url = new URL(location.href);
	url.searchParams.delete('oauth_state_id');
	history.replaceState({ router: 'state' }, '', `${url}${query}`);
};
const stateInAddress = () => new URL(location.href).searchParams.get('oauth_state_id');

afterEach(() => returnFromBank(''));

describe('the return from an OAuth bank’s page', () => {
	it('opens the same Link session again by itself, removes oauth_state_id from the address, and ends in bank-token', async () => {
		await leaveForTheBank({ name: 'bank' });
		returnFromBank();
		const events = listen();
		const after = await mount({ name: 'bank' });
		expect(after.status).to.equal('loading');
		await until(() => after.status === 'open');
		expect(link().config.token).to.equal('link-sandbox-1');
		expect(link().config.receivedRedirectUri).to.equal(`${here()}?oauth_state_id=state-1`);
		expect(stateInAddress()).to.equal(null);
		expect(history.state).to.deep.equal({ router: 'state' });
		expect(calls).to.have.length(1);
		await chooseAccount();
		expect(lastCall().body).to.include({ link_token: 'link-sandbox-1', public_token: 'public-sandbox-1' });
		await lastCall().answer(bankAccount());
		expect(events.filter(({ type }) => type === 'bank-token')).to.have.length(1);
		expect(events.filter(({ type }) => type === 'bank-open')).to.have.length(1);
		expect(storedKeys()).to.deep.equal([]);
	});

	it('is resumed by the element that opened Link, wherever it is in the page', async () => {
		await leaveForTheBank({ name: 'second' });
		returnFromBank();
		const first = await mount({ name: 'first' });
		const second = await mount({ name: 'second' });
		await clock.advance(0);
		await until(() => second.status === 'open');
		await clock.advance(0);
		await until(() => first.status === 'idle');
		expect(linkSessions().at(-1)?.config.token).to.equal('link-sandbox-1');
		expect(linkSessions()).to.have.length(2);
	});

	it('is resumed by another element of the same backend if the page has no element of that name', async () => {
		await leaveForTheBank({ name: 'checkout' });
		returnFromBank();
		const elements = [
			await mount({ name: 'returned', backend: 'https://other.example' }),
			await mount({ name: 'returned' }),
		];
		await until(() => clock.timers.size === 2);
		await clock.advance(0);
		await until(() => elements[1]?.status === 'open');
		expect(elements[0]?.status).to.equal('idle');
	});

	it('waits until an element has the session’s backend', async () => {
		await leaveForTheBank({ name: 'bank' });
		returnFromBank();
		const element = await mount({ name: 'bank', backend: 'https://other.example' });
		await until(() => element.status === 'idle');
		expect(stateInAddress()).to.equal('state-1');
		element.backend = 'https://bank.example';
		await until(() => element.status === 'open');
		expect(link().config.token).to.equal('link-sandbox-1');
		expect(stateInAddress()).to.equal(null);
	});

	it('with two bank searches, belongs to the one whose Link has opened', async () => {
		const searches = [];
		for (const name of ['first', 'second']) {
			const element = await mount({ name, embedded: '' });
			element.scrollIntoView();
			await until(() => calls.length > searches.length);
			await lastCall().answer(linkToken(searches.length + 1));
			await until(() => element.status === 'ready');
			searches.push({ element, session: link() });
		}
		const away = () => JSON.parse(sessionStorage.getItem('plaid-stripe-connect away') ?? '{}').link_token;
		expect(away()).to.equal('link-sandbox-2');
		searches[0]?.session.config.onEvent('OPEN', {});
		expect(away()).to.equal('link-sandbox-1');
		searches[1]?.element.remove();
		await settled();
		expect(away()).to.equal('link-sandbox-1');
		searches[0]?.element.remove();
		await settled();
		expect(storedKeys()).to.deep.equal([]);
	});

	it('oauth_return_stale if the Link session has expired, and the next press opens a new one', async () => {
		await leaveForTheBank();
		await clock.advance(241 * 60_000);
		returnFromBank();
		const events = listen();
		const after = await mount();
		await until(() => after.status === 'failed');
		expect(events.at(-1)?.type).to.equal('bank-error');
		expect(after.error?.code).to.equal('oauth_return_stale');
		expect(shownText(after)).to.equal('Your bank’s answer came too late. Please start again. Try again');
		expect([stateInAddress(), storedKeys()]).to.deep.equal([null, []]);
		await openLink(after, 2);
		expect(link().config.receivedRedirectUri).to.equal(undefined);
	});

	for (const [what, storage] of [
		['the session was opened in another tab', {}],
		['the stored session cannot be read', { 'plaid-stripe-connect away': '{' }],
	] as const)
		it(`oauth_return_stale if ${what}`, async () => {
			Object.assign(sessionStorage, storage);
			returnFromBank();
			const after = await mount();
			await until(() => clock.timers.size);
			await clock.advance(0);
			await until(() => after.status === 'failed');
			expect(after.error?.code).to.equal('oauth_return_stale');
			expect(stateInAddress()).to.equal(null);
			expect(calls).to.have.length(0);
		});

	it('oauth_return_stale if Link rejects the link token, which is not renewed then', async () => {
		await leaveForTheBank();
		returnFromBank();
		const after = await mount();
		await until(() => after.status === 'open');
		link().config.onExit(
			{ error_type: 'INVALID_INPUT', error_code: 'INVALID_LINK_TOKEN', error_message: 'expired' },
			{},
		);
		await until(() => after.status === 'failed');
		expect(after.error?.code).to.equal('oauth_return_stale');
		expect(calls).to.have.length(1);
	});

	it('is not resumed if a listener prevents bank-open', async () => {
		await leaveForTheBank();
		returnFromBank();
		document.addEventListener('bank-open', (event) => event.preventDefault(), { once: true });
		const after = await mount();
		await until(() => after.status === 'idle' && stateInAddress() === null);
		await settled();
		expect(linkSessions().filter(({ opened }) => opened)).to.have.length(1);
	});

	it('leaves nothing in sessionStorage after Link has closed or the element is removed', async () => {
		const element = await mount();
		await openLink(element);
		expect(storedKeys()).to.deep.equal(['plaid-stripe-connect away']);
		link().config.onExit(null, {});
		await settled();
		expect(storedKeys()).to.deep.equal([]);
		button(element).click();
		await until(() => element.status === 'open');
		await removeElement(element);
		expect(storedKeys()).to.deep.equal([]);
	});

	it('the link token names redirect-uri without query and fragment', async () => {
		await mount({ preload: 'eager', 'redirect-uri': '?a=1#b' });
		await until(() => calls.length);
		expect(lastCall().body).to.deep.equal({ redirect_uri: here() });
	});

	it('ignores a redirect-uri of another origin, with a warning', async () => {
		for (const uri of ['https://elsewhere.example/', 'http://'])
			await mount({ preload: 'eager', name: uri, 'redirect-uri': uri });
		await until(() => calls.length === 2);
		expect(calls.map(({ body }) => body)).to.deep.equal([{}, {}]);
		expect(warnings.filter((text) => text.includes('redirect-uri'))).to.have.length(2);
	});
});

describe('the window of an OAuth bank', () => {
	const inOauth = { status: 'requires_oauth', institution: null };
	it('oauth_window_failed if it did not open, and the next press opens Link again', async () => {
		const element = await mount();
		await openLink(element);
		link().config.onEvent('OPEN_OAUTH', {});
		link().config.onEvent('FAIL_OAUTH', {});
		link().config.onExit(null, inOauth);
		await until(() => element.status === 'failed');
		expect(element.error?.code).to.equal('oauth_window_failed');
		expect(shownText(element)).to.equal(
			'Your bank’s window did not open. Allow pop-ups for this page. Try again',
		);
		await openLink(element, 2);
	});

	it('ends in bank-exit if the shopper has closed it', async () => {
		const element = await mount();
		const events = listen(element);
		await openLink(element);
		for (const name of ['OPEN_OAUTH', 'FAIL_OAUTH', 'OPEN_OAUTH', 'CLOSE_OAUTH'])
			link().config.onEvent(name, {});
		link().config.onExit(null, inOauth);
		await settled();
		expect(events.at(-1)?.type).to.equal('bank-exit');
		expect(linkToken().link_token).to.equal(link().config.token);
	});
});

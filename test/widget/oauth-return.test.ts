import { expect } from 'chai';
import {
	bankAccount,
	button,
	calls,
	choose,
	clock,
	lastCall,
	link,
	linkSessions,
	linkToken,
	listen,
	openLink,
	place,
	settled,
	shown,
	until,
} from './helpers.ts';

const here = () => `${location.origin}${location.pathname}`;
const kept = () => Object.keys(sessionStorage);

/** The shopper opens Link in one page, and is sent back to another: all that is left is the session's storage. */
async function leaveForTheBank(attributes: Record<string, string> = {}) {
	const before = await place(attributes);
	await openLink(before);
	const storage = { ...sessionStorage };
	before.remove();
	await settled();
	Object.assign(sessionStorage, storage);
}
const comeBack = (query = '&oauth_state_id=state-1') => {
	const url = new URL(location.href);
	url.searchParams.delete('oauth_state_id');
	history.replaceState({ router: 'state' }, '', `${url}${query}`);
};
const inTheAddress = () => new URL(location.href).searchParams.get('oauth_state_id');

afterEach(() => comeBack(''));

describe('the way over an OAuth bank’s page', () => {
	it('opens the same Link session again by itself, cleans the address, and ends in bank-token', async () => {
		await leaveForTheBank({ name: 'bank' });
		comeBack();
		const heard = listen();
		const after = await place({ name: 'bank' });
		expect(after.status).to.equal('loading');
		await until(() => after.status === 'open');
		expect(link().config.token).to.equal('link-sandbox-1');
		expect(link().config.receivedRedirectUri).to.equal(`${here()}?oauth_state_id=state-1`);
		expect(inTheAddress()).to.equal(null);
		expect(history.state).to.deep.equal({ router: 'state' });
		expect(calls).to.have.length(1);
		await choose();
		expect(lastCall().body).to.include({ link_token: 'link-sandbox-1', public_token: 'public-sandbox-1' });
		await lastCall().answer(bankAccount());
		expect(heard.filter(({ type }) => type === 'bank-token')).to.have.length(1);
		expect(heard.filter(({ type }) => type === 'bank-open')).to.have.length(1);
		expect(kept()).to.deep.equal([]);
	});

	it('is gone on with by the element that had begun it, wherever that stands in the page', async () => {
		await leaveForTheBank({ name: 'second' });
		comeBack();
		const first = await place({ name: 'first' });
		const second = await place({ name: 'second' });
		await clock.advance(0);
		await until(() => second.status === 'open');
		await clock.advance(0);
		await until(() => first.status === 'idle');
		expect(linkSessions().at(-1)?.config.token).to.equal('link-sandbox-1');
		expect(linkSessions()).to.have.length(2);
	});

	it('is gone on with by another one, where the page of the return has not the same', async () => {
		await leaveForTheBank({ name: 'checkout' });
		comeBack();
		const elements = [
			await place({ name: 'returned', backend: 'https://other.example' }),
			await place({ name: 'returned' }),
		];
		await until(() => clock.timers.size === 2);
		await clock.advance(0);
		await until(() => elements[1]?.status === 'open');
		expect(elements[0]?.status).to.equal('idle');
	});

	it('waits for an element that is told its backend late', async () => {
		await leaveForTheBank({ name: 'bank' });
		comeBack();
		const element = await place({ name: 'bank', backend: 'https://other.example' });
		await until(() => element.status === 'idle');
		expect(inTheAddress()).to.equal('state-1');
		element.backend = 'https://bank.example';
		await until(() => element.status === 'open');
		expect(link().config.token).to.equal('link-sandbox-1');
		expect(inTheAddress()).to.equal(null);
	});

	it('is that of the bank search in which the bank was chosen, where a page has two', async () => {
		const searches = [];
		for (const name of ['first', 'second']) {
			const element = await place({ name, embedded: '' });
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
		expect(kept()).to.deep.equal([]);
	});

	it('that comes too late is a failure with a name, and the next press begins anew', async () => {
		await leaveForTheBank();
		await clock.advance(241 * 60_000);
		comeBack();
		const heard = listen();
		const after = await place();
		await until(() => after.status === 'failed');
		expect(heard.at(-1)?.type).to.equal('bank-error');
		expect(after.error?.code).to.equal('oauth_return_stale');
		expect(shown(after)).to.equal('Your bank’s answer came too late. Please start again. Try again');
		expect([inTheAddress(), kept()]).to.deep.equal([null, []]);
		await openLink(after, 2);
		expect(link().config.receivedRedirectUri).to.equal(undefined);
	});

	for (const [what, storage] of [
		['was not begun in this tab', {}],
		['finds something else in the storage', { 'plaid-stripe-connect away': '{' }],
	] as const)
		it(`that ${what} is the same failure`, async () => {
			Object.assign(sessionStorage, storage);
			comeBack();
			const after = await place();
			await until(() => clock.timers.size);
			await clock.advance(0);
			await until(() => after.status === 'failed');
			expect(after.error?.code).to.equal('oauth_return_stale');
			expect(inTheAddress()).to.equal(null);
			expect(calls).to.have.length(0);
		});

	it('that Link itself finds stale is that failure too: its token is not renewed behind the shopper’s back', async () => {
		await leaveForTheBank();
		comeBack();
		const after = await place();
		await until(() => after.status === 'open');
		link().config.onExit(
			{ error_type: 'INVALID_INPUT', error_code: 'INVALID_LINK_TOKEN', error_message: 'expired' },
			{},
		);
		await until(() => after.status === 'failed');
		expect(after.error?.code).to.equal('oauth_return_stale');
		expect(calls).to.have.length(1);
	});

	it('is not gone on with where a listener prevents Link from opening', async () => {
		await leaveForTheBank();
		comeBack();
		document.addEventListener('bank-open', (event) => event.preventDefault(), { once: true });
		const after = await place();
		await until(() => after.status === 'idle' && inTheAddress() === null);
		await settled();
		expect(linkSessions().filter(({ opened }) => opened)).to.have.length(1);
	});

	it('keeps nothing once Link has closed, and once the element is gone', async () => {
		const element = await place();
		await openLink(element);
		expect(kept()).to.deep.equal(['plaid-stripe-connect away']);
		link().config.onExit(null, {});
		await settled();
		expect(kept()).to.deep.equal([]);
		button(element).click();
		await until(() => element.status === 'open');
		element.remove();
		await settled();
		expect(kept()).to.deep.equal([]);
	});

	it('goes back to the page that redirect-uri names, without query and fragment', async () => {
		await place({ preload: 'eager', 'redirect-uri': '?a=1#b' });
		await until(() => calls.length);
		expect(lastCall().body).to.deep.equal({ redirect_uri: here() });
	});

	it('never goes back to another origin', async () => {
		for (const uri of ['https://elsewhere.example/', 'http://'])
			await place({ preload: 'eager', name: uri, 'redirect-uri': uri });
		await until(() => calls.length === 2);
		expect(calls.map(({ body }) => body)).to.deep.equal([{}, {}]);
		const { warnings } = await import('./helpers.ts');
		expect(warnings.filter((text) => text.includes('redirect-uri'))).to.have.length(2);
	});
});

describe('the window of an OAuth bank', () => {
	const inOauth = { status: 'requires_oauth', institution: null };
	it('that did not open is a failure with a name and a way on', async () => {
		const element = await place();
		await openLink(element);
		link().config.onEvent('OPEN_OAUTH', {});
		link().config.onEvent('FAIL_OAUTH', {});
		link().config.onExit(null, inOauth);
		await until(() => element.status === 'failed');
		expect(element.error?.code).to.equal('oauth_window_failed');
		expect(shown(element)).to.equal(
			'Your bank’s window did not open. Allow pop-ups for this page. Try again',
		);
		await openLink(element, 2);
	});

	it('that the shopper has closed is just left', async () => {
		const element = await place();
		const heard = listen(element);
		await openLink(element);
		for (const name of ['OPEN_OAUTH', 'FAIL_OAUTH', 'OPEN_OAUTH', 'CLOSE_OAUTH'])
			link().config.onEvent(name, {});
		link().config.onExit(null, inOauth);
		await settled();
		expect(heard.at(-1)?.type).to.equal('bank-exit');
		expect(linkToken().link_token).to.equal(link().config.token);
	});
});

import { expect } from 'chai';
import {
	button,
	calls,
	clock,
	doubleScript,
	frames,
	lastCall,
	link,
	linkSessions,
	linkToken,
	mount,
	openLink,
	settled,
	until,
	warnings,
} from '../helpers.ts';

describe('Link’s script', () => {
	it('is added once for two elements, with the nonce', async () => {
		const src = doubleScript();
		const first = await mount({ preload: 'eager', 'link-script': src, nonce: 'abc' });
		const second = await mount({ preload: 'eager', 'link-script': src });
		await until(() => calls.length === 2);
		await calls[0]?.answer(linkToken(1));
		await calls[1]?.answer(linkToken(2));
		await until(() => first.status === 'ready' && second.status === 'ready');
		const scripts = document.querySelectorAll<HTMLScriptElement>('script[src*=link-double]');
		expect(scripts).to.have.length(1);
		expect(scripts[0]?.nonce).to.equal('abc');
		expect((window as { scriptRuns?: number }).scriptRuns).to.equal(1);
	});

	it('is adopted if the page has a tag for it already', async () => {
		const src = doubleScript();
		const script = document.createElement('script');
		script.src = src;
		document.head.append(script);
		const element = await mount({ 'link-script': src });
		await openLink(element);
		expect(document.querySelectorAll('script[src*=link-double]')).to.have.length(1);
	});

	it('link_script_blocked if the page’s own tag has failed, and that tag is removed', async () => {
		const src = '/nowhere-else.js';
		const script = document.createElement('script');
		script.src = src;
		const dead = new Promise((resolve) => script.addEventListener('error', resolve));
		document.head.append(script);
		await dead;
		const element = await mount({ 'link-script': src });
		button(element).click();
		await until(() => calls.length);
		await lastCall().answer(linkToken());
		await clock.advance(25_000);
		expect(element.error?.code).to.equal('link_script_blocked');
		expect(script.isConnected).to.equal(false);
		expect(clock.timers.size).to.equal(0);
	});

	it('is not loaded from another origin, with one warning for each address', async () => {
		const plaid = document.createElement('script');
		plaid.type = 'text/plain';
		plaid.src = 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';
		document.head.append(plaid);
		for (const host of ['evil.example', '127.evil.example', 'localhost.evil.example']) {
			const element = await mount({ name: host, 'link-script': `https://${host}/link.js` });
			element.open();
			await until(() => element.status === 'loading' && calls.some(({ signal }) => !signal.aborted));
		}
		await settled();
		expect(document.querySelectorAll('script[src*=evil]')).to.have.length(0);
		expect(warnings.filter((text) => text.includes('link-script'))).to.have.length(3);
		await clock.advance(25_000);
		plaid.remove();
	});
});

describe('two elements on a page', () => {
	it('link_already_open for the second one while the first has Link open', async () => {
		const first = await mount();
		const second = await mount();
		await openLink(first);
		second.open();
		await until(() => calls.length === 2);
		await lastCall().answer(linkToken(2));
		await until(() => second.status === 'failed');
		expect(second.error?.code).to.equal('link_already_open');
		expect(first.status).to.equal('open');
		expect(linkSessions().map(({ opened }) => opened)).to.deep.equal([1, 0]);
		expect(frames()).to.equal(1);
		link().config.onExit(null, {});
		linkSessions()[0]?.config.onExit(null, {});
		await settled();
		await openLink(second, 3);
	});

	it('in shadow roots share one script and one Link, and their events reach the page', async () => {
		const src = doubleScript();
		const elements = [await mount({ 'link-script': src }), await mount({ 'link-script': src })];
		const hosts = elements.map((element) => {
			const host = document.createElement('div');
			host.attachShadow({ mode: 'open' }).append(element);
			document.body.append(host);
			return host;
		});
		const targets: EventTarget[] = [];
		const onExit = (event: Event) => targets.push(event.composedPath()[0] as EventTarget);
		document.addEventListener('bank-exit', onExit);
		try {
			for (const [index, element] of elements.entries()) {
				await openLink(element, index + 1);
				expect(frames()).to.equal(1);
				link().config.onExit(null, {});
				await until(() => targets.length === index + 1);
			}
			expect(targets).to.deep.equal(elements);
			expect(document.querySelectorAll('script[src*=link-double]')).to.have.length(1);
			expect((window as { scriptRuns?: number }).scriptRuns).to.equal(1);
		} finally {
			document.removeEventListener('bank-exit', onExit);
			for (const element of elements) element.reset();
			for (const host of hosts) host.remove();
		}
	});
});

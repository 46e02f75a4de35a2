import { expect } from 'chai';
import {
	announced,
	backend,
	bankAccount,
	button,
	calls,
	choose,
	clock,
	connect,
	doubleScript,
	lastCall,
	link,
	linkSessions,
	linkToken,
	listen,
	openLink,
	place,
	probes,
	refusal,
	settled,
	shown,
	until,
	warnings,
} from './helpers.ts';

const frames = () => document.querySelectorAll('iframe').length;
const left = {
	status: 'requires_credentials',
	institution: { institution_id: 'ins_1', name: 'First Platypus Bank' },
};
const wrongPassword = {
	error_type: 'ITEM_ERROR',
	error_code: 'INVALID_CREDENTIALS',
	error_message: 'the credentials were not correct',
	display_message: 'The credentials were not correct.',
};
const invalidLinkToken = {
	error_type: 'INVALID_INPUT',
	error_code: 'INVALID_LINK_TOKEN',
	error_message: 'invalid link_token provided',
};

describe('leaving Link', () => {
	it('tells where the shopper was, and gives back focus, scrolling and the button', async () => {
		const element = await place();
		document.body.style.overflow = 'clip';
		const heard = listen(element);
		button(element).focus();
		await openLink(element);
		(document.activeElement as HTMLElement).blur();
		link().config.onExit(wrongPassword, left);
		await settled();
		expect(heard.at(-1)).to.deep.equal({
			type: 'bank-exit',
			detail: {
				status: 'requires_credentials',
				institution: { id: 'ins_1', name: 'First Platypus Bank' },
				error: {
					type: 'ITEM_ERROR',
					code: 'INVALID_CREDENTIALS',
					message: 'the credentials were not correct',
					displayMessage: 'The credentials were not correct.',
				},
			},
		});
		expect(element.status).to.equal('idle');
		expect(element.shadowRoot?.activeElement).to.equal(button(element));
		expect(document.body.style.overflow).to.equal('clip');
		expect(frames()).to.equal(0);
		expect(shown(element)).to.equal('Connect your bank');
	});

	it('passes on what Link tells', async () => {
		const element = await place();
		const heard = listen();
		await openLink(element);
		link().config.onEvent('SELECT_INSTITUTION', { institution_id: 'ins_1' });
		expect(heard.at(-1)).to.deep.equal({
			type: 'bank-event',
			detail: { name: 'SELECT_INSTITUTION', metadata: { institution_id: 'ins_1' } },
		});
	});

	it('can be done by close()', async () => {
		const element = await place();
		const heard = listen(element);
		await openLink(element);
		element.close();
		await settled();
		expect(heard.at(-1)?.type).to.equal('bank-exit');
		expect(frames()).to.equal(0);
	});

	it('before Link is there, close() takes the press back', async () => {
		const element = await place();
		button(element).click();
		await until(() => calls.length);
		element.close();
		await settled();
		expect(element.status).to.equal('idle');
		expect(lastCall().signal.aborted).to.equal(true);
		expect(shown(element)).to.equal('Connect your bank');
	});

	it('ten times leaves no frame, timer or locked scrolling behind', async () => {
		const element = await place();
		for (let n = 1; n <= 10; n++) {
			// What the shopper only left is opened again with the same token.
			if (n % 2) await openLink(element, n);
			else {
				button(element).click();
				await until(() => element.status === 'open');
			}
			if (n % 2) link().config.onExit(null, {});
			else {
				await choose(`public-sandbox-${n}`);
				await lastCall().answer(bankAccount());
			}
			await settled();
		}
		expect(linkSessions()).to.have.length(10);
		expect(frames()).to.equal(0);
		expect(clock.timers.size).to.equal(0);
		expect(document.body.style.overflow).to.equal('');
	});

	it('from a change keeps what was connected', async () => {
		const element = await place();
		await connect(element);
		await openLink(element, 2);
		link().config.onExit(null, {});
		await settled();
		expect(element.status).to.equal('connected');
		expect(element.value).to.equal('conn_1');
	});

	it('keeps the link token for the next press, and asks for nothing until then', async () => {
		const element = await place();
		const heard = listen(element);
		button(element).focus();
		await until(() => calls.length);
		await lastCall().answer(linkToken(1));
		await until(() => element.status === 'ready');
		button(element).click();
		await until(() => element.status === 'open');
		link().config.onExit(null, left);
		await settled();
		expect(element.shadowRoot?.activeElement).to.equal(button(element));
		element.dispatchEvent(new PointerEvent('pointerenter'));
		button(element).blur();
		button(element).focus();
		await settled();
		expect(heard.at(-1)?.type).to.equal('bank-exit');
		expect(element.status).to.equal('idle');
		expect([frames(), calls.length]).to.deep.equal([0, 1]);
		button(element).click();
		await until(() => element.status === 'open');
		expect(linkSessions().map(({ config }) => config.token)).to.deep.equal([
			'link-sandbox-1',
			'link-sandbox-1',
		]);
		expect([frames(), calls.length]).to.deep.equal([1, 1]);
	});

	it('keeps no link token that has ended meanwhile, here or at Plaid', async () => {
		const element = await place();
		await openLink(element, 1);
		link().config.onExit(null, left);
		await settled();
		await clock.advance(239.5 * 60_000);
		await openLink(element, 2);
		link().config.onExit(null, left);
		await settled();
		button(element).click();
		await until(() => element.status === 'open');
		link().config.onExit(invalidLinkToken, {});
		await until(() => calls.length === 3);
		await lastCall().answer(linkToken(3));
		await until(() => element.status === 'open');
		expect(link().config.token).to.equal('link-sandbox-3');
	});

	it('with an error of Link itself is a failure that names Plaid’s code', async () => {
		const element = await place();
		const heard = listen(element);
		await openLink(element);
		link().config.onExit(
			{
				error_type: 'API_ERROR',
				error_code: 'INTERNAL_SERVER_ERROR',
				error_message: 'an unexpected error occurred',
			},
			{},
		);
		await settled();
		expect(heard.at(-1)?.type).to.equal('bank-error');
		expect(element.error?.code).to.equal('link_failed');
		expect(element.error?.message).to.contain('INTERNAL_SERVER_ERROR');
		expect(shown(element)).to.contain('Try again');
		expect(heard.some(({ type }) => type === 'bank-exit')).to.equal(false);
	});

	it('without a public token is a failure', async () => {
		const element = await place();
		await openLink(element);
		link().config.onSuccess(null, {});
		await settled();
		expect(element.error?.code).to.equal('link_failed');
	});
});

describe('a link token', () => {
	it('that is about to expire when the shopper presses is renewed before Link opens', async () => {
		const element = await place({ preload: 'eager' });
		await until(() => calls.length);
		await lastCall().answer(linkToken(1));
		await until(() => element.status === 'ready');
		await clock.advance(239.5 * 60_000);
		await openLink(element, 2);
		expect(linkSessions().map(({ config, opened }) => [config.token, opened])).to.deep.equal([
			['link-sandbox-1', 0],
			['link-sandbox-2', 1],
		]);
		expect(frames()).to.equal(1);
	});

	it('that Link finds invalid is renewed once without a word, and Link opens again', async () => {
		const element = await place();
		const heard = listen(element);
		await openLink(element);
		link().config.onExit(invalidLinkToken, {});
		await until(() => calls.length === 2);
		await lastCall().answer(linkToken(2));
		await until(() => element.status === 'open');
		expect(link().config.token).to.equal('link-sandbox-2');
		expect(heard.map(({ type }) => type)).not.to.include.members(['bank-exit']);
		expect(heard.filter(({ type }) => type === 'bank-open')).to.have.length(1);
		link().config.onExit(invalidLinkToken, {});
		await settled();
		expect(element.error?.code).to.equal('link_failed');
		expect(calls).to.have.length(2);
	});

	it('is asked for in the nearest way that preload names', async () => {
		const none = await place({ preload: 'none' });
		none.dispatchEvent(new PointerEvent('pointerenter'));
		const eager = await place({ preload: 'eager' });
		await until(() => calls.length);
		await settled();
		expect(calls).to.have.length(1);
		expect([none.status, eager.status]).to.deep.equal(['idle', 'loading']);
		const visible = await place({ preload: 'visible' });
		await until(() => calls.length === 2);
		expect(visible.status).to.equal('loading');
		const focused = await place();
		button(focused).focus();
		await until(() => calls.length === 3);
		expect(focused.status).to.equal('loading');
	});

	it('that could not be had beforehand is no failure until the shopper asks', async () => {
		const element = await place({ preload: 'eager' });
		const heard = listen(element);
		await until(() => calls.length);
		await lastCall().cut();
		expect(element.status).to.equal('idle');
		expect(heard.map(({ type }) => type)).to.deep.equal(['bank-status']);
		element.dispatchEvent(new PointerEvent('pointerenter'));
		await settled();
		expect(calls).to.have.length(1);
		await openLink(element);
	});

	it('of another backend is dropped when the backend changes', async () => {
		const element = await place({ preload: 'eager' });
		await until(() => calls.length);
		element.backend = 'https://other.example';
		await until(() => calls.length === 2);
		expect(calls.map(({ url }) => new URL(url).origin)).to.deep.equal([
			'https://bank.example',
			'https://other.example',
		]);
		expect(calls[0]?.signal.aborted).to.equal(true);
	});
});

describe('a failure before Link opens', () => {
	it('is told, with what the backend says to the shopper, and the next try works', async () => {
		const element = await place();
		const heard = listen(element);
		button(element).click();
		await until(() => calls.length);
		await lastCall().answer(
			refusal('plaid_unavailable', { display_message: 'Please wait a minute.', retryable: true }),
			503,
		);
		expect(heard.at(-1)).to.deep.equal({
			type: 'bank-error',
			detail: {
				code: 'plaid_unavailable',
				message: 'What happened and what to do.',
				displayMessage: 'Please wait a minute.',
				retryable: true,
				requestId: 'req_refused',
			},
		});
		expect(shown(element)).to.equal('Please wait a minute. Try again');
		expect(announced(element)).to.equal('Please wait a minute.');
		await openLink(element);
		await choose();
		await lastCall().answer(bankAccount());
		expect(element.status).to.equal('connected');
		expect(element.error).to.equal(null);
	});

	it('has a name where the backend is down, silent, or something else', async () => {
		const element = await place();
		const fail = async (how: () => Promise<void>) => {
			const before = calls.length;
			button(element).click();
			await until(() => calls.length > before);
			await how();
			return [element.error?.code, element.error?.retryable];
		};
		expect(await fail(() => lastCall().cut())).to.deep.equal(['backend_unreachable', true]);
		expect(await fail(() => lastCall().answer('<html>', 200))).to.deep.equal([
			'backend_answer_invalid',
			false,
		]);
		expect(await fail(() => lastCall().answer('<html>', 502))).to.deep.equal([
			'backend_answer_invalid',
			true,
		]);
		const timeout = AbortSignal.timeout;
		const late = new AbortController();
		AbortSignal.timeout = () => late.signal;
		const silent = fail(async () => {
			late.abort();
			await settled();
		});
		expect(await silent).to.deep.equal(['backend_unreachable', true]);
		AbortSignal.timeout = timeout;
		Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
		expect(await fail(() => lastCall().cut())).to.deep.equal(['offline', true]);
		delete (navigator as { onLine?: boolean }).onLine;
	});

	it('of an origin that the backend does not list is told from a dead network, by one look', async () => {
		backend.isThere = true;
		const element = await place();
		button(element).click();
		await until(() => calls.length);
		await lastCall().cut();
		expect(element.error?.code).to.equal('origin_not_allowed');
		expect(element.error?.retryable).to.equal(false);
		expect(element.error?.message).to.contain(`list ${location.origin} in ALLOWED_ORIGINS`);
		expect(probes).to.deep.equal([
			{ url: 'https://bank.example/health', mode: 'no-cors', cache: 'no-store' },
		]);
		expect(shown(element)).to.equal('Connecting a bank is not possible right now. Try again');
		await openLink(element);
		await choose();
		await lastCall().cut();
		expect(element.status).to.equal('exchanging');
		expect(probes).to.have.length(1);
	});

	it('of a blocked Link script removes the dead tag, shows the fallback, and the next try works', async () => {
		const element = await place({ 'link-script': '/nowhere.js' });
		element.innerHTML = '<a slot="fallback" href="#card">Pay by card</a>';
		const fallback = element.shadowRoot?.querySelector('[name=fallback]') as HTMLElement;
		expect(fallback.hidden).to.equal(true);
		button(element).click();
		await until(() => calls.length);
		await lastCall().answer(linkToken());
		await until(() => element.status === 'failed');
		await settled();
		expect(element.error?.code).to.equal('link_script_blocked');
		expect(document.querySelectorAll('script[src*=nowhere]')).to.have.length(0);
		expect(fallback.hidden).to.equal(false);
		element.linkScript = doubleScript();
		await openLink(element);
		expect(element.status).to.equal('open');
	});

	it('is not made when a listener prevents Link from opening', async () => {
		const element = await place();
		element.addEventListener('bank-open', (event) => event.preventDefault());
		button(element).click();
		await settled();
		expect(element.status).to.equal('idle');
		expect(calls).to.have.length(0);
	});
});

describe('Link’s script', () => {
	it('is put into the page once for two elements, with the nonce', async () => {
		const src = doubleScript();
		const first = await place({ preload: 'eager', 'link-script': src, nonce: 'abc' });
		const second = await place({ preload: 'eager', 'link-script': src });
		await until(() => calls.length === 2);
		await calls[0]?.answer(linkToken(1));
		await calls[1]?.answer(linkToken(2));
		await until(() => first.status === 'ready' && second.status === 'ready');
		const scripts = document.querySelectorAll<HTMLScriptElement>('script[src*=link-double]');
		expect(scripts).to.have.length(1);
		expect(scripts[0]?.nonce).to.equal('abc');
		expect((window as { scriptRuns?: number }).scriptRuns).to.equal(1);
	});

	it('that the page has put there itself is adopted', async () => {
		const src = doubleScript();
		const script = document.createElement('script');
		script.src = src;
		document.head.append(script);
		const element = await place({ 'link-script': src });
		await openLink(element);
		expect(document.querySelectorAll('script[src*=link-double]')).to.have.length(1);
	});

	it('from a tag that died before we came is given up after a while, and tried anew', async () => {
		const src = '/nowhere-else.js';
		const script = document.createElement('script');
		script.src = src;
		const dead = new Promise((resolve) => script.addEventListener('error', resolve));
		document.head.append(script);
		await dead;
		const element = await place({ 'link-script': src });
		button(element).click();
		await until(() => calls.length);
		await lastCall().answer(linkToken());
		await clock.advance(25_000);
		expect(element.error?.code).to.equal('link_script_blocked');
		expect(script.isConnected).to.equal(false);
		expect(clock.timers.size).to.equal(0);
	});

	it('from elsewhere is refused, with one warning', async () => {
		const plaid = document.createElement('script');
		plaid.type = 'text/plain';
		plaid.src = 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';
		document.head.append(plaid);
		for (const host of ['evil.example', '127.evil.example', 'localhost.evil.example']) {
			const element = await place({ name: host, 'link-script': `https://${host}/link.js` });
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
	it('open one Link, and the other says why not', async () => {
		const first = await place();
		const second = await place();
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

	it('in shadow roots of their own share one script and one Link all the same, and the page hears both', async () => {
		const src = doubleScript();
		const elements = [await place({ 'link-script': src }), await place({ 'link-script': src })];
		const hosts = elements.map((element) => {
			const host = document.createElement('div');
			host.attachShadow({ mode: 'open' }).append(element);
			document.body.append(host);
			return host;
		});
		const heard: EventTarget[] = [];
		const hear = (event: Event) => heard.push(event.composedPath()[0] as EventTarget);
		document.addEventListener('bank-exit', hear);
		try {
			for (const [index, element] of elements.entries()) {
				await openLink(element, index + 1);
				expect(frames()).to.equal(1);
				link().config.onExit(null, {});
				await until(() => heard.length === index + 1);
			}
			expect(heard).to.deep.equal(elements);
			expect(document.querySelectorAll('script[src*=link-double]')).to.have.length(1);
			expect((window as { scriptRuns?: number }).scriptRuns).to.equal(1);
		} finally {
			document.removeEventListener('bank-exit', hear);
			for (const element of elements) element.reset();
			for (const host of hosts) host.remove();
		}
	});
});

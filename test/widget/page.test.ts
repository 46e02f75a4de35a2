import { expect } from 'chai';
import { PlaidStripeConnect } from '../../widget/element.ts';
import { into } from './bring-into.ts';
import {
	acceptedAt,
	bankAccount,
	button,
	calls,
	choose,
	clock,
	connect,
	doubleScript,
	lastCall,
	link,
	linkToken,
	listen,
	offer,
	openLink,
	place,
	real,
	settled,
	shown,
	until,
	warnings,
} from './helpers.ts';

/** Listeners on what outlives an element: what is added and not removed is left behind. */
function spyOnListeners() {
	let standing: { what: string; listener: unknown }[] = [];
	const targets = { window, document, body: document.body };
	for (const [name, target] of Object.entries(targets)) {
		target.addEventListener = (type: string, listener: unknown) => {
			standing.push({ what: `${name} ${type}`, listener });
		};
		target.removeEventListener = (type: string, listener: unknown) => {
			standing = standing.filter((one) => one.listener !== listener || one.what !== `${name} ${type}`);
		};
	}
	return () => {
		for (const target of Object.values(targets)) {
			Reflect.deleteProperty(target, 'addEventListener');
			Reflect.deleteProperty(target, 'removeEventListener');
		}
		return standing.map(({ what }) => what);
	};
}

describe('an element taken out of the page', () => {
	for (const [status, bring] of Object.entries(into)) {
		it(`while ${status} leaves no frame, listener, timer, request or locked scrolling`, async () => {
			const left = spyOnListeners();
			const element = await place();
			await bring(element);
			expect(element.status).to.equal(status);
			element.remove();
			await settled();
			expect(left()).to.deep.equal([]);
			expect(document.querySelectorAll('iframe')).to.have.length(0);
			expect(document.body.style.overflow).to.equal('');
			expect(clock.timers.size).to.equal(0);
			expect(calls.filter(({ over, signal }) => !over && !signal.aborted)).to.deep.equal([]);
			const rests = ['connected', 'failed'].includes(status) ? status : 'idle';
			expect(element.status).to.equal(rests);
		});

		it(`while ${status} and put back works again`, async () => {
			const element = await place();
			await bring(element);
			element.remove();
			await settled();
			element.preload = 'none';
			document.body.append(element);
			await settled();
			if (status === 'exchanging') {
				expect(element.status).to.equal('exchanging');
				await until(() => calls.length === 3);
				await lastCall().answer(bankAccount());
			} else if (status === 'authorizing') {
				expect(element.status).to.equal('authorizing');
				await until(() => calls.length === 4);
				await lastCall().answer(offer({ accepted_at: acceptedAt }));
			} else {
				await openLink(element, 2);
				await choose('public-sandbox-2');
				await lastCall().answer(bankAccount());
			}
			expect(element.status).to.equal('connected');
		});

		it(`while ${status} and only moved goes on as if nothing had been`, async () => {
			const element = await place();
			await bring(element);
			const heard = listen(element);
			const main = document.createElement('main');
			document.body.append(main);
			main.append(element);
			await settled();
			expect(element.status).to.equal(status);
			expect(heard).to.deep.equal([]);
			if (status === 'open') {
				await choose();
				await lastCall().answer(bankAccount());
				expect(element.status).to.equal('connected');
			}
			main.remove();
		});
	}

	for (const embedded of [false, true])
		it(`after ten visits to Link and ten connected banks leaves what was there before${embedded ? ', embedded' : ''}`, async () => {
			const nodes = () => [document.head.childElementCount, document.body.childElementCount];
			const [head = 0, body] = nodes();
			const element = await place(embedded ? { embedded: '' } : {});
			await until(() => !embedded || calls.length);
			const left = spyOnListeners();
			for (let n = 1; n <= 20; n++) {
				if (element.status === 'connected' || (element.status === 'idle' && !embedded))
					button(element).click();
				await until(
					() => element.status === 'open' || element.status === 'ready' || calls.some(({ over }) => !over),
				);
				for (const call of calls) if (!call.over) await call.answer(linkToken(n));
				await until(() => element.status === (embedded ? 'ready' : 'open'));
				if (n <= 10) link().config.onExit(null, {});
				else {
					await choose(`public-sandbox-${n}`);
					await lastCall().answer(bankAccount(`conn_${n}`));
				}
				await settled();
			}
			expect(element.value).to.equal('conn_20');
			element.remove();
			await settled();
			// Link's script stays, once.
			expect(nodes()).to.deep.equal([head + 1, body]);
			expect(left()).to.deep.equal([]);
			expect([
				document.querySelectorAll('iframe').length,
				clock.timers.size,
				sessionStorage.length,
			]).to.deep.equal([0, 0, 0]);
			expect(document.body.style.overflow).to.equal('');
		});

	it('in the middle of retries stops them', async () => {
		const element = await place();
		await into.exchanging?.(element);
		await lastCall().cut();
		expect(clock.timers.size).to.equal(1);
		element.remove();
		await settled();
		expect(clock.timers.size).to.equal(0);
	});

	it('hears nothing of answers that come too late', async () => {
		const element = await place();
		const heard = listen(element);
		await into.open?.(element);
		const session = link();
		element.remove();
		await settled();
		const before = heard.length;
		session.config.onSuccess('public-sandbox-late', { accounts: [] });
		session.config.onEvent('HANDOFF', {});
		await settled();
		expect(heard).to.have.length(before);
		expect(calls).to.have.length(1);
	});
});

describe('attributes and properties', () => {
	const texts = {
		backend: 'backend',
		session: 'session',
		connection: 'connection',
		preload: 'preload',
		name: 'name',
		language: 'language',
		theme: 'theme',
		linkScript: 'link-script',
		redirectUri: 'redirect-uri',
		successUrl: 'success-url',
	};
	const flags = ['disabled', 'required', 'embedded'] as const;

	it('are in step in both directions', async () => {
		const element = document.createElement('plaid-stripe-connect') as PlaidStripeConnect &
			Record<string, unknown>;
		document.body.append(element);
		for (const [property, attribute] of Object.entries(texts)) {
			element.setAttribute(attribute, 'none');
			expect(element[property]).to.equal('none');
			element[property] = 'eager';
			await element.updateComplete;
			expect(element.getAttribute(attribute)).to.equal('eager');
			element.removeAttribute(attribute);
			element.preload = 'none';
		}
		for (const flag of flags) {
			element.setAttribute(flag, '');
			expect(element[flag]).to.equal(true);
			element[flag] = false;
			await element.updateComplete;
			expect(element.hasAttribute(flag)).to.equal(false);
		}
	});

	it('that nobody has set do not appear, nor does a class or a child', async () => {
		const element = document.createElement('plaid-stripe-connect');
		document.body.append(element);
		await element.updateComplete;
		expect(element.getAttributeNames()).to.deep.equal([]);
		expect(element.childNodes).to.have.length(0);
		expect([element.preload, element.theme, element.backend]).to.deep.equal(['intent', 'auto', '']);
		expect(shown(element)).to.equal('Connect your bank');
	});

	it('set by the page make no event', async () => {
		const element = await place();
		const heard = listen();
		Object.assign(element, {
			disabled: true,
			required: true,
			theme: 'dark',
			name: 'x',
			preload: 'none',
			successUrl: '/x',
		});
		await element.updateComplete;
		expect(heard).to.deep.equal([]);
	});

	it('may come in any order, in one task', async () => {
		const element = document.createElement('plaid-stripe-connect');
		element.setAttribute('preload', 'eager');
		document.body.append(element);
		element.setAttribute('link-script', doubleScript());
		element.setAttribute('backend', 'https://late.example');
		await until(() => calls.length);
		await settled();
		expect(calls.map(({ url }) => url)).to.deep.equal(['https://late.example/v1/link_tokens']);
	});

	it('set as properties before the element is defined are taken over', async () => {
		const element = document.createElement('psc-late') as PlaidStripeConnect;
		Object.assign(element, {
			backend: 'https://early.example',
			disabled: true,
			name: 'early',
			preload: 'none',
		});
		document.body.append(element);
		class Late extends PlaidStripeConnect {}
		Late.define('psc-late');
		await element.updateComplete;
		expect([element.backend, element.disabled, element.name]).to.deep.equal([
			'https://early.example',
			true,
			'early',
		]);
		expect(element.getAttribute('backend')).to.equal('https://early.example');
		expect(button(element).disabled).to.equal(true);
		element.remove();
	});

	it('of a backend under a path, where a Worker of the merchant’s mounts it, ask there', async () => {
		const backends = ['https://shop.example/bank', 'https://shop.example/bank/?a#b', '/bank', '/'];
		for (const [index, backend] of backends.entries()) {
			await place({ name: `${index}`, backend, preload: 'eager' });
			await until(() => calls.length === index + 1);
		}
		expect(calls.map(({ url }) => url)).to.deep.equal([
			'https://shop.example/bank/v1/link_tokens',
			'https://shop.example/bank/v1/link_tokens',
			`${location.origin}/bank/v1/link_tokens`,
			`${location.origin}/v1/link_tokens`,
		]);
	});

	it('of a bad backend are told once and fall back to the page’s origin', async () => {
		for (const name of ['a', 'b']) await place({ name, backend: 'http://', preload: 'eager' });
		await until(() => calls.length === 2);
		expect(calls[0]?.url).to.equal(`${location.origin}/v1/link_tokens`);
		expect(warnings.filter((text) => text.includes('backend'))).to.have.length(1);
	});

	it('by default ask the origin that the class was given', async () => {
		PlaidStripeConnect.backend = 'https://served.example';
		await place({ backend: '', preload: 'eager' });
		await until(() => calls.length);
		PlaidStripeConnect.backend = '';
		expect(lastCall().url).to.equal('https://served.example/v1/link_tokens');
	});

	it('that are not ours stay as the page set them', async () => {
		const element = await place({ id: 'x', class: 'a b', title: 't', role: 'group', tabindex: '-1' });
		await connect(element);
		expect(
			['id', 'class', 'title', 'role', 'tabindex'].map((name) => element.getAttribute(name)),
		).to.deep.equal(['x', 'a b', 't', 'group', '-1']);
	});
});

describe('defining the element', () => {
	it('twice with one version is silent', () => {
		PlaidStripeConnect.define();
		expect(warnings).to.deep.equal([]);
	});

	it('twice with two versions is one warning with both', () => {
		class Other extends PlaidStripeConnect {
			static override readonly version = '9.9.9';
		}
		Other.define();
		expect(customElements.get('plaid-stripe-connect')).to.equal(PlaidStripeConnect);
		expect(warnings).to.have.length(1);
		expect(warnings[0]).to.contain('9.9.9').and.to.contain(PlaidStripeConnect.version);
	});

	it('carries the version of the package', async () => {
		const answer = await real.fetch('/package.json');
		expect(PlaidStripeConnect.version).to.equal((await answer.json()).version);
	});
});

import { expect } from 'chai';
import { PlaidStripeConnect } from '../../widget/element.ts';
import {
	button,
	calls,
	connect,
	doubleScript,
	lastCall,
	listen,
	mount,
	real,
	settled,
	shownText,
	until,
	warnings,
} from './helpers.ts';

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

	it('reflect each other', async () => {
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

	it('are not reflected while they have their defaults, and the element adds no class and no child', async () => {
		const element = document.createElement('plaid-stripe-connect');
		document.body.append(element);
		await element.updateComplete;
		expect(element.getAttributeNames()).to.deep.equal([]);
		expect(element.childNodes).to.have.length(0);
		expect([element.preload, element.theme, element.backend]).to.deep.equal(['intent', 'auto', '']);
		expect(shownText(element)).to.equal('Connect your bank');
	});

	it('setting them dispatches no event', async () => {
		const element = await mount();
		const events = listen();
		Object.assign(element, {
			disabled: true,
			required: true,
			theme: 'dark',
			name: 'x',
			preload: 'none',
			successUrl: '/x',
		});
		await element.updateComplete;
		expect(events).to.deep.equal([]);
	});

	it('may be set in any order before the first request', async () => {
		const element = document.createElement('plaid-stripe-connect');
		element.setAttribute('preload', 'eager');
		document.body.append(element);
		element.setAttribute('link-script', doubleScript());
		element.setAttribute('backend', 'https://late.example');
		await until(() => calls.length);
		await settled();
		expect(calls.map(({ url }) => url)).to.deep.equal(['https://late.example/v1/link_tokens']);
	});

	it('properties set before the element is defined are kept', async () => {
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

	it('backend may have a path, for a Worker that mounts the app under one', async () => {
		const backends = ['https://shop.example/bank', 'https://shop.example/bank/?a#b', '/bank', '/'];
		for (const [index, backend] of backends.entries()) {
			await mount({ name: `${index}`, backend, preload: 'eager' });
			await until(() => calls.length === index + 1);
		}
		expect(calls.map(({ url }) => url)).to.deep.equal([
			'https://shop.example/bank/v1/link_tokens',
			'https://shop.example/bank/v1/link_tokens',
			`${location.origin}/bank/v1/link_tokens`,
			`${location.origin}/v1/link_tokens`,
		]);
	});

	it('a backend that is not an address is reported once, and the page’s origin is used', async () => {
		for (const name of ['a', 'b']) await mount({ name, backend: 'http://', preload: 'eager' });
		await until(() => calls.length === 2);
		expect(calls[0]?.url).to.equal(`${location.origin}/v1/link_tokens`);
		expect(warnings.filter((text) => text.includes('backend'))).to.have.length(1);
	});

	it('backend defaults to the one of the class', async () => {
		PlaidStripeConnect.backend = 'https://served.example';
		await mount({ backend: '', preload: 'eager' });
		await until(() => calls.length);
		PlaidStripeConnect.backend = '';
		expect(lastCall().url).to.equal('https://served.example/v1/link_tokens');
	});

	it('the element leaves the page’s own attributes alone', async () => {
		const element = await mount({ id: 'x', class: 'a b', title: 't', role: 'group', tabindex: '-1' });
		await connect(element);
		expect(
			['id', 'class', 'title', 'role', 'tabindex'].map((name) => element.getAttribute(name)),
		).to.deep.equal(['x', 'a b', 't', 'group', '-1']);
	});
});

describe('defining the element', () => {
	it('a second time with the same version does nothing', () => {
		PlaidStripeConnect.define();
		expect(warnings).to.deep.equal([]);
	});

	it('a second time with another version warns with both versions', () => {
		class Other extends PlaidStripeConnect {
			static override readonly version = '9.9.9';
		}
		Other.define();
		expect(customElements.get('plaid-stripe-connect')).to.equal(PlaidStripeConnect);
		expect(warnings).to.have.length(1);
		expect(warnings[0]).to.contain('9.9.9').and.to.contain(PlaidStripeConnect.version);
	});

	it('has the version of the package', async () => {
		const answer = await real.fetch('/package.json');
		expect(PlaidStripeConnect.version).to.equal((await answer.json()).version);
	});
});

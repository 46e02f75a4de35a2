import { expect } from 'chai';
import { into } from './bring-into.ts';
import {
	button,
	connect,
	listen,
	mount,
	openAuthorization,
	removeElement,
	settled,
	shownText,
} from './helpers.ts';

describe('layout and styles', () => {
	it('the element has the same size in every status except authorizing', async () => {
		const sizes = new Set<string>();
		for (const [status, bring] of Object.entries(into)) {
			if (status === 'authorizing') continue;
			const element = await mount();
			await bring(element);
			await element.updateComplete;
			sizes.add(`${element.offsetWidth} × ${element.offsetHeight}`);
			element.reset();
			await removeElement(element);
		}
		expect([...sizes]).to.deep.equal(['384 × 56']);
	});

	it('fits a narrow container and wraps a long label', async () => {
		const element = await mount();
		const narrow = document.createElement('div');
		narrow.style.width = '160px';
		document.body.append(narrow);
		narrow.append(element);
		element.append('Connect the bank account from which you would like to pay');
		await settled();
		expect(element.offsetWidth).to.equal(160);
		expect(button(element).scrollWidth).to.be.at.most(button(element).clientWidth);
		expect(element.offsetHeight).to.be.above(56);
		narrow.remove();
	});

	it('the authorization fits a narrow container and large text', async () => {
		const root = document.documentElement;
		for (const [width, size] of [
			['288px', '100%'],
			['288px', '200%'],
			['160px', '100%'],
		] as const) {
			root.style.fontSize = size;
			const element = await mount({ language: 'de' });
			element.style.width = width;
			await openAuthorization(element);
			await element.updateComplete;
			for (const node of element.shadowRoot?.querySelectorAll('[part]') ?? [])
				expect(node.scrollWidth, `${width} ${size} ${node.outerHTML}`).to.be.at.most(
					Math.max(node.clientWidth, (node as HTMLElement).offsetWidth || node.scrollWidth),
				);
			expect(element.offsetWidth).to.equal(Number.parseInt(width, 10));
			element.reset();
			await removeElement(element);
		}
		root.style.fontSize = '';
	});

	it('inherits the page’s font, and no other style', async () => {
		const style = document.createElement('style');
		style.textContent = 'body { font-family: monospace } * { color: red !important; letter-spacing: 9px }';
		document.head.append(style);
		const element = await mount();
		const { fontFamily, color } = getComputedStyle(button(element));
		expect(fontFamily).to.equal('monospace');
		expect(color).to.equal('rgb(255, 255, 255)');
		style.remove();
	});

	it('can be styled through custom properties, parts and states', async () => {
		const style = document.createElement('style');
		style.textContent = `
			plaid-stripe-connect { --psc-accent: rgb(1, 2, 3); --psc-accent-text: rgb(250, 251, 252); --psc-radius: 1px }
			plaid-stripe-connect::part(label) { font-weight: 900 }
			plaid-stripe-connect:state(connected) { outline: 5px solid rgb(9, 9, 9) }`;
		document.head.append(style);
		const element = await mount();
		const { backgroundColor, color, borderRadius } = getComputedStyle(button(element));
		expect([backgroundColor, color, borderRadius]).to.deep.equal([
			'rgb(1, 2, 3)',
			'rgb(250, 251, 252)',
			'1px',
		]);
		const label = element.shadowRoot?.querySelector('[part=label]') as HTMLElement;
		expect(getComputedStyle(label).fontWeight).to.equal('900');
		expect(getComputedStyle(element).outlineWidth).to.not.equal('5px');
		await connect(element);
		expect(getComputedStyle(element).outlineWidth).to.equal('5px');
		style.remove();
	});

	it('the hidden attribute hides the element', async () => {
		const element = await mount({ hidden: '' });
		expect(getComputedStyle(element).display).to.equal('none');
	});

	it('slotted content replaces the element’s own text', async () => {
		const element = await mount();
		element.innerHTML = 'Pay by bank<b slot="connected">All set</b><b slot="error">Oh no</b>';
		expect(shownText(element)).to.equal('Pay by bank');
		const events = listen(element);
		await connect(element);
		expect(events.at(-1)?.type).to.equal('bank-token');
		expect(shownText(element)).to.equal('All set Change');
		element.reset();
		await into.failed?.(element);
		expect(shownText(element)).to.equal('Oh no Try again');
	});
});

import type axeCore from 'axe-core';
import 'axe-core';
import { expect } from 'chai';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import { into } from './bring-into.ts';
import {
	acceptedAt,
	announced,
	beAsked,
	button,
	connect,
	lastCall,
	listen,
	offer,
	openLink,
	place,
	real,
	refusal,
	settled,
	shown,
} from './helpers.ts';

/** axe is no module: it puts itself into the page. */
const { axe } = window as unknown as { axe: typeof axeCore };

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(element: PlaidStripeConnect): Promise<string[]> {
	// A colour on its way to another one has no contrast of its own.
	for (const animation of element.shadowRoot?.getAnimations() ?? [])
		if (animation instanceof CSSTransition) animation.finish();
	// axe waits with timers of its own, which the clock of the tests would never run down.
	window.setTimeout = real.setTimeout;
	const { violations } = await axe.run(element, {
		runOnly: { type: 'tag', values: tags },
		rules: { region: { enabled: false } },
		iframes: false,
	});
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe('accessibility', () => {
	for (const theme of ['light', 'dark'])
		for (const [status, bring] of Object.entries(into))
			it(`axe finds nothing while ${status}, ${theme}`, async () => {
				document.body.style.background = theme === 'dark' ? '#111' : '#fff';
				const element = await place({ theme });
				await bring(element);
				await element.updateComplete;
				expect(await violations(element)).to.deep.equal([]);
				document.body.style.background = '';
			});

	/** What the authorization looks like at other moments. */
	const moments: Record<string, (element: PlaidStripeConnect) => Promise<void>> = {
		'waiting for its text': (element) => {
			element.authorize = true;
			return connect(element);
		},
		'asking for the name': async (element) => {
			element.authorize = true;
			await connect(element);
			await lastCall().answer(refusal('holder_name_required'), 400);
		},
		'accepting it': async (element) => {
			await beAsked(element);
			element.shadowRoot?.querySelector<HTMLElement>('[part=accept]')?.click();
			await settled();
		},
		accepted: async (element) => {
			await moments['accepting it']?.(element);
			await lastCall().answer(offer({ accepted_at: acceptedAt }));
		},
	};
	for (const theme of ['light', 'dark'])
		for (const [moment, bring] of Object.entries(moments))
			it(`axe finds nothing while the authorization is ${moment}, ${theme}`, async () => {
				document.body.style.background = theme === 'dark' ? '#111' : '#fff';
				const element = await place({ theme, language: 'pl' });
				await bring(element);
				await element.updateComplete;
				expect(await violations(element)).to.deep.equal([]);
				document.body.style.background = '';
			});

	it('everything in the authorization that can be pressed is at least 44 px high', async () => {
		for (const bring of Object.values(moments)) {
			const element = await place();
			await bring(element);
			await element.updateComplete;
			for (const target of element.shadowRoot?.querySelectorAll('button, a, input') ?? [])
				expect(target.getBoundingClientRect().height, target.outerHTML).to.be.at.least(44);
			element.reset();
			element.remove();
			await settled();
		}
	});

	it('axe does run: it finds a button without a name', async () => {
		const element = await place();
		button(element).replaceChildren();
		expect((await violations(element)).join()).to.contain('button-name');
	});

	it('what happens is announced', async () => {
		const element = await place();
		expect(announced(element)).to.equal('');
		await openLink(element);
		expect(announced(element)).to.equal('Continue with your bank…');
	});

	it('what was connected is announced, and described by the button that changes it', async () => {
		const element = await place();
		await connect(element);
		expect(announced(element)).to.equal('Bank connected: First Platypus Bank, Plaid Checking ••0000');
		const described = button(element).getAttribute('aria-describedby') ?? '';
		expect(element.shadowRoot?.getElementById(described)?.textContent).to.contain('First Platypus Bank');
	});

	it('the button keeps the focus from the first press to the end', async () => {
		const element = await place();
		button(element).focus();
		const first = button(element);
		await connect(element);
		expect(element.shadowRoot?.activeElement).to.equal(first);
		expect(shown(element)).to.contain('Change');
	});

	it('the target is at least 44 px high in every status', async () => {
		for (const bring of Object.values(into)) {
			const element = await place();
			await bring(element);
			expect(button(element).getBoundingClientRect().height).to.be.at.least(44);
			element.reset();
			element.remove();
			await settled();
		}
	});
});

describe('the looks', () => {
	it('take the same room in every status but the authorization’s, which has a text to show', async () => {
		const sizes = new Set<string>();
		for (const [status, bring] of Object.entries(into)) {
			if (status === 'authorizing') continue;
			const element = await place();
			await bring(element);
			await element.updateComplete;
			sizes.add(`${element.offsetWidth} × ${element.offsetHeight}`);
			element.reset();
			element.remove();
			await settled();
		}
		expect([...sizes]).to.deep.equal(['384 × 56']);
	});

	it('fit a narrow place, and wrap a long label', async () => {
		const element = await place();
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

	it('fit a narrow place and large letters while the debit is authorized', async () => {
		const root = document.documentElement;
		for (const [width, size] of [
			['288px', '100%'],
			['288px', '200%'],
			['160px', '100%'],
		] as const) {
			root.style.fontSize = size;
			const element = await place({ language: 'de' });
			element.style.width = width;
			await beAsked(element);
			await element.updateComplete;
			for (const node of element.shadowRoot?.querySelectorAll('[part]') ?? [])
				expect(node.scrollWidth, `${width} ${size} ${node.outerHTML}`).to.be.at.most(
					Math.max(node.clientWidth, (node as HTMLElement).offsetWidth || node.scrollWidth),
				);
			expect(element.offsetWidth).to.equal(Number.parseInt(width, 10));
			element.reset();
			element.remove();
			await settled();
		}
		root.style.fontSize = '';
	});

	it('are the page’s font, and not the page’s other rules', async () => {
		const style = document.createElement('style');
		style.textContent = 'body { font-family: monospace } * { color: red !important; letter-spacing: 9px }';
		document.head.append(style);
		const element = await place();
		const { fontFamily, color } = getComputedStyle(button(element));
		expect(fontFamily).to.equal('monospace');
		expect(color).to.equal('rgb(255, 255, 255)');
		style.remove();
	});

	it('are the page’s where it sets a custom property, a part or a state', async () => {
		const style = document.createElement('style');
		style.textContent = `
			plaid-stripe-connect { --psc-accent: rgb(1, 2, 3); --psc-accent-text: rgb(250, 251, 252); --psc-radius: 1px }
			plaid-stripe-connect::part(label) { font-weight: 900 }
			plaid-stripe-connect:state(connected) { outline: 5px solid rgb(9, 9, 9) }`;
		document.head.append(style);
		const element = await place();
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

	it('are hidden by hidden', async () => {
		const element = await place({ hidden: '' });
		expect(getComputedStyle(element).display).to.equal('none');
	});

	it('give way to the page’s own content in every slot', async () => {
		const element = await place();
		element.innerHTML = 'Pay by bank<b slot="connected">All set</b><b slot="error">Oh no</b>';
		expect(shown(element)).to.equal('Pay by bank');
		const events = listen(element);
		await connect(element);
		expect(events.at(-1)?.type).to.equal('bank-token');
		expect(shown(element)).to.equal('All set Change');
		element.reset();
		await into.failed?.(element);
		expect(shown(element)).to.equal('Oh no Try again');
	});
});

import type axeCore from 'axe-core';
import 'axe-core';
import { expect } from 'chai';
import type { PlaidStripeConnect } from '../../widget/element.ts';
import { into } from './bring-into.ts';
import {
	acceptedAt,
	announced,
	button,
	connect,
	lastCall,
	mount,
	offer,
	openAuthorization,
	openLink,
	real,
	refusal,
	removeElement,
	settled,
	shownText,
} from './helpers.ts';

/** axe is not a module: it defines a global. */
const { axe } = window as unknown as { axe: typeof axeCore };

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(element: PlaidStripeConnect): Promise<string[]> {
	// The contrast is measured after transitions, not in the middle of one.
	for (const animation of element.shadowRoot?.getAnimations() ?? [])
		if (animation instanceof CSSTransition) animation.finish();
	// axe waits for timers of its own, which the clock of the tests would never fire.
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
			it(`axe finds no violation while ${status}, ${theme}`, async () => {
				document.body.style.background = theme === 'dark' ? '#111' : '#fff';
				const element = await mount({ theme });
				await bring(element);
				await element.updateComplete;
				expect(await violations(element)).to.deep.equal([]);
				document.body.style.background = '';
			});

	/** Moments of the authorization beside the one that `into` reaches. */
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
			await openAuthorization(element);
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
			it(`axe finds no violation while the authorization is ${moment}, ${theme}`, async () => {
				document.body.style.background = theme === 'dark' ? '#111' : '#fff';
				const element = await mount({ theme, language: 'pl' });
				await bring(element);
				await element.updateComplete;
				expect(await violations(element)).to.deep.equal([]);
				document.body.style.background = '';
			});

	it('every control of the authorization is at least 44 px high', async () => {
		for (const bring of Object.values(moments)) {
			const element = await mount();
			await bring(element);
			await element.updateComplete;
			for (const target of element.shadowRoot?.querySelectorAll('button, a, input') ?? [])
				expect(target.getBoundingClientRect().height, target.outerHTML).to.be.at.least(44);
			element.reset();
			await removeElement(element);
		}
	});

	it('axe reports a button without a name: the check itself works', async () => {
		const element = await mount();
		button(element).replaceChildren();
		expect((await violations(element)).join()).to.contain('button-name');
	});

	it('announces each status', async () => {
		const element = await mount();
		expect(announced(element)).to.equal('');
		await openLink(element);
		expect(announced(element)).to.equal('Continue with your bank…');
	});

	it('announces the connected bank, and describes the Change button with it', async () => {
		const element = await mount();
		await connect(element);
		expect(announced(element)).to.equal('Bank connected: First Platypus Bank, Plaid Checking ••0000');
		const described = button(element).getAttribute('aria-describedby') ?? '';
		expect(element.shadowRoot?.getElementById(described)?.textContent).to.contain('First Platypus Bank');
	});

	it('the button keeps the focus from the first press until a bank is connected', async () => {
		const element = await mount();
		button(element).focus();
		const first = button(element);
		await connect(element);
		expect(element.shadowRoot?.activeElement).to.equal(first);
		expect(shownText(element)).to.contain('Change');
	});

	it('the button is at least 44 px high in every status', async () => {
		for (const bring of Object.values(into)) {
			const element = await mount();
			await bring(element);
			expect(button(element).getBoundingClientRect().height).to.be.at.least(44);
			element.reset();
			await removeElement(element);
		}
	});
});

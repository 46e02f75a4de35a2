import axeCore from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { act, create, link, openLink, page, type Shop, stage, visitLinkShop } from './link-shop.ts';
import { goTo, signIn } from './shopper.ts';

visitLinkShop();

const click = (name: string) => link.getByRole('button', { name, exact: true }).click();
const isHeaded = (name: string | RegExp) => link.getByRole('heading', { name }).waitFor();

/** Link, open at the list of banks; `request` changes what the link token is asked for. */
async function openList(request = {}) {
	await create(await stage.createToken(request));
	await act('open');
	await click('Continue');
}

async function logIn(password: string, bank = 'First Platypus Bank', request = {}) {
	await openList(request);
	await click(bank);
	await signIn(page, password);
}

async function check(where: Frame | Page | undefined) {
	if (!where) throw new Error('There is no such frame.');
	await where.getByText('Sandbox: no real bank is contacted').waitFor();
	await where.evaluate(axeCore.source);
	const violations = await where.evaluate(async () => {
		const { axe } = window as unknown as { axe: typeof axeCore };
		const { violations } = await axe.run({
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
		});
		return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
	});
	expect(violations).toEqual([]);
	const overflow = await where.evaluate(() =>
		[document.documentElement, document.querySelector('main')].map(
			(element) => element && element.scrollWidth - element.clientWidth,
		),
	);
	expect(overflow).toEqual([0, 0]);
}

const frame = (part = '') =>
	page.frames().find((each) => each.url().includes('link.html') && each.url().includes(part));

/** Each way to a pane, up to where it is seen; it gives what is to be looked at if that is not Link's dialog. */
const panes: Record<string, () => Promise<Frame | Page | undefined> | Promise<void>> = {
	'device choice': async () => {
		await logIn('mfa_device');
		await link.getByRole('radio').first().waitFor();
	},
	'device code, refused': async () => {
		await logIn('mfa_device');
		await link.getByRole('radio').first().check();
		await click('Continue');
		await link.getByRole('textbox', { name: 'Code' }).fill('9999');
		await click('Continue');
		await link.locator('#refused p').waitFor();
	},
	questions: async () => {
		await logIn('mfa_questions_2_2');
		await link.getByRole('textbox').nth(1).waitFor();
	},
	selections: async () => {
		await logIn('mfa_selections_1_2_3');
		await link.getByRole('radio').nth(5).waitFor();
	},
	'choice of method': async () => {
		await openList({ auth: { same_day_microdeposits_enabled: true, auth_type_select_enabled: true } });
		await link.locator('.methods button').first().waitFor();
	},
	'manual numbers': async () => {
		await openList({ auth: { same_day_microdeposits_enabled: true } });
		await click('Enter account numbers instead');
		await link.getByLabel('Routing number').waitFor();
	},
	'code of a deposit': async () => {
		await openList();
		await click('Windowpane Bank');
		await click('Fill in');
		await click('Continue');
		await link.getByRole('textbox', { name: 'Code' }).fill('XYZ');
		await click('Continue');
		await link.getByText('not the code').waitFor();
	},
	'degraded bank': async () => {
		await openList();
		await click('Unhealthy Platypus Bank - Degraded');
		await isHeaded(/Degraded/);
	},
	'unsupported bank': async () => {
		await openList();
		await click('Unsupported Platypus Bank');
		await link.getByText('INSTITUTION_NO_LONGER_SUPPORTED').waitFor();
	},
	error: async () => {
		await logIn('error_ITEM_LOCKED');
		await link.getByText('ITEM_LOCKED').waitFor();
	},
	leaving: async () => {
		await openLink();
		await goTo(page, 'credentials');
		await act('exit');
		await isHeaded('Leave without connecting?');
	},
	'embedded search': async () => {
		await page.evaluate(
			(token) => {
				const shop = window as unknown as Shop & {
					Plaid: { createEmbedded(config: object, element: Element): unknown };
				};
				const place = document.createElement('div');
				place.style.height = '500px';
				document.body.prepend(place);
				shop.Plaid.createEmbedded({ token, onSuccess: () => {} }, place);
			},
			await stage.createToken(),
		);
		await page
			.frameLocator('iframe[title*="choose a bank"]')
			.getByRole('button', { name: 'First Platypus Bank', exact: true })
			.waitFor();
		return frame('embedded');
	},
	'way to a bank of its own page': async () => {
		await openList();
		await click('Platypus OAuth Bank');
		await link.getByRole('button', { name: 'Continue to Platypus OAuth Bank' }).waitFor();
	},
	"bank's own page": async () => {
		await openList();
		await click('Platypus OAuth Bank');
		const popup = page.waitForEvent('popup');
		await click('Continue to Platypus OAuth Bank');
		const bank = await popup;
		await bank.setViewportSize(page.viewportSize() ?? { width: 390, height: 800 });
		await bank.getByLabel('Plaid Saving').check();
		return bank;
	},
};

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
	it.each([390, 1280])('at %i px every step passes axe, says it is a sandbox and fits', async (width) => {
		await page.setViewportSize({ width, height: 800 });
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await openLink();
		await check(frame());
		await goTo(page, 'institutions');
		await check(frame());
		await click('First Platypus Bank');
		await link.getByLabel('Password').waitFor();
		await signIn(page, 'wrong');
		await link.getByText('not correct').waitFor();
		await check(frame());
		await signIn(page, 'pass_good');
		await link.getByRole('radio').first().check();
		await check(frame());
		await click('Continue');
		await link.getByRole('button', { name: 'Finish' }).waitFor();
		await check(frame());
	});

	describe.each([390, 1280])('at %i px', (width) => {
		it.each(Object.entries(panes))('the pane “%s” does, too', async (_name, reach) => {
			await page.setViewportSize({ width, height: 800 });
			await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			const where = (await reach()) ?? frame();
			if (where !== frame() && where && 'emulateMedia' in where) await where.emulateMedia({ colorScheme });
			await check(where);
		});
	});
});

import { describe, expect, it } from 'vitest';
import {
	act,
	called,
	calls,
	create,
	link,
	page,
	type Shop,
	stage,
	traces,
	until,
	visitLinkShop,
} from './link-shop.ts';
import { goTo } from './shopper.ts';

visitLinkShop();

const names = async () => (await called('onEvent')).map(({ args }) => args[0]);

type Plaid = { Plaid: { create(config: object): Shop['handlers']['main'] } };

/** The page that a bank has led back to makes Link again, and opens it. */
async function returnFromBank(token: string) {
	await page.addScriptTag({ url: stage.script });
	await page.evaluate((token) => {
		const shop = window as unknown as Shop & Plaid;
		shop.calls = [];
		shop.Plaid.create({
			token,
			receivedRedirectUri: location.href,
			onSuccess: (...args: unknown[]) => shop.calls.push({ handler: 'main', callback: 'onSuccess', args }),
		}).open();
	}, token);
}

const submit = (data: object) =>
	page.evaluate((data) => {
		const { handlers } = window as unknown as { handlers: { main: { submit(data: object): void } } };
		handlers.main.submit(data);
	}, data);

async function openAt(bank: string, request = {}) {
	await create(await stage.createToken(request));
	await act('open');
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('button', { name: bank, exact: true }).click();
}

describe('a bank with a page of its own', () => {
	it('is gone to in a window, which closes by itself when the shopper is done', async () => {
		await openAt('Platypus OAuth Bank');
		const popup = page.waitForEvent('popup');
		await link.getByRole('button', { name: 'Continue to Platypus OAuth Bank' }).click();
		const bank = await popup;
		await bank.getByText('Sandbox: no real bank is contacted').waitFor();
		await bank.getByLabel('Plaid Saving').check();
		await Promise.all([
			bank.waitForEvent('close'),
			bank.getByRole('button', { name: 'Allow', exact: true }).click(),
		]);
		await link.getByRole('button', { name: 'Finish' }).click();
		await until('onSuccess');
		expect((await called('onSuccess'))[0]?.args[1]).toMatchObject({ accounts: [{ name: 'Plaid Saving' }] });
		expect(await names()).toContain('OPEN_OAUTH');
	});

	it('whose window the shopper closes can be gone to again', async () => {
		await openAt('Platypus OAuth Bank');
		const popup = page.waitForEvent('popup');
		await link.getByRole('button', { name: 'Continue to Platypus OAuth Bank' }).click();
		await (await popup).close();
		await link.getByText('was closed before you were done').waitFor();
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		expect((await called('onExit'))[0]?.args).toMatchObject([null, { status: 'requires_oauth' }]);
		expect(await names()).toContain('CLOSE_OAUTH');
	});

	it('whose window the browser blocks is told so', async () => {
		await openAt('Platypus OAuth Bank');
		const frame = page.frames().find((each) => each.url().includes('link.html'));
		await frame?.evaluate(() => {
			window.open = () => null;
		});
		await link.getByRole('button', { name: 'Continue to Platypus OAuth Bank' }).click();
		await link.getByText('Your browser has blocked the bank’s window.').waitFor();
	});

	it('is gone to in the same tab where the window is blocked and the token has a redirect URI', async () => {
		const token = await stage.createToken({ redirect_uri: `${stage.page}/` });
		await create(token);
		await act('open');
		await link.getByRole('button', { name: 'Continue' }).click();
		await link.getByRole('button', { name: 'Platypus OAuth Bank', exact: true }).click();
		const frame = page.frames().find((each) => each.url().includes('link.html'));
		await frame?.evaluate(() => {
			window.open = () => null;
		});
		await link.getByRole('button', { name: 'Continue to Platypus OAuth Bank' }).click();
		await page.getByLabel('Plaid Checking').check();
		await page.getByRole('button', { name: 'Allow', exact: true }).click();
		await page.waitForURL(/oauth_state_id=/);
		await returnFromBank(token);
		await link.getByRole('button', { name: 'Finish' }).click();
		await until('onSuccess');
	});

	it('is gone to in the same tab, without a window, where the page is a web view', async () => {
		const token = await stage.createToken({ redirect_uri: `${stage.page}/` });
		const windows: unknown[] = [];
		page.on('popup', (popup) => windows.push(popup));
		await page.evaluate((token) => {
			const shop = window as unknown as Shop & Plaid;
			shop.Plaid.create({ token, isWebView: true, onSuccess: () => {} }).open();
		}, token);
		await link.getByRole('button', { name: 'Continue' }).click();
		await link.getByRole('button', { name: 'Platypus OAuth Bank', exact: true }).click();
		await link.getByRole('button', { name: 'Continue to Platypus OAuth Bank' }).click();
		await page.waitForURL(/\/link\/oauth\//);
		await page.getByLabel('Plaid Checking').check();
		await page.getByRole('button', { name: 'Allow', exact: true }).click();
		await page.waitForURL(/oauth_state_id=/);
		expect(windows).toEqual([]);
		await returnFromBank(token);
		await link.getByRole('button', { name: 'Finish' }).click();
		await until('onSuccess');
		expect((await called('onSuccess'))[0]?.args[1]).toMatchObject({ accounts: [{ name: 'Plaid Checking' }] });
	});
});

describe('submit()', () => {
	it.each([
		[{ phone_number: '+14155550011' }, 'LAYER_NOT_AVAILABLE'],
		[{ date_of_birth: '1975-01-18' }, 'LAYER_AUTOFILL_NOT_AVAILABLE'],
	])('of %j is answered by %s before Link is open, and opens nothing', async (data, event) => {
		await create(await stage.createToken());
		await until('onLoad');
		await submit(data);
		await until('onEvent');
		const [told] = await called('onEvent');
		expect(told?.args[0]).toBe(event);
		expect(told?.args[1]).toMatchObject({
			link_session_id: expect.any(String),
			request_id: expect.any(String),
			timestamp: expect.any(String),
			view_name: null,
		});
		expect(await page.locator('iframe').isVisible()).toBe(false);
		expect((await calls()).map(({ callback }) => callback)).toEqual(['onLoad', 'onEvent']);
	});

	it.each([{}, { phone_number: '+14155550011', date_of_birth: '1975-01-18' }, { name: 'Alberta' }])(
		'of %j is refused with an error that names what it takes',
		async (data) => {
			await create(await stage.createToken());
			await until('onLoad');
			await expect(submit(data)).rejects.toThrow('either a phone_number or a date_of_birth');
		},
	);
});

it('exit() without force asks first, and the shopper may stay', async () => {
	await create(await stage.createToken());
	await act('open');
	await goTo(page, 'credentials');
	await act('exit');
	await link.getByRole('heading', { name: 'Leave without connecting?' }).waitFor();
	await link.getByRole('button', { name: 'Go on' }).click();
	await link.getByLabel('Password').waitFor();
	await act('exit');
	await link.getByRole('button', { name: 'Leave', exact: true }).click();
	await until('onExit');
	expect((await calls()).at(-1)).toMatchObject({ callback: 'onExit' });
});

it.each([
	['es', 'Conecte una cuenta bancaria con Paper & Pine'],
	['fr', 'Connectez un compte bancaire à Paper & Pine'],
	['de', 'Connect a bank account to Paper & Pine'],
])('in %s Link says “%s”', async (language, heading) => {
	await create(await stage.createToken({ language }));
	await act('open');
	await link.getByRole('heading', { name: heading }).waitFor();
	expect(await link.locator('html').getAttribute('lang')).toBe(language === 'de' ? 'en' : language);
});

it('an embedded bank search stands in its place, opens Link at the bank, and leaves nothing', async () => {
	await page.evaluate(
		(token) => {
			const shop = window as unknown as Shop & {
				Plaid: { createEmbedded(config: object, element: Element): { destroy(): void } };
				embedded: { destroy(): void };
			};
			shop.calls = [];
			const place = document.createElement('div');
			place.id = 'place';
			document.body.prepend(place);
			const note =
				(callback: string) =>
				(...args: unknown[]) =>
					void shop.calls.push({ handler: 'main', callback, args });
			shop.embedded = shop.Plaid.createEmbedded(
				{ token, onSuccess: note('onSuccess'), onEvent: note('onEvent'), onExit: note('onExit') },
				place,
			);
		},
		await stage.createToken(),
	);
	const search = page.frameLocator('#place iframe');
	await search.getByRole('button', { name: 'First Gingham Credit Union' }).click();
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('button', { name: 'Fill in' }).click();
	await link.getByRole('button', { name: 'Submit' }).click();
	await link.getByRole('radio').first().check();
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('button', { name: 'Finish' }).click();
	await until('onSuccess');
	expect((await names()).slice(0, 2)).toEqual(['OPEN', 'SELECT_INSTITUTION']);
	await page.evaluate(() => {
		(window as unknown as { embedded: { destroy(): void } }).embedded.destroy();
		document.querySelector('#place')?.remove();
	});
	expect(await traces()).toMatchObject({ frames: 0, styles: 0, body: null });
});

it('the line that tells of the sandbox stays in sight in a low window', async () => {
	await page.setViewportSize({ width: 640, height: 220 });
	await create(await stage.createToken());
	await act('open');
	await goTo(page, 'credentials');
	const box = await link.getByText('Sandbox: no real bank is contacted').boundingBox();
	expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThanOrEqual(220);
});

it('goes by device code, too', async () => {
	await openAt('First Platypus Bank');
	await link.getByLabel('Username').fill('user_good');
	await link.getByLabel('Password').fill('mfa_device');
	await link.getByRole('button', { name: 'Submit' }).click();
	await link.getByRole('radio').first().check();
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('textbox', { name: 'Code' }).fill('1234');
	await link.getByRole('button', { name: 'Continue' }).click();
	await link.getByRole('radio', { name: 'Plaid Checking' }).waitFor();
});

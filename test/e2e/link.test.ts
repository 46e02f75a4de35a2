import axeCore from 'axe-core';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LinkStage, startLinkStage } from './link-stage.ts';
import { connectBank, dialog, goTo, launchChromium, type Step, signIn } from './shopper.ts';

/** What a handler's callbacks were called with, in order. */
type Call = { handler: string; callback: string; args: unknown[] };
type Metadata = Record<string, unknown>;
/** What the tests put into the page: handlers by name, and what they called. */
type Shop = {
	handlers: Record<string, { open(): void; exit(options?: { force?: boolean }): void; destroy(): void }>;
	calls: Call[];
};

let stage: LinkStage;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let link: FrameLocator;
/** Warnings and errors of page and frame. */
let complaints: string[];

beforeAll(async () => {
	[stage, browser] = await Promise.all([startLinkStage(), launchChromium()]);
});
afterAll(async () => {
	await browser?.close();
	await stage?.close();
});
beforeEach(async () => {
	stage.sandbox.reset();
	context = await browser.newContext({ reducedMotion: 'reduce' });
	page = await context.newPage();
	link = dialog(page);
	complaints = [];
	page.on('console', (message) => {
		if (['warning', 'error'].includes(message.type())) complaints.push(message.text());
	});
	page.on('pageerror', ({ message }) => complaints.push(message));
	await page.goto(stage.page);
	await page.addScriptTag({ url: stage.script });
});
afterEach(async () => {
	stage.setReachable(true);
	stage.setPolicy(null);
	await context.close();
});

/** `Plaid.create` in the page; its callbacks are noted. */
async function create(token: string, handler = 'main') {
	await page.evaluate(
		([token, handler]) => {
			const shop = window as unknown as Shop & {
				Plaid: { create(config: object): Shop['handlers'][string] };
			};
			shop.handlers ??= {};
			shop.calls ??= [];
			const note =
				(callback: string) =>
				(...args: unknown[]) =>
					void shop.calls.push({ handler, callback, args });
			shop.handlers[handler] = shop.Plaid.create({
				token,
				onLoad: note('onLoad'),
				onEvent: note('onEvent'),
				onExit: note('onExit'),
				onSuccess: note('onSuccess'),
				somethingElse: true,
			});
		},
		[token, handler] as const,
	);
}

const act = (action: 'open' | 'exit' | 'destroy', handler = 'main', options?: { force: boolean }) =>
	page.evaluate(
		([action, handler, options]) => (window as unknown as Shop).handlers[handler]?.[action](options),
		[action, handler, options] as const,
	);
const calls = () => page.evaluate(() => (window as unknown as Shop).calls);
const called = async (callback: string) => (await calls()).filter((call) => call.callback === callback);
const until = (callback: string, times = 1) =>
	vi.waitFor(async () => expect(await called(callback)).toHaveLength(times), { timeout: 10_000 });

/** What Link puts into a page, all of it. */
const traces = () =>
	page.evaluate(() => ({
		frames: document.querySelectorAll('iframe').length,
		styles: document.querySelectorAll('style').length,
		body: document.body.getAttribute('style'),
		children: document.body.children.length,
	}));
const nothing = { frames: 0, styles: 0, body: null, children: 2 };

async function openLink() {
	await create(await stage.createToken());
	await act('open');
	await link.getByRole('button', { name: 'Continue' }).waitFor();
}

describe('a shopper who connects an account', () => {
	it('is handed over once, with its metadata, after all events in their order', async () => {
		await openLink();
		await connectBank(page);
		await until('onSuccess');
		const all = await calls();
		expect(all.map(({ callback, args }) => (callback === 'onEvent' ? args[0] : callback))).toEqual([
			'onLoad',
			'OPEN',
			'TRANSITION_VIEW',
			'SELECT_INSTITUTION',
			'TRANSITION_VIEW',
			'SUBMIT_CREDENTIALS',
			'TRANSITION_VIEW',
			'TRANSITION_VIEW',
			'TRANSITION_VIEW',
			'HANDOFF',
			'onSuccess',
		]);
		const [publicToken, metadata] = all.at(-1)?.args ?? [];
		expect(publicToken).toMatch(/^public-sandbox-/);
		const [, opened] = (all[1]?.args ?? []) as [string, Metadata];
		expect(metadata).toEqual({
			institution: { name: 'First Platypus Bank', institution_id: 'ins_109508' },
			accounts: [
				{
					id: expect.any(String),
					name: 'Plaid Checking',
					mask: '0000',
					type: 'depository',
					subtype: 'checking',
					verification_status: null,
					class_type: null,
				},
			],
			link_session_id: opened['link_session_id'],
		});
		expect(complaints).toEqual([]);
	});

	it('hears OPEN while Link is open, and the rest only at the end', async () => {
		await openLink();
		await goTo(page, 'accounts');
		expect((await called('onEvent')).map(({ args }) => args[0])).toEqual(['OPEN']);
	});

	it('can mend a wrong password', async () => {
		await openLink();
		await goTo(page, 'credentials');
		await signIn(page, 'wrong');
		await link.getByText('The provided credentials were not correct. Please try again.').waitFor();
		const password = link.getByLabel('Password');
		expect(await password.evaluate((field) => field === document.activeElement)).toBe(true);
		expect(await password.getAttribute('aria-invalid')).toBe('true');
		await signIn(page, 'pass_good');
		await link.getByRole('radio', { name: 'Plaid Saving ••1111' }).check();
		await link.getByRole('button', { name: 'Continue' }).click();
		await link.getByRole('button', { name: 'Finish' }).click();
		await until('onSuccess');
		const errors = (await called('onEvent')).filter(({ args }) => args[0] === 'ERROR');
		expect(errors.map(({ args }) => (args[1] as Metadata)['error_code'])).toEqual(['INVALID_CREDENTIALS']);
	});

	it('can let the dialog fill in the test login, and go by keyboard alone', async () => {
		await openLink();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await link.getByLabel('Search banks').waitFor();
		await page.keyboard.press('Tab');
		await page.keyboard.type('gingham');
		await link
			.getByRole('button', { name: 'First Platypus Bank', exact: true })
			.waitFor({ state: 'detached' });
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await link.getByLabel('Username').waitFor();
		for (let field = 0; field < 3; field++) await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.keyboard.press('Enter');
		await link.getByRole('radio').first().waitFor();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Space');
		await page.keyboard.press('Enter');
		await link.getByRole('button', { name: 'Finish' }).waitFor();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await until('onSuccess');
		expect((await called('onSuccess'))[0]?.args[1]).toMatchObject({
			institution: { name: 'First Gingham Credit Union' },
			accounts: [{ name: 'Plaid Checking' }],
		});
	});

	it('looks for a bank, finds none, and looks through all of them again', async () => {
		await openLink();
		await goTo(page, 'institutions');
		await link.getByLabel('Search banks').fill('zzz');
		await link.getByText('No bank matches “zzz”').first().waitFor();
		await link.getByRole('button', { name: 'Show all' }).click();
		await link.getByRole('button', { name: 'Tartan Bank', exact: true }).click();
		await link.getByRole('heading', { name: 'Sign in to Tartan Bank' }).waitFor();
		await link.getByRole('button', { name: 'Back' }).click();
		await link.getByRole('button', { name: 'Houndstooth Bank', exact: true }).waitFor();
	});
});

describe('leaving', () => {
	const steps: [Step, string | null][] = [
		['consent', null],
		['institutions', null],
		['credentials', 'requires_credentials'],
		['accounts', 'requires_account_selection'],
		['connected', null],
	];
	it.each(steps)('by Close at the step %s is told with the status %s', async (step, status) => {
		await openLink();
		await goTo(page, step);
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		const all = await calls();
		expect(all.at(-1)).toMatchObject({ callback: 'onExit', args: [null, { status }] });
		expect(all.at(-2)).toMatchObject({ callback: 'onEvent', args: ['EXIT', { exit_status: status }] });
		expect(await called('onSuccess')).toEqual([]);
		expect(await page.locator('#plaid-link-iframe-1').isVisible()).toBe(false);
	});

	it('by Escape is the same as by Close', async () => {
		await openLink();
		await goTo(page, 'credentials');
		await page.keyboard.press('Escape');
		await until('onExit');
		expect((await called('onExit'))[0]?.args).toMatchObject([null, { status: 'requires_credentials' }]);
	});

	it('after a search without results is told as institution_not_found', async () => {
		await openLink();
		await goTo(page, 'institutions');
		await link.getByLabel('Search banks').fill('zzz');
		await link.getByRole('button', { name: 'Show all' }).waitFor();
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		expect((await called('onExit'))[0]?.args).toMatchObject([null, { status: 'institution_not_found' }]);
	});

	it('after a refused login hands over its error', async () => {
		await openLink();
		await goTo(page, 'credentials');
		await signIn(page, 'wrong');
		await link.getByText('not correct').waitFor();
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		expect((await called('onExit'))[0]?.args).toEqual([
			{
				error_type: 'ITEM_ERROR',
				error_code: 'INVALID_CREDENTIALS',
				error_message: 'the provided credentials were not correct',
				display_message: 'The provided credentials were not correct. Please try again.',
			},
			{
				institution: { name: 'First Platypus Bank', institution_id: 'ins_109508' },
				status: 'requires_credentials',
				link_session_id: expect.any(String),
				request_id: expect.any(String),
			},
		]);
	});

	it.each([
		['exit()', undefined],
		['exit({force: true})', { force: true }],
	])('by the page’s %s calls onExit once', async (_name, options) => {
		await openLink();
		await act('exit', 'main', options);
		await act('exit', 'main', options);
		await until('onExit');
		expect(await page.locator('#plaid-link-iframe-1').isVisible()).toBe(false);
		await act('open');
		await link.getByRole('button', { name: 'Continue' }).waitFor();
		expect(await called('onExit')).toHaveLength(1);
	});

	it('with force hides the frame at once', async () => {
		await openLink();
		const hidden = await page.evaluate(() => {
			(window as unknown as Shop).handlers['main']?.exit({ force: true });
			return [
				getComputedStyle(document.querySelector('iframe') as Element).display,
				document.body.style.overflow,
			];
		});
		expect(hidden).toEqual(['none', '']);
	});

	it('works when the sandbox has gone away', async () => {
		await openLink();
		await goTo(page, 'credentials');
		stage.setReachable(false);
		await signIn(page, 'pass_good');
		await link.getByText('The sandbox did not answer.').waitFor();
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		expect((await called('onExit'))[0]?.args).toMatchObject([
			null,
			{ institution: { name: 'First Platypus Bank' } },
		]);
	});

	it('is not told when the page destroys the handler', async () => {
		await openLink();
		await act('destroy');
		await act('destroy');
		expect(await called('onExit')).toEqual([]);
		expect(await traces()).toEqual(nothing);
	});
});

describe('a link token that is no good', () => {
	it.each(['expired', 'unknown'])(
		'because it is %s is told by onExit as INVALID_LINK_TOKEN',
		async (kind) => {
			const token = await stage.createToken();
			if (kind === 'expired') await stage.sandbox.clock.advance('5h');
			else stage.sandbox.reset();
			await create(token);
			await act('open');
			await until('onExit');
			expect((await called('onExit'))[0]?.args).toEqual([
				{
					error_type: 'INVALID_INPUT',
					error_code: 'INVALID_LINK_TOKEN',
					error_message: 'invalid link_token provided',
					display_message: null,
				},
				{
					institution: null,
					status: null,
					link_session_id: expect.any(String),
					request_id: expect.any(String),
				},
			]);
			expect(await page.locator('#plaid-link-iframe-1').isVisible()).toBe(false);
		},
	);

	it('because it is missing is refused by create', async () => {
		await expect(create('')).rejects.toThrow('Plaid.create: `token` is missing');
	});

	it('never stands in an address', async () => {
		const addresses: string[] = [];
		page.on('request', (request) => addresses.push(request.url()));
		const token = await stage.createToken();
		await create(token);
		await act('open');
		await link.getByRole('button', { name: 'Continue' }).waitFor();
		expect(addresses.some((address) => address.includes('link.html'))).toBe(true);
		expect(addresses.filter((address) => address.includes(token))).toEqual([]);
	});
});

describe('what Link does to the page', () => {
	it('is one hidden frame and one style sheet until it is opened', async () => {
		await create(await stage.createToken());
		await until('onLoad');
		expect(await traces()).toEqual({ ...nothing, frames: 1, styles: 1, children: 3 });
		const frame = page.locator('body > iframe#plaid-link-iframe-1');
		expect(await frame.isVisible()).toBe(false);
		expect(await page.locator('style').getAttribute('id')).toMatch(/^link-stylesheet-[a-z0-9]+$/);
	});

	it('is a frame over everything and no scrolling while it is open; then all is as it was', async () => {
		await page.evaluate(() => {
			document.body.style.setProperty('overflow', 'scroll', 'important');
			document.body.style.color = 'rgb(1, 2, 3)';
			document.querySelector('button')?.focus();
		});
		const style = () =>
			page.evaluate(() =>
				[...document.body.style]
					.map((name) => [
						name,
						document.body.style.getPropertyValue(name),
						document.body.style.getPropertyPriority(name),
					])
					.sort(),
			);
		const before = await style();
		await openLink();
		expect(await page.evaluate(() => getComputedStyle(document.body).overflow)).toBe('hidden');
		const frame = page.locator('#plaid-link-iframe-1');
		expect(await frame.boundingBox()).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
		expect(await frame.evaluate((element) => Number(getComputedStyle(element).zIndex))).toBeGreaterThan(1e9);
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		expect(await style()).toEqual(before);
		expect(await page.evaluate(() => document.activeElement?.id)).toBe('connect');
	});

	it('leaves nothing behind after ten openings and ten successes', async () => {
		for (let cycle = 1; cycle <= 10; cycle++) {
			await openLink();
			await link.getByRole('button', { name: 'Close' }).click();
			await until('onExit', cycle);
			await act('destroy');
			expect(await traces()).toEqual(nothing);
		}
		for (let cycle = 1; cycle <= 10; cycle++) {
			await openLink();
			await connectBank(page);
			await until('onSuccess', cycle);
			await act('destroy');
			expect(await traces()).toEqual(nothing);
		}
		expect(await called('onExit')).toHaveLength(10);
	}, 120_000);

	it('adds no listener to window, document or body', async () => {
		await page.evaluate(() => {
			const added: string[] = [];
			for (const target of [window, document, document.body]) {
				target.addEventListener = (type: string) => void added.push(type);
			}
			Object.assign(window, { added });
		});
		await openLink();
		await connectBank(page);
		await until('onSuccess');
		await act('destroy');
		expect(await page.evaluate(() => (window as unknown as { added: string[] }).added)).toEqual([]);
	});

	it('lets two handlers live side by side, each with its frame', async () => {
		await create(await stage.createToken(), 'first');
		await create(await stage.createToken(), 'second');
		expect(await page.locator('iframe').evaluateAll((frames) => frames.map(({ id }) => id))).toEqual([
			'plaid-link-iframe-1',
			'plaid-link-iframe-2',
		]);
		await act('open', 'second');
		await connectBank(page);
		await until('onSuccess');
		await act('destroy', 'second');
		await act('open', 'first');
		await link.getByRole('button', { name: 'Close' }).click();
		await until('onExit');
		const told = (await calls()).filter(({ callback }) => callback === 'onSuccess' || callback === 'onExit');
		expect(told.map(({ handler, callback }) => [handler, callback])).toEqual([
			['second', 'onSuccess'],
			['first', 'onExit'],
		]);
		await act('destroy', 'first');
		expect(await traces()).toEqual(nothing);
	});

	it('is kept when a callback throws, and the page is told of its error', async () => {
		await create(await stage.createToken());
		await page.evaluate(() => {
			(window as unknown as Shop).calls.push = () => {
				throw new Error('The shop failed.');
			};
		});
		await act('open');
		await link.getByRole('button', { name: 'Close' }).click();
		await page.locator('#plaid-link-iframe-1').waitFor({ state: 'hidden' });
		await vi.waitFor(() =>
			expect(complaints.filter((text) => text.includes('The shop failed.')).length).toBeGreaterThanOrEqual(3),
		);
		expect((await traces()).body).toBeNull();
	});
});

describe('opening', () => {
	it('before the frame has loaded waits for it', async () => {
		await page.evaluate(
			(token) => {
				const shop = window as unknown as Shop & {
					Plaid: { create(config: object): Shop['handlers'][string] };
				};
				shop.calls = [];
				const handler = shop.Plaid.create({
					token,
					onLoad: () =>
						shop.calls.push({ handler: '', callback: 'onLoad', args: [document.body.style.overflow] }),
				});
				handler.open();
				handler.open();
			},
			await stage.createToken(),
		);
		await link.getByRole('button', { name: 'Continue' }).waitFor();
		expect(await called('onLoad')).toMatchObject([{ args: [''] }]);
	});

	it('that is taken back before the frame has loaded ends in onExit', async () => {
		await create(await stage.createToken());
		await page.evaluate(() => {
			const { handlers } = window as unknown as Shop;
			handlers['main']?.open();
			handlers['main']?.exit({ force: true });
		});
		await until('onExit');
		await until('onLoad');
		expect(await page.locator('iframe').isVisible()).toBe(false);
	});

	it('moves the focus to the step’s heading and keeps Tab inside', async () => {
		await openLink();
		const heading = link.getByRole('heading', { name: 'Connect a bank account to Paper & Pine' });
		expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
		for (let press = 0; press < 5; press++) {
			await page.keyboard.press('Tab');
			expect(await page.evaluate(() => document.activeElement?.id)).toBe('plaid-link-iframe-1');
		}
		for (let press = 0; press < 5; press++) {
			await page.keyboard.press('Shift+Tab');
			expect(await page.evaluate(() => document.activeElement?.id)).toBe('plaid-link-iframe-1');
		}
		await goTo(page, 'institutions');
		const next = link.getByRole('heading', { name: 'Choose your bank' });
		expect(await next.evaluate((element) => element === document.activeElement)).toBe(true);
	});

	it('while the sandbox is away says so, and can be tried again', async () => {
		await create(await stage.createToken());
		await until('onLoad');
		stage.setReachable(false);
		await act('open');
		await link.getByText('The sandbox did not answer.').waitFor();
		stage.setReachable(true);
		await link.getByRole('button', { name: 'Try again' }).click();
		await link.getByRole('button', { name: 'Continue' }).waitFor();
	});
});

describe('the script', () => {
	it('warns when it is embedded a second time', async () => {
		expect(complaints).toEqual([]);
		await page.addScriptTag({ url: stage.script });
		expect(complaints).toEqual([
			'Warning: The Plaid link-initialize.js script was embedded more than once. This is an unsupported configuration and may lead to unpredictable behavior. Please ensure Plaid Link is embedded only once per page.',
		]);
		await openLink();
		await connectBank(page);
		await until('onSuccess');
	});

	it('fails when its tag was taken out of the page before it ran', async () => {
		await page.goto(stage.page);
		await page.evaluate((src) => {
			const tag = document.createElement('script');
			tag.src = src;
			document.head.append(tag);
			tag.remove();
		}, stage.script);
		await vi.waitFor(() => expect(complaints).toContain('Failed to find script'));
		expect(await page.evaluate(() => 'Plaid' in window)).toBe(false);
	});

	it('works under a strict policy, its nonce handed on to its style sheet', async () => {
		const origin = new URL(stage.script).origin;
		stage.setPolicy(
			`default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; style-src-attr 'unsafe-inline'; frame-src ${origin}`,
		);
		await page.goto(stage.page);
		await page.evaluate((src) => {
			const tag = document.createElement('script');
			tag.src = src;
			tag.nonce = 'abc';
			document.head.append(tag);
			return new Promise((resolve) => tag.addEventListener('load', resolve));
		}, stage.script);
		complaints.length = 0;
		await openLink();
		await connectBank(page);
		await until('onSuccess');
		expect(complaints).toEqual([]);
	});

	it('gives Plaid’s factory and handlers', async () => {
		await create(await stage.createToken());
		const keys = await page.evaluate(() => {
			const shop = window as unknown as Shop & { Plaid: { version: string } };
			return [Object.keys(shop.handlers['main'] ?? {}).sort(), typeof shop.Plaid.version];
		});
		expect(keys).toEqual([['destroy', 'exit', 'open', 'submit'], 'string']);
	});
});

describe('the frame', () => {
	it('says what it is when it is opened by itself', async () => {
		await page.goto(new URL('link.html', stage.script).href);
		await page.getByText('This page is the inside of Link.').waitFor();
	});

	it('listens only to the page that its address names', async () => {
		await page.evaluate((src) => {
			const frame = document.createElement('iframe');
			frame.src = `${src}?page=https%3A%2F%2Felsewhere.example`;
			const shop = window as unknown as Shop;
			shop.calls = [];
			frame.addEventListener('load', () => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = ({ data }) => shop.calls.push({ handler: '', callback: data.type, args: [] });
				frame.contentWindow?.postMessage('link-connect', '*', [port2]);
				shop.calls.push({ handler: '', callback: 'sent', args: [] });
			});
			document.body.append(frame);
		}, new URL('link.html', stage.script).href);
		await until('sent');
		await create(await stage.createToken(), 'right');
		await until('onLoad');
		expect(await called('ready')).toEqual([]);
	});
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
	it.each([390, 1280])('at %i px every step passes axe, says it is a sandbox and fits', async (width) => {
		await page.setViewportSize({ width, height: 800 });
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await openLink();
		const check = async () => {
			const frame = page.frames().find((candidate) => candidate.url().includes('link.html'));
			await link.getByText('Sandbox: no real bank is contacted').waitFor();
			await frame?.evaluate(axeCore.source);
			const violations = await frame?.evaluate(async () => {
				const { axe } = window as unknown as { axe: typeof axeCore };
				const { violations } = await axe.run({
					runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
				});
				return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
			});
			expect(violations).toEqual([]);
			const overflow = await frame?.evaluate(() =>
				[document.documentElement, document.querySelector('main')].map(
					(element) => element && element.scrollWidth - element.clientWidth,
				),
			);
			expect(overflow).toEqual([0, 0]);
		};
		await check();
		await goTo(page, 'institutions');
		await check();
		await link.getByRole('button', { name: 'First Platypus Bank', exact: true }).click();
		await link.getByLabel('Password').waitFor();
		await signIn(page, 'wrong');
		await link.getByText('not correct').waitFor();
		await check();
		await signIn(page, 'pass_good');
		await link.getByRole('radio').first().check();
		await check();
		await link.getByRole('button', { name: 'Continue' }).click();
		await link.getByRole('button', { name: 'Finish' }).waitFor();
		await check();
	});
});

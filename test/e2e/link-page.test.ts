import { describe, expect, it, vi } from 'vitest';
import {
	act,
	called,
	calls,
	complaints,
	create,
	link,
	nothing,
	openLink,
	page,
	type Shop,
	stage,
	traces,
	until,
	visitLinkShop,
} from './link-shop.ts';
import { connectBank, goTo } from './shopper.ts';

visitLinkShop();

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
					Plaid: { create(config: object): Shop['handlers']['main'] };
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
			handlers.main?.open();
			handlers.main?.exit({ force: true });
		});
		await until('onExit');
		await until('onLoad');
		expect(await page.locator('iframe').isVisible()).toBe(false);
	});

	it('moves the focus to the step’s heading and keeps Tab inside', async () => {
		await openLink();
		const heading = link.getByRole('heading', { name: 'Connect a bank account to Paper & Pine' });
		expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
		const focused = () =>
			link.locator(':focus').evaluate((element) => element.ariaLabel ?? element.textContent);
		const walk = async (key: string) => {
			await page.keyboard.press(key);
			return (await focused())?.trim();
		};
		expect([await walk('Tab'), await walk('Tab'), await walk('Tab')]).toEqual([
			'Continue',
			'Close',
			'Continue',
		]);
		expect([await walk('Shift+Tab'), await walk('Shift+Tab')]).toEqual(['Close', 'Continue']);
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
			return [Object.keys(shop.handlers.main ?? {}).sort(), typeof shop.Plaid.version];
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
		await create(await stage.createToken());
		await until('onLoad');
		expect(await called('ready')).toEqual([]);
	});
});
